package recordings

// databases are ntfy and CouchDB, each in its two framings.
func databases() []Recording {
	return []Recording{
		ntfy("json"), ntfy("sse"),
		{
			// The seq of a change may be null (seq_interval), and the last line is a cursor
			// without a change. A further leaf makes another change of the same document.
			Preset: "couchdb", Name: "continuous", Path: "/db/_changes?feed=continuous&since=0", Show: []string{"/id", "/last_seq"},
			Answers: []Answer{{
				Query: "feed=continuous&since=0",
				Seen: []Seen{
					beat, {Record, "message", "3-g1AAA", "doc1"}, beat, {Record, "message", "3-g1AAA", "zoë"},
					{Record, "message", "4-g1AAB", "doc2"}, beat,
					{"bookmark", "message", "5-g1AAB2", "5-g1AAB2"},
				},
			}, {
				Query: "feed=continuous&since=5-g1AAB2",
				Seen:  []Seen{{Fate: Duplicate}, {Record, "message", "5-g1AAC", "doc2"}, {Record, "message", "6-g1AAD", "grüß"}, beat},
				Ends:  "end",
			}},
		},
		{
			// The id fields hold the seq as JSON, in quotes; the cursor is taken from the data.
			Preset: "couchdb", Name: "eventsource", Path: "/db/_changes?feed=eventsource&since=0", Show: []string{"/id", "/last_seq"},
			Answers: []Answer{{
				Query: "feed=eventsource&since=0",
				Seen: []Seen{
					{Record, "message", "3-g1AAA", "doc1"}, beat, {Record, "message", "3-g1AAA", "zoë"},
					{Record, "message", "4-g1AAB", "doc2"}, beat,
				},
				Ends: "end",
			}, {
				Query: "feed=eventsource&since=4-g1AAB",
				Seen:  []Seen{{Fate: Duplicate}, {Record, "message", "5-g1AAC", "doc2"}, {Record, "message", "6-g1AAD", "grüß"}},
				Ends:  "end",
			}},
		},
	}
}

// ntfy gives everything again for an id that it no longer knows. The ids of open,
// keepalive and poll_request are in no cache, and so no cursors.
func ntfy(name string) Recording {
	return Recording{
		Preset: "ntfy", Name: name, Path: "/na%C3%AFve/" + name, Show: []string{"/message"},
		Answers: []Answer{{
			Seen: []Seen{
				beat, {Record, "message", "aaaaaaaaaaaa", "hi 👋"}, beat,
				{Record, "message", "bbbbbbbbbbbb", "grüß"}, beat, beat,
			},
			Ends: "end",
		}, {
			Query: "since=bbbbbbbbbbbb",
			Seen:  []Seen{beat, {Fate: Duplicate}, {Fate: Duplicate}, {Record, "message", "cccccccccccc", "three"}},
			Ends:  "end",
		}},
	}
}

package recordings

// twitters are Twitter's streams with and without lengths, and X's.
func twitters() []Recording {
	return []Recording{
		twitter("twitter", "stall_warnings=true"),
		twitter("twitter-length", "delimited=length"),
		{
			// Errors beside data tell of an author who is gone; errors alone are the end.
			Preset: "x-v2", Name: "search", Path: "/2/tweets/search/stream?backfill_minutes=5",
			Show: []string{"/data/text", "/errors/0/title"},
			Answers: []Answer{{
				Query: "backfill_minutes=5",
				Seen: []Seen{
					{Record, "message", "1741600000000000017", "hi 👋"}, beat,
					{Record, "message", "1741600000000000018", "grüß"}, beat,
					{"retry", "message", "1741600000000000018", "operational-disconnect"},
				},
			}, {
				Query: "backfill_minutes=5",
				Seen: []Seen{
					beat, {Fate: Duplicate}, {Record, "message", "1741600000000000019", "three"},
					{"retry", "message", "1741600000000000019", "ConnectionException"},
				},
			}},
		},
	}
}

// twitter is one exchange in two framings: LF inside a message, a notice of each kind
// that matters, and three disconnects: come back, wait, go away.
func twitter(preset, query string) Recording {
	const first, second, third = "1234567890123456789", "1234567890123456790", "1234567890123456791"
	return Recording{
		Preset: preset, Name: "sample", Path: "/1.1/statuses/sample.json?" + query,
		Show: []string{"/text", "/delete/status/id_str", "/limit/track", "/warning/code", "/disconnect/code"},
		Answers: []Answer{{
			Query: query,
			Seen: []Seen{
				beat, {Record, "message", first, "hi 👋"}, beat, {Record, "message", first, "9"}, beat,
				{Fate: Duplicate}, {Record, "message", second, "two\r\nlines, grüß"}, {"warning", "message", second, "42"},
				{"warning", "message", second, "FALLING_BEHIND"}, {"rotate", "message", second, "4"},
			},
		}, {
			Query: query,
			Seen:  []Seen{{Fate: Duplicate}, beat, {Record, "message", third, "three"}, {"retry", "message", third, "12"}},
		}, {
			Query: query,
			Seen:  []Seen{beat, {"stop", "message", third, "6"}},
			Final: true,
		}},
	}
}

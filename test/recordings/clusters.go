package recordings

// clusters are Kubernetes, Nomad and Docker.
func clusters() []Recording {
	return []Recording{
		{
			// The bookmark is the cursor that goes back. After 410 the watch begins anew, and
			// what is still there comes again: it must not be taken for duplicates.
			Preset: "kubernetes", Name: "watch", Path: "/api/v1/pods?watch=1&allowWatchBookmarks=true",
			Show: []string{"/object/metadata/name", "/object/code", "/type"},
			Answers: []Answer{{
				Query: "watch=1&allowWatchBookmarks=true",
				Seen: []Seen{
					{Record, "message", "101", "a"}, {Record, "message", "101", "b"}, {Record, "message", "120", "a"},
					{"bookmark", "message", "150", "BOOKMARK"},
				},
				Ends: "end",
			}, {
				Query: "watch=1&allowWatchBookmarks=true&resourceVersion=150",
				Seen:  []Seen{{Record, "message", "160", "b"}, {"silent gap", "message", "160", "410"}},
			}, {
				Query: "watch=1&allowWatchBookmarks=true",
				Seen:  []Seen{{Record, "message", "120", "a"}, {"silent retry", "message", "120", "500"}},
			}},
		},
		{
			// An index beyond 2^53, which JSON.parse would round; the server begins at it again.
			Preset: "nomad", Name: "events", Path: "/v1/event/stream?topic=Job&index=7", Show: []string{"/Events/0/Key"},
			Answers: []Answer{{
				Query: "topic=Job&index=7",
				Seen:  []Seen{{Record, "message", "7", "web"}, beat, {Record, "message", "9007199254740993", "web"}, beat, beat},
				Ends:  "end",
			}, {
				Query: "topic=Job&index=9007199254740993",
				Seen:  []Seen{{Fate: Duplicate}, {Record, "message", "9007199254740994", "api"}, beat},
				Ends:  "end",
			}},
		},
		{
			// since takes whole seconds back, inclusively: all of the last second comes again.
			Preset: "docker", Name: "events", Path: "/v1.52/events", Show: []string{"/Action"},
			Answers: []Answer{{
				Seen: []Seen{{Record, "message", "1700000000", "create"}, {Record, "message", "1700000001", "start"}, {Record, "message", "1700000001", "start"}},
				Ends: "end",
			}, {
				Query: "since=1700000001",
				Seen:  []Seen{{Fate: Duplicate}, {Fate: Duplicate}, {Record, "message", "1700000005", "die"}},
				Ends:  "end",
			}},
		},
	}
}

package recordings

// hubs are Mercure, Nchan, the relay and Centrifugo.
func hubs() []Recording {
	const urn = "urn:uuid:5d3f4b0a-0000-4000-8000-00000000000"
	return []Recording{
		{
			// The hub names the id just before the first event that it sends: the third answer
			// begins after another than the page had.
			Preset: "mercure", Name: "hub", Path: "/.well-known/mercure?topic=x",
			Answers: []Answer{{
				Query: "topic=x",
				Seen:  []Seen{beat, {Record, "message", urn + "1", `{"status":"grüß"}`}, beat, {Record, "note", urn + "2", "two\nlines"}, beat},
				Ends:  "end",
			}, {
				Query: "topic=x", LastEventID: urn + "2",
				Seen: []Seen{beat, {Record, "message", urn + "3", "three"}},
				Ends: "end",
			}, {
				Query: "topic=x", LastEventID: urn + "3",
				Seen: []Seen{beat, {Record, "message", urn + "4", "four"}},
				Gap:  true, Ends: "end",
			}},
		},
		{
			// The status of the end is a comment, and so a keep-alive whose text says it.
			Preset: "nchan", Name: "channel", Path: "/sub/x",
			Answers: []Answer{{
				Seen: []Seen{beat, {Record, "message", "1450755280:0", "grüß"}, beat, {Record, "note", "1450755317:0", "two\nlines"}},
				Ends: "end",
			}, {
				LastEventID: "1450755317:0",
				Seen:        []Seen{beat, {Record, "message", "1450755400:1", "three"}, beat},
				Ends:        "end",
			}},
		},
		relay(),
		centrifugo(Recording{
			Name: "stream", Method: "POST", Path: "/connection/uni_http_stream", Body: `{"token":"JWT","subs":{"news":{}}}`,
		}, ""),
		centrifugo(Recording{Name: "sse", Path: "/connection/uni_sse?cf_connect=%7B%7D"}, "cf_connect=%7B%7D", beat),
	}
}

// relay is a room whose relay misses some of it, moves the position of a reader who is sent nothing, sends all readers
// away, and does not keep the position of the third request any more.
func relay() Recording {
	const path, epoch = "after=oldest", "6921a3f0b2c4."
	return Recording{
		Preset: "relay", Name: "room", Path: "/feeds/room?" + path, Show: []string{"/text", "/message"},
		Answers: []Answer{{
			Query: path,
			Seen: []Seen{
				beat, {Record, "message", epoch + "2", "Grüß"}, {"warning", "relay-gap", epoch + "3", "The connection was lost."},
				{Record, "news", epoch + "4", "村上\ntwo lines"}, beat,
			},
			Ends: "end",
		}, {
			Query: path, LastEventID: epoch + "6",
			Seen: []Seen{beat, {Record, "message", epoch + "7", "👋"}, beat},
			Ends: "end",
		}, {
			Query: path, LastEventID: epoch + "7", Gap: true, Ends: "status",
		}, {
			Query: path,
			Seen:  []Seen{beat, {Record, "message", epoch + "41", "oldest"}},
			Ends:  "end",
		}},
	}
}

// centrifugo reads a connection whose server shuts down, which then no longer has the
// channel's history, and at last refuses the token. opening is what comes ahead of the
// first push: an event stream begins with a blank line.
func centrifugo(r Recording, query string, opening ...Seen) Recording {
	r.Preset, r.Show = "centrifugo", []string{"/pub/data/text", "/connect/client", "/join/info/user", "/disconnect/code"}
	answer := func(seen ...Seen) Answer {
		return Answer{Query: query, Seen: append(opening[:len(opening):len(opening)], seen...)}
	}
	r.Answers = []Answer{
		answer(
			Seen{Record, "message", "", "b9b8"}, Seen{Record, "message", "13", "grüß"}, beat, Seen{Record, "message", "13", "zoë"}, beat,
			Seen{Record, "message", "14", "two"}, Seen{"retry", "message", "14", "3001"}),
		answer(Seen{Record, "message", "14", "b9b8"}, Seen{Record, "message", "15", "three"}, Seen{"gap", "message", "15", "3010"}),
		answer(Seen{Record, "message", "", "b9b8"}, Seen{"stop", "message", "", "3500"}),
	}
	r.Answers[2].Final = true
	return r
}

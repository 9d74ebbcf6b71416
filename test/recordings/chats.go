package recordings

// chats are Gitter, Ably and Espresso.
func chats() []Recording {
	return []Recording{
		{
			// Gitter's documents disagree: CR, LF or CRLF ends a record. LF stands inside one
			// here, and the beat is a space and LF, as clients of its time expected it.
			Preset: "gitter", Name: "room", Path: "/v1/rooms/5f0c/chatMessages", Show: []string{"/text"},
			Answers: []Answer{{
				Seen: []Seen{
					beat, {Record, "message", "5f0c00aa53307734c6e4d2a1", "hi 👋"}, beat, beat,
					{Record, "message", "5f0c00ab53307734c6e4d2a2", "grüß\nGott }"},
				},
				Ends: "end",
			}, {
				Seen: []Seen{
					{Record, "message", "5f0c00aa53307734c6e4d2a1", "hi 👋, edited"}, beat,
					{Record, "message", "5f0c00ac53307734c6e4d2a3", "yo"},
				},
				Ends: "end",
			}},
		},
		ably(Recording{
			Preset: "ably", Name: "raw", Path: "/event-stream?channels=news&v=1.2",
			Show: []string{"/data/name", "/data/action", "/data/code"},
		}, "message", "message"),
		ably(Recording{
			Preset: "ably-sse", Name: "sse", Path: "/sse?channels=news&v=1.2", Show: []string{"/name", "/action", "/code"},
		}, "presence", "error"),
		{
			// Only data ends an event: the id of an unfinished block is lost with it.
			Preset: "espresso", Name: "evented", Path: "/subscribe",
			Answers: []Answer{{
				Seen: []Seen{{Record, "time", "7", "12:00"}, {Record, "message", "7", "naïve ☃"}, {Record, "message", "8", "twelve"}},
				Ends: "end",
			}, {
				LastEventID: "8",
				Seen:        []Seen{{Record, "late", "9", "12:01"}},
				Ends:        "end",
			}},
		},
		{
			Preset: "espresso-chunked", Name: "chunked", Path: "/chunked",
			Answers: []Answer{{
				Seen: []Seen{{Record, "message", "", "tick"}, {Record, "message", "", "naïve ☃"}, beat, {Record, "message", "", "tock"}},
				Ends: "complete", Final: true,
			}},
		},
	}
}

// ably is one exchange in two framings: a token that expires, a passing error, a
// cursor that is too old, a refusal. A member leaves with the id that it entered with.
func ably(r Recording, presence, failure string) Recording {
	const channel, first = "channels=news&v=1.2", "c0nn:1700000000123-"
	const later, last = "c0nn:1700000009123-8", "d1nn:1700000099123-0"
	r.Answers = []Answer{{
		Query: channel,
		Seen: []Seen{
			beat, {Record, "message", first + "0", "json"}, beat, {Record, "message", first + "1", "text"},
			{Record, "message", first + "2", "base64"}, {Record, "message", first + "3", "chain"},
			{Record, "message", first + "4", "sealed"}, {Record, "message", first + "5", "parsed"},
			{Record, presence, first + "6", "enter"}, {Record, presence, first + "7", "leave"}, beat,
			{"refresh", failure, first + "7", "40142"},
		},
	}, {
		Query: channel + "&lastEvent=c0nn%3A1700000000123-7",
		Seen:  []Seen{{Fate: Duplicate}, {Record, "message", later, "json"}, {"retry", failure, later, "50003"}},
	}, {
		Query: channel + "&lastEvent=c0nn%3A1700000009123-8",
		Seen:  []Seen{{"gap", failure, later, "80008"}},
	}, {
		Query: channel,
		Seen:  []Seen{{Record, "message", last, "json"}, {"stop", failure, last, "40160"}},
		Final: true,
	}}
	return r
}

package recordings

import "strings"

// sockets are the services that are read by WebSockets. Who documents no close code for the end of
// a connection ends here by 1001, which is no page's fault, and the last by 1008, which closes the feed.
func sockets() []Recording {
	return []Recording{
		wall(), jetstream(), graphQLSubscription(), graphQLRefused(), centrifugoChannel(), centrifugoExpired(),
		homeAssistant(), ntfySocket(), mastodonSocket(),
	}
}

// wall sends back what it hears with the time in front. It keeps nothing.
func wall() Recording {
	at := func(second, text string) Seen {
		return Seen{Record, "message", "", "2013-07-06 12:00:0" + second + " +0300: " + text}
	}
	welcome := Seen{Record, "message", "", "Welcome to the wall"}
	return Recording{
		Preset: "espresso-websocket", Name: "wall", Path: "/subscribe", Greet: "grüß dich",
		Answers: []Answer{
			{Seen: []Seen{welcome, at("0", "grüß dich")}, Ends: "server"},
			{Seen: []Seen{welcome, at("5", "grüß dich"), at("6", `{"no":"JSON to look into"}`)}, Ends: "server", Final: true},
		},
	}
}

// jetstream gives every event a time of its own (its sequencer's monotonic clock), and begins at the
// cursor. Identity events have no commit.
func jetstream() Recording {
	const time = "17259111623293"
	const query = "wantedCollections=app.bsky.feed.post"
	return Recording{
		Preset: "jetstream", Name: "posts", Path: "/subscribe?" + query,
		Show: []string{"/commit/record/text", "/identity/handle", "/commit/operation"},
		Answers: []Answer{{
			Query: query,
			Seen: []Seen{
				{Record, "message", time + "08", "grüß"}, {Record, "message", time + "09", "in the same commit 👋"},
				{Record, "message", time + "10", "delete"}, {Record, "message", time + "11", "other.example"},
			},
			Ends: "network",
		}, {
			Query: query + "&cursor=" + time + "11",
			Seen:  []Seen{{Fate: Duplicate}, {Record, "message", time + "17", "three"}},
			Ends:  "server", Final: true,
		}},
	}
}

const graphQLSubscribe = `{"id":"1","type":"subscribe","payload":{"query":"subscription { news }"}}`

// A subscription begins anew by another connection.
func graphQLSubscription() Recording {
	return Recording{
		Preset: "graphql-transport-ws", Name: "subscription", Path: "/graphql", Subscribe: graphQLSubscribe,
		Show: []string{"/payload/data/news", "/payload/errors/0/message"},
		Answers: []Answer{
			{Seen: []Seen{beat, {Record, "message", "", "grüß"}, beat, beat}, Ends: "server"},
			{Seen: []Seen{beat, {Record, "message", "", "no news"}, {"silent end", "message", "", `{"id":"1","type":"complete"}`}}, Ends: "complete", Final: true},
		},
	}
}

func graphQLRefused() Recording {
	return Recording{
		Preset: "graphql-transport-ws", Name: "refused", Path: "/graphql", Subscribe: graphQLSubscribe,
		Greet: `{"type":"connection_init","payload":{"token":"t{attempt}"}}`, Show: []string{"/payload/0/message"},
		Answers: []Answer{
			{Closed: "refresh", Ends: "server"},
			{Seen: []Seen{beat, {"stop", "message", "", `Cannot query field "news" on type "Subscription".`}}, Ends: "server", Final: true},
		},
	}
}

var centrifugoShown = []string{"/push/pub/data/text", "/push/join/info/user", "/subscribe/epoch", "/error/message"}

// The server sends several replies in one message.
func centrifugoChannel() Recording {
	return Recording{
		Preset: "centrifugo-ws", Name: "channel", Path: "/connection/websocket", Show: centrifugoShown,
		Subscribe: `{"id":2,"subscribe":{"channel":"news"}}`,
		Answers: []Answer{{
			Seen: []Seen{
				beat, {Record, "message", "", "xyz"}, {Record, "message", "13", "grüß"}, {Record, "message", "14", "two"}, beat,
				{Record, "message", "14", "zoë"},
			},
			Closed: "retry", Ends: "server",
		}, {
			Seen:   []Seen{beat, {"warning", "message", "14", "permission denied"}},
			Closed: "stop", Ends: "server", Final: true,
		}},
	}
}

func centrifugoExpired() Recording {
	return Recording{
		Preset: "centrifugo-ws", Name: "expired", Path: "/connection/websocket", Show: centrifugoShown,
		Greet: `{"id":1,"connect":{"token":"t{attempt}"}}`,
		Answers: []Answer{
			{Seen: []Seen{{"silent refresh", "message", "", "token expired"}}, Ends: "server"},
			{Seen: []Seen{beat, {Record, "message", "1", "one"}}, Closed: "retry", Ends: "server"},
			{Seen: []Seen{{"silent retry", "message", "1", "internal server error"}}, Ends: "server"},
			{Seen: []Seen{{"silent stop", "message", "1", "unauthorized"}}, Ends: "server", Final: true},
		},
	}
}

// The server speaks first, and what is asked for waits until it knows who asks.
func homeAssistant() Recording {
	return Recording{
		Preset: "home-assistant", Name: "states", Path: "/api/websocket", Show: []string{"/event/data/entity_id", "/error/code", "/type"},
		Greet:     `{"type":"auth","access_token":"t{attempt}"}`,
		Subscribe: `{"id":1,"type":"subscribe_events","event_type":"state_changed"}`,
		Answers: []Answer{{
			Seen: []Seen{beat, {"silent refresh", "message", "", "auth_invalid"}},
			Ends: "server",
		}, {
			Seen: []Seen{
				beat, beat, {Record, "message", "", "result"}, {Record, "message", "", "light.küche"}, beat,
				{"warning", "message", "", "unknown_command"},
			},
			Ends: "server", Final: true,
		}},
	}
}

func ntfySocket() Recording {
	id := func(letter string) string { return strings.Repeat(letter, 12) }
	return Recording{
		Preset: "ntfy-ws", Name: "topic", Path: "/na%C3%AFve/ws", Show: []string{"/message"},
		Answers: []Answer{{
			Seen: []Seen{beat, {Record, "message", id("a"), "hi 👋"}, {Record, "message", id("b"), "grüß"}},
			Ends: "network",
		}, {
			Query: "since=bbbbbbbbbbbb",
			Seen:  []Seen{beat, {Fate: Duplicate}, {Record, "message", id("c"), "three"}},
			Ends:  "server", Final: true,
		}},
	}
}

// What a stream cannot be asked for does not end the others.
func mastodonSocket() Recording {
	update := func(id string) Seen {
		return Seen{Record, "message", "", `{"id":"10891398369264703` + id + `","content":"<p>grüß</p>"}`}
	}
	return Recording{
		Preset: "mastodon-ws", Name: "streams", Path: "/api/v1/streaming?stream=public", Show: []string{"/payload", "/event", "/error"},
		Greet: `{"type":"subscribe","stream":"hashtag:local","tag":"foo"}`,
		Answers: []Answer{{
			Query: "stream=public",
			Seen:  []Seen{update("2"), update("3"), {Record, "message", "", "106692867363994015"}, {Record, "message", "", "filters_changed"}},
			Ends:  "server",
		}, {
			Query: "stream=public",
			Seen:  []Seen{{"warning", "message", "", "Unknown stream type"}, update("4")},
			Ends:  "server", Final: true,
		}},
	}
}

// Package preset knows services: the options of FeedSource that read each of them, as
// data. js/src/page/options.ts says what an option means. A preset can ask for nothing that
// a page could not ask for, and the page's own options come before it.
//
// # What the numbers are
//
// keepalive.connectMs is 30 s wherever a silence is bounded: no head takes longer.
// keepalive.timeoutMs is two or three beats, with some slack, where the vendor documents
// the beat: Twitter 30 s (three of them are its own rule), X 20 s, ntfy 45 s, CouchDB
// 60 s (heartbeat=true, or the timeout without it), Mercure 40 s, Nomad 30 s, our relay 15 s, Centrifugo
// 25 s. X asks to reconnect after 20 s, which would cut healthy connections; it is 45 s here.
// A server of graphql-transport-ws answers a ping at any time, so that 60 s of silence are bounded by
// asking after half of it. Other WebSockets ping by the protocol, of which a page sees nothing.
// Where beats come at a period that nobody promises (Gitter, Ably), keepalive is {}, which
// learns it. Kubernetes has no beat, and 330 s is 30 s more than the timeoutSeconds of
// 300 at which the server ends a watch; a quiet watch that is cut loses nothing. Docker,
// Nchan, Espresso, the language models and all others without one may be silent for any time, and have no limit.
//
// maxRecordBytes of twitter-length is the 500 000 of Twitter's own client: a length is a
// claim, and a wrong one should not swallow the messages after it.
//
// gap.windowMs is how long the server keeps what a cursor points to: two minutes of
// connection state at Ably, 12 h of cache at ntfy, 36 h at Jetstream, which begins with the oldest it
// has and does not say so.
//
// # What is dropped
//
// dedupe is there only where a server may repeat itself. Docker and Nomad begin at the
// cursor and not after it, ntfy sends all it has for an id that it forgot, Twitter and X
// repeat as they please. At Ably the key is the message's own id, and its timestamp
// besides, since a member may leave with the id that it entered with. At CouchDB it is the
// document and all its leaves: the winning revision stays when a conflict is added.
// Kubernetes has none, because after a gap a watch shows again everything that exists, and
// a page that cleared its state needs it; Centrifugo none, because offsets begin anew with
// a new epoch. Gitter's stream repeats nothing, but its backfill pages do, and there an
// edited message comes with its old id and another version. Docker's logs begin at the stamp, and the
// parts of a line of more than 16 KiB have one: only the first of them is told from what came, so
// that behind a cut the others may come twice and none is lost. Jetstream gives all operations of one commit the
// same time, so that the key has the record's path besides; the few events without one may come twice.
//
// # Cursors
//
// resume.header is false where the stream takes no cursor. id is there all the same: it
// is the event's lastEventId, which a request for what was missed begins with (Gitter's
// afterId, Twitter's since_id). Docker's cursor is time and not timeNano, which the
// parameter since would take for seconds. Centrifugo's is one offset for each channel in the request's
// body; a page with one channel can say resume: { body: … } itself. CouchDB's is seq, or
// last_seq of the line that ends a feed without heartbeats; the id fields of its event
// stream hold the same in quotes, and are not used. Docker's logs have stamps only if the URL asks for
// timestamps=1; the framer makes of a stamp what since takes. By Centrifugo's WebSocket a page gives the position in what
// subscribe says; a recovery in the answer to connect itself is not delivered, since that answer is
// the sign that greeting is over. A subscription of GraphQL has no cursor, and resume is
// "page" so that it is asked for again all the same though it has an end.
//
// # Signals
//
// The first rule that matches counts. A member that is null counts as missing, a range
// includes both its ends, and the member "is" is compared with a number as it is written.
//
//   - Ably's codes: 4014x is the token; 429xx is a rate limit, which passes; the rest of
//     4xxxx does not pass; 8000x and 9000x say that the cursor is too old. The rules
//     assume envelopes; with enveloped=false give signals: [].
//   - Twitter's disconnects 2 and 7 are two readers with one credential, which would
//     push each other out in turn; 6 is a revoked token, 9 a count that is complete. 8 and
//     10 to 12 are trouble on the other side; the rest is routine.
//   - X sends errors beside data for an author who is gone, which is no trouble. Errors
//     alone wait: 50 connections in 15 minutes are all that there are.
//   - ntfy's open and keepalive have ids that are in no cache. One that went back would
//     bring the whole cache.
//   - Kubernetes says "410 Gone" inside a response of status 200.
//   - OpenAI's keepalive is in no documentation, but in issue 1964 of openai-node.
//   - Gemini has no end rule: finishReason stands in every chunk of some models (issue
//     2195 of BerriAI/litellm). So it is last: the answer is complete when its body ends.
//     The refusal of a prompt, which has none, is a whole answer of status 200 too.
//   - An end rule, or one that says last, makes a body that ends without it an error. So
//     feeds that live on have none, and all answers of language models do.
//   - Silence is bounded where the service sends something at an interval (Durable Streams'
//     reference 30 s, graphql-sse and Yoga 12 s), or ends a connection that is silent
//     (PocketBase, 5 min). LangGraph's platform beats, and its other servers need not.
//   - Nchan says in a comment why it ends a body, which is no signal: 410 Gone comes where a
//     channel was deleted, and where the server restarts, behind which the feed has to go on.
//   - The relay's gaps are upstream, and its own positions go on behind them. So they are a warning, and no gap, which would
//     forget the cursor. A position that the relay does not keep is answered 410.
//   - MCP's first event of a stream is empty, and only has an id to go on from.
//   - etcd says created as it begins a watch, with a revision that is ahead of the events to
//     come: a keep-alive, whose cursor does not count. A watch that is refused is created
//     and canceled at once. The header of a record has etcd's newest revision, which is ahead
//     of a backlog that comes in several records; the last event's own is where it is.
//   - GraphQL's multipart answers end by their last boundary. Errors beside data, or ahead of more to
//     come, are a warning; alone they are what Apollo's protocol calls fatal.
//   - Bedrock's exceptions are the framing's, and its models differ in how they end.
//   - PocketBase's id is the name of a connection, and takes nothing back.
//   - Anthropic and Centrifugo say which errors pass. A question to Anthropic is a POST,
//     and is not sent again all the same; Centrifugo's POST only subscribes, so it has
//     anyMethod.
//
// # WebSockets
//
// A preset greets where the greeting is the same for all, and subscribe is the page's, said when the
// greeting is answered. A page that greets with a token gives a function for greet, which is asked
// again after a refresh.
//
//   - graphql-transport-ws: 4403 is how a server refuses who asks, which another token may mend; the
//     other codes of PROTOCOL.md are mistakes of the client, but for 4408, a greeting that came late.
//     4406 is of graphql-ws's list of codes. complete and error are of one operation, and so end a feed.
//   - centrifugo-ws: 109 is a token that expired, temporary errors wait, and of the rest those that
//     answer the greeting close. Its codes below 3500 and from 4000 to 4499 ask to reconnect, also 3000 and
//     3003, which have another meaning elsewhere.
//   - home-assistant: ids of commands must increase, so that no preset can ping; a page can, by a
//     function for keepalive.ping.
//   - mastodon-ws: an error is of one of several streams, and so a warning. The token goes into the
//     subprotocol, or into the URL.
//   - Who documents nothing besides its messages (Espresso, ntfy, Jetstream) has no rules for codes.
package preset

import _ "embed"

// Options are the options of FeedSource that read each service, as one JSON object by
// name. They ship to every page, and so have a file of their own.
//
//go:embed options.json
var Options string

// About is what each service is, as one JSON object by name: "about" is what is read, in
// a sentence, "source" the vendor's page, or empty, and "read" the server that test/servers
// reads with it; without, it was checked against documents alone.
//
//go:embed about.json
var About string

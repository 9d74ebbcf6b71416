// Command relay reads HTTP feeds once and serves them to any number of pages.
//
//	go run . -config relay.toml
//
// Most raw feeds cannot be read from a page: they allow no other origin, want a secret
// that no browser may see, or take one connection for each credential. The relay has that
// one connection, keeps what comes in NATS JetStream, and gives it to whoever asks, from
// where they stopped. It is no message broker; JetStream is one, and here is embedded
// in the process, or is a cluster that is there already. The relay adds the two ends: the
// engine of FeedSource upstream, and HTTP for pages downstream.
//
// # A stream for each feed
//
// The feed "room" is kept in the stream RELAY_room, which has three subjects:
//
//	relay.room.record   what the feed delivered, and gaps in it
//	relay.room.mark     where the feed is upstream, if it went on without a record
//	relay.room.term     the beginnings of terms
//
// A message is a record, byte by byte. What the record is besides stands in headers:
//
//	Feed-Kind     "bytes" for a record of bytes, "gap" for a note that records are missing; else none
//	Feed-Type     the type of the event, escaped as in a query; none for "message"
//	Feed-Cursor   the upstream cursor in force at the record, escaped likewise
//	Feed-Run      the sequence of the first record under that cursor, if this is a later one
//	Feed-Writer   who wrote it, and the how manyeth of its term it is: "7/12"
//	Nats-Msg-Id   the cursor, for the first record under it
//
// Only Feed-Kind makes a gap. A record of upstream's whose type is "relay-gap" is told to readers as "upstream-relay-gap", and one that
// would look like a gap in Durable Streams, which know no types, as a text.
//
// The stream is limited by age and by size, loses its oldest messages to either, and can
// neither be purged nor edited. Its metadata hold its epoch, twelve hexadecimal digits
// that sort by the time at which the stream was made. Sequences begin anew when storage
// is lost; the epoch is how a reader's position is known to be of a former life.
//
// A folder is one process's alone, by a lock that goes with the process (relay.lock).
//
// # One reader upstream
//
// The collector of a feed is the node that has the lease: a key of the KV bucket
// RELAY_LEASES, which ages out after the TTL unless it is renewed. A node that could not
// renew for two thirds of the TTL takes the lease for lost. It closes its connection
// upstream then, and so before the key is gone and another node dials. A node whose server has no cluster is alone with
// its folder: what leases it finds are of a process that was killed, and it ends them.
//
// A lease by clocks cannot keep a process from writing that was stopped for a minute and
// knows nothing of it. So each term is fenced. It begins with a message to the subject
// term, and every message of a collector expects that the last sequence of the stream is
// that of its own last message. Whatever a former collector has in flight finds
// another sequence and is refused; it takes that for the loss of the lease. In a stream the messages
// of two terms never mix.
//
// An acknowledgement can be lost. The same message is then sent again, with the same
// expectation, so that it is stored once whatever became of the first. If the
// expectation fails, the message that is in its place says by Feed-Writer whether it is the
// collector's own.
//
// # Going on upstream
//
// The upstream cursor is that of the last record stored, or of a mark behind it, and is asked for from the replica
// that has the term's own first message, since others may be behind. Nothing else remembers
// a cursor, so a cursor is never ahead of what is stored. A mark is made of the bookmarks of Kubernetes and of ids of
// event streams that stand alone, once a second at most.
//
// Upstream may send again what came before. A term knows the last thousand records by their cursors and hashes of their
// bytes: a server that began to count anew uses old cursors for new records. Besides, the cursor is the message ID, by which
// JetStream knows it again within a window of minutes, and the bytes are compared. Records that
// follow a cursor without one of their own are Feed-Run's; after upstream was asked for what follows on
// that cursor they come again, and are dropped as long as they are what was stored.
//
// What upstream cannot give back becomes a record of kind gap, whose text is JSON: {"reason",
// "message", "from"}.
//
// # What a reader sees
//
// The id of a record is "epoch.sequence". It comes back as Last-Event-ID, or in the query as
// after=. A position that is older than the oldest message, or of another
// epoch, is answered 410 with the oldest id. Ids grow and have holes, where terms begin and marks stand.
//
// Each process has one subscription for each feed, to what JetStream republishes when it has
// stored it (relay-live.room.>), and a ring of the newest records, none of which it has longer than the stream. Readers are
// goroutines that look into the ring at their own pace; a record is encoded once for all of
// them. What a delivery costs is the write, whose length hardly counts. So readers are shown new records at once, and
// then not again for twice as long as it takes to write to all of them: records that come meanwhile go into one write. Republishing is at most once: a message whose sequence does not follow on the last one makes
// the ring read the difference, and so does a look at the stream's state every two seconds, which
// finds what was lost at the end.
//
// A reader who asks for what is older than the ring gets it by direct batches, which any replica can serve,
// until it has caught up with the ring. What was read is there for others a while: after a restart thousands come back
// who have missed the same. There are no consumers: JetStream does not scale
// to one for each page.
//
// What net/http keeps for a request is more than what a reader needs besides, so one by HTTP/1.1 is
// taken over from it. Once it has all there is, it joins a crowd: readers at one position who get the same bytes,
// encoded, compressed and cut into chunks once. A crowd is one reader to the feed, has one goroutine, and gives each socket what that takes at
// once. A reader whose socket is full leaves the crowd, goes on in a goroutine of its own, and joins again. Readers by HTTP/2, TLS or WebSocket, with
// a filter or by gzip, are always by themselves.
//
// A reader has a token for some time. Whether that is over is looked at with each heartbeat, for a crowd's members together, and ahead of
// each write to a reader who is by itself. There is no timer for each.
//
// A reader who is slower than the feed is closed when it is further behind than its buffer allows, or
// has taken nothing for as long as the write deadline. It is told when to come back, and
// comes with its id. So do readers of a feed that a reload changes: it has another tail then, and the one before
// ends.
//
// # What is lost, and when
//
// JetStream is told to sync each write to disk before it says that it has it (sync = "always"), and
// a feed is read no faster than that. With another setting a machine that loses power can lose
// what came in the interval; the epoch stays, and readers whose id lies ahead of the
// stream are answered 410.
//
// JetStream writes no more once a write has failed, for want of room or whatever else: not before it has been started anew. The relay
// does that as soon as the folder can be written. Until then the node is not ready, its lease is over
// unless another server of its cluster stores for it, and readers are served what the others have.
//
// A cluster of NATS can lose all that it had. A stream and the bucket of leases are made anew, by whichever node is first, when JetStream
// says that there is none; never while it merely does not answer. The stream has a new epoch, and a term that wrote to the one before it is over.
// For a quarter of the TTL two nodes can be connected upstream then, of which one can write.
package main

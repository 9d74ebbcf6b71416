// Package lag measures how far behind a feed is, by the times that its messages carry.
//
// The time of each message and the time of its arrival enter. How long messages are on
// their way leaves, how that changes, and when the page should hear of it. A queue that
// grows somewhere between the server and the page shows long before it overflows.
//
// # Two clocks
//
// The server's clock and the page's differ, so no message shows how long it took. It only
// shows how much longer it took than the quickest ones lately: the offset of those, arrival
// minus time, is the baseline, and lag is by how much an offset exceeds it. A feed that is
// behind from its very first message looks the same as a clock that is wrong, and has no
// lag. Its delay is in [Meter.Offset], which is the whole delay if both clocks are right,
// as those of servers and of most machines are.
//
// The baseline is the lowest offset of the last 5 to 10 minutes, so that clocks may
// drift. It stays while the offsets keep rising by more than the 150 ms in 5 minutes that
// a clock may drift, so that a queue is measured in full however slowly it grows. A feed
// that fell behind once and stays there looks like a clock that was set: after 10 to 15
// minutes its lag is forgotten. For a feed of fewer than 6 messages a minute that takes
// longer: 6 buckets take the place of 5 minutes.
//
// # Buckets
//
// Messages are judged in buckets that span at least 5 s and hold at least 5 messages,
// by the second quickest of each bucket: a queue delays all of them. Tweets that are
// found hours late, and others that are out of order, are slower than the rest and do not
// count; nor does a single message whose time is too early to be true.
//
// A bucket whose message is older than that of the bucket before is a replay, as after a
// reconnection, and is not judged. If that lasts for 10 minutes, the server's clock was set
// back, and the baseline starts anew.
//
// # Events
//
// An event is due when lag exceeds the limit, each time it has doubled since the last
// event, and when it is back under half of the limit. All buckets of 10 s must agree,
// which are three on a busy feed, and two on one that takes longer to fill them. While a
// feed catches up, by more than half a second each second, there is no event: what a
// reconnection brings was missed, and the page knows.
package lag

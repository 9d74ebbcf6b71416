// Package lag tells how far behind a feed is, by the times that its messages carry.
//
// The time of each message and the time of its arrival enter; how long messages are on
// their way leaves, how that changes, and when the page should be told. A queue that
// grows somewhere between the server and the page shows long before it overflows.
//
// # Two clocks
//
// The server's clock and the page's differ, so that no message says how long it took.
// What can be told is how much longer it took than the quickest ones lately: their
// offset, arrival minus time, is the baseline, and lag is what an offset is above it. A
// feed that is behind from its very first message cannot be told from a clock that is
// wrong, and has no lag. [Meter.Offset] has it: it is the whole delay if both clocks are
// right, as those of servers and of most machines are.
//
// The baseline is the lowest offset of the last 5 to 10 minutes, so that clocks may
// drift. While the offsets keep rising, by more than the 150 ms in 5 minutes that a
// clock may drift, it stays, so that a queue is measured in full however slowly it
// grows. A feed that fell behind once and stays there looks like a clock that was set:
// after 10 to 15 minutes its lag is forgotten. A feed of fewer than 6 messages a minute
// has longer: 6 buckets take the place of 5 minutes.
//
// # Buckets
//
// Messages are judged in buckets that span at least 5 s and hold at least 5 messages,
// by the second quickest of each bucket: a queue delays all of them. Tweets that are
// found hours late, and others out of their order, are slower than the rest and do not
// count; nor does a single one whose time is too early to be true.
//
// A bucket whose message is older than that of the last one is a replay, as after a
// reconnection, and not judged. If that lasts for 10 minutes, the server's clock was set
// back, and the baseline starts anew.
//
// # Events
//
// An event is due when lag exceeds the limit, each time it has doubled since the last
// event, and when it is back under half of the limit. It must have been so in all
// buckets for 10 s, which is three on a busy feed, two on one that takes longer to fill
// them. While a feed catches up, by more than half a second each second, there is no
// event: what a reconnection brings was missed, and the page knows.
package lag

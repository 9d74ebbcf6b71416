// Package liveness distinguishes a quiet feed from a dead one.
//
// What happened to one connection enters with the present time: the request, the
// head of the response, each chunk of bytes. What leaves is a [Verdict]: how the
// connection is doing, and how long to wait before asking again. The package has no
// clock and no timer, dials and cuts nothing, and never looks into the bytes: a
// keep-alive is as good a sign of life as a message.
//
// The caller keeps one timer, does what [Verdict] says, and asks again
// whenever the world may have changed: after Dial and Head, and when the page becomes
// visible or comes online. It gives the time from a clock that goes on while the
// machine sleeps, as Date.now does; performance.now stops on some systems. A clock
// set back counts as no time; one set forward looks like a sleep.
//
// # Limits learned
//
// Without a fixed limit the feed's own gaps set one. Bytes are sampled: a sample
// spans at least 10 s of a connection, and is the longest gap in it. So a burst is
// one arrival, and gaps too short to matter do not push out those that do. From
// 8 samples on, the limit is 3 times the longest of the last 32, if the longest ones
// are alike, as a keep-alive makes them; 6 times if they are not. It is 30 s at
// least, and 10 min at most unless that is under twice the longest sample. A stall
// called by a learned limit doubles it, until 8 new samples came: a feed without
// keep-alive that fell quiet is asked ever more seldom, not for ever at the pace of
// its busy hours.
//
// # Time that nobody watched
//
// A late timer proves nothing about the server. Browsers run the timers of a hidden
// page once a second, and after five minutes once a minute (MDN, setTimeout, "Timeouts
// in inactive tabs"; Chrome 88, "Heavy throttling of chained JS timers"); laptops
// sleep. Three rules keep such time from causing a stall:
//
//   - A check more than 2 s late, or a quarter of a limit under 8 s, is answered with
//     Yield: what the network delivered meanwhile may still be in the host's queue of
//     tasks, after the timer.
//   - If no byte was waiting, there is no stall for another 10 s, or another limit if
//     that is less, because one turn of the queue need not bring a chunk all the way.
//     This is granted once for each silence, or a hidden page, whose checks are all
//     late, would never see a stall.
//   - A check that is more than 65 s late, later than a throttled timer can be, means that
//     the machine slept. Nothing is known of that time: it is not part of the silence, no
//     gap across it is learned, and the 10 s are granted again, up to three times in a row.
//
// After a sleep of more than twice the limit the 10 s replace the limit. Several beats
// fell due meanwhile: if the connection lives, they are in its socket and come at
// once; if they do not come, waiting out the limit would only prolong the outage.
//
// # How long a stall takes
//
// With timers that fire within 2 s, Stalled comes no later than 2 s after the limit,
// or after one minute if the limit is shorter and was longer at the check before the
// last byte; for a fixed limit under 8 s, no later than 4 s after twice the limit. With
// timers once a minute it takes two more minutes at most.
package liveness

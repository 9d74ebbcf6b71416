//go:build !js

// Package feedsource reads HTTP streams: event streams, NDJSON, JSON texts and arrays one after the other, lines, frames of
// bytes. A feed connects again by itself, goes on where it was cut, and says what it could not get back.
//
//	feed, err := feedsource.Open(ctx, "https://ntfy.sh/mytopic/json", feedsource.Options{Preset: "ntfy"})
//	if err != nil {
//		return err // an option that cannot be
//	}
//	defer feed.Close()
//	for record, err := range feed.Records() {
//		if err != nil {
//			return err // the feed is closed, and why
//		}
//		fmt.Printf("%s %s\n", record.LastEventID, record.Data)
//	}
//
// It is the engine of the npm package feedsource, with net/http in the place of a browser. Options, presets, events and errors
// have the same names and the same meaning: the documentation of that package says more of each, and README.md beside this file
// what is otherwise here.
//
// It is not for programs that run in a page: that has the npm package.
//
// # Reading
//
// [Feed.Records] gives the records, and ends with the error that closed the feed; with none if the answer is complete or
// [Feed.Close] was called. [Feed.Events] gives all that is told, in order: records, openings, failures that are tried again,
// gaps, warnings, signs of life. Reading keeps the loop's pace: no more than 64 KiB of a body are read ahead of it, or a record
// if that is longer, and TCP holds the server back. A loop that is left can be gone on with by another.
//
// # Cursors
//
// A record counts as taken when its loop asks for the next. [Feed.LastEventID] is the cursor of what was taken, and
// Resume.Persist keeps it, so that whoever stops in the middle of a record gets that again: at least once, and never less.
//
// # Errors
//
// Why a connection ended or a feed is closed is an [*Error]; its Type is for programs, its message a sentence that says what was
// asked, what was seen, and what follows. An option that cannot be is an [*OptionError], which only [Open] gives.
//
// # Ends
//
// The context ends everything: the loop gives its cause. Nothing of a feed stays behind its end; [Feed.Done] tells when.
package feedsource

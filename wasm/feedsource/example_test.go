//go:build !js

package feedsource_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"github.com/feedsource/feedsource/wasm/feedsource"
)

// news is a server of two events, which begins behind the one that it is told, and then asks not to come back.
func news() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		switch r.Header.Get("Last-Event-ID") {
		case "":
			_, _ = io.WriteString(w, "id: 1\ndata: {\"headline\":\"Rain\"}\n\n")
		case "1":
			_, _ = io.WriteString(w, ": still there\n\nid: 2\nevent: sport\ndata: {\"headline\":\"3:2\"}\n\n")
		default:
			w.WriteHeader(http.StatusNoContent)
		}
	}))
}

// soon does not wait as long as a feed would, for the sake of the examples.
var soon = &feedsource.Reconnect{Delay: func(failure *feedsource.Error) time.Duration {
	if failure.Final {
		return feedsource.AsProposed
	}
	return 1
}}

func ExampleOpen() {
	server := news()
	defer server.Close()

	feed, err := feedsource.Open(context.Background(), server.URL, feedsource.Options{Reconnect: soon})
	if err != nil {
		panic(err) // an option that cannot be
	}
	defer feed.Close()
	for record, err := range feed.Records() {
		if err != nil {
			var failure *feedsource.Error
			fmt.Println("closed:", errors.As(err, &failure), failure.Type, failure.Status)
			break
		}
		var item struct{ Headline string }
		if err := record.Decode(&item); err != nil {
			continue // the record is not JSON, which the error says
		}
		fmt.Println(record.LastEventID, record.Type, item.Headline)
	}
	// Output:
	// 1 message Rain
	// 2 sport 3:2
	// closed: true no-content 204
}

func ExampleFeed_Events() {
	server := news()
	defer server.Close()

	feed, err := feedsource.Open(context.Background(), server.URL, feedsource.Options{Reconnect: soon})
	if err != nil {
		panic(err)
	}
	defer feed.Close()
	for event := range feed.Events() {
		switch event := event.(type) {
		case *feedsource.OpenEvent:
			fmt.Println("open", event.Status)
		case *feedsource.Record:
			fmt.Println("record", event.LastEventID)
		case *feedsource.KeepAliveEvent:
			fmt.Printf("%s %q\n", event.Kind, event.Data)
		case *feedsource.GapEvent:
			fmt.Println("records are missing behind", event.From)
		case *feedsource.Error:
			fmt.Println(event.Type, event.Final)
		}
	}
	// Output:
	// open 200
	// record 1
	// end false
	// open 200
	// comment "still there"
	// record 2
	// end false
	// no-content true
}

func ExampleFileStore() {
	server := news()
	defer server.Close()
	folder, err := os.MkdirTemp("", "cursors")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	store := feedsource.FileStore(filepath.Join(folder, "cursors.json"))

	read := func() {
		feed, err := feedsource.Open(context.Background(), server.URL, feedsource.Options{
			Reconnect: &feedsource.Reconnect{Off: true},
			Resume:    &feedsource.Resume{Persist: store},
		})
		if err != nil {
			panic(err)
		}
		defer feed.Close()
		for record, err := range feed.Records() {
			if err != nil {
				return
			}
			fmt.Println(record.LastEventID)
		}
	}
	read()
	read() // goes on where the first stopped
	// Output:
	// 1
	// 2
}

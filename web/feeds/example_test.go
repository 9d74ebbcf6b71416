package feeds_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/feedsource/feedsource/web/feeds"
)

// A frozen server sends only what a query asks for, so that a test knows what comes.
func serve() (server *feeds.Server, url string, stop func()) {
	server = feeds.New(feeds.Options{Seed: 1, Interval: time.Hour})
	host := httptest.NewServer(server)
	return server, host.URL, func() { server.Cut(); host.Close() }
}

// Gitter ends every message of a room with a CR.
func Example_gitter() {
	_, url, stop := serve()
	defer stop()
	query := "?from=1&count=2&rate=0&access_token=" + feeds.GitterToken
	answer, err := http.Get(url + "/gitter/v1/rooms/42/chatMessages" + query)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	records := json.NewDecoder(answer.Body)
	for {
		var message struct{ Text string }
		if records.Decode(&message) != nil {
			break
		}
		fmt.Println(message.Text[strings.LastIndex(message.Text, "#"):])
	}
	// Output:
	// #1
	// #2
}

// Ably's event stream goes on behind the id that lastEvent names.
func Example_ably() {
	_, url, stop := serve()
	defer stop()
	stream := url + "/ably/sse?channels=news&v=1.2&rate=0&key=" + feeds.AblyKey
	ids := func(query string) (list []string) {
		answer, err := http.Get(stream + query)
		if err != nil {
			return nil
		}
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if id, found := strings.CutPrefix(lines.Text(), "id: "); found {
				list = append(list, id)
			} else if id, found := strings.CutPrefix(lines.Text(), "id:"); found {
				list = append(list, id)
			}
		}
		return list
	}
	all := ids("&from=1&count=4")
	rest := ids("&from=1&count=4&lastEvent=" + all[1])
	fmt.Println(len(all), rest[0] == all[2], rest[1] == all[3])
	// Output: 4 true true
}

// An app written in Espresso sends events, which a test can cut on the way.
func Example_espresso() {
	server, url, stop := serve()
	defer stop()
	answer, err := http.Get(url + "/espresso/subscribe?from=1&count=2&rate=0&hold=1")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for data := 0; data < 2 && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "data:") {
			data++
		}
	}
	fmt.Println(answer.Header.Get("Content-Type"), len(server.Connections()))
	fmt.Println(server.CutFeed("espresso"), "cut")
	_, err = io.Copy(io.Discard, answer.Body)
	fmt.Println(errors.Is(err, io.ErrUnexpectedEOF))
	// Output:
	// text/event-stream 1
	// 1 cut
	// true
}

// Twitter puts the length in front of a tweet, if asked to.
func Example_twitter() {
	_, url, stop := serve()
	defer stop()
	query := "?delimited=length&from=1&take=1&rate=0"
	request, _ := http.NewRequest("GET", url+"/twitter/1.1/statuses/sample.json"+query, nil)
	request.Header.Set("Authorization", "Bearer "+feeds.TwitterToken)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	body := bufio.NewReader(answer.Body)
	var length int
	fmt.Fscanf(body, "%d\r\n", &length)
	tweet := make([]byte, length)
	_, err = io.ReadFull(body, tweet)
	fmt.Println(err, json.Valid(tweet), strings.HasSuffix(string(tweet), "\r\n"))
	// Output: <nil> true true
}

// CouchDB's changes make a copy of a database, which goes on behind the last sequence.
func Example_couchDB() {
	_, url, stop := serve()
	defer stop()
	copied := map[string]string{}
	for _, query := range []string{"?since=0", "?feed=continuous&since=999&count=5&rate=0"} {
		answer, err := http.Get(url + "/couchdb/tasks/_changes" + query)
		if err != nil {
			fmt.Println(err)
			return
		}
		changes := json.NewDecoder(answer.Body)
		type change struct {
			ID      string
			Deleted bool
			Changes []struct{ Rev string }
		}
		for {
			var line struct {
				change
				Results []change
			}
			if changes.Decode(&line) != nil {
				break
			}
			for _, c := range append(line.Results, line.change) {
				if c.Deleted {
					delete(copied, c.ID)
				} else if c.ID != "" {
					copied[c.ID] = c.Changes[0].Rev
				}
			}
		}
		answer.Body.Close()
	}
	answer, err := http.Get(url + "/couchdb/tasks/_all_docs")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	var there struct{ Rows []any }
	err = json.NewDecoder(answer.Body).Decode(&there)
	fmt.Println(err, len(copied) == len(there.Rows))
	// Output: <nil> true
}

// The journal of systemd gives its last entries, and then those to come.
func Example_journal() {
	_, url, stop := serve()
	defer stop()
	request, _ := http.NewRequest("GET", url+"/journal/entries?follow&rate=0&count=3", nil)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Range", "entries=:-2")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	for entries := json.NewDecoder(answer.Body); ; {
		var entry struct{ Message string }
		if entries.Decode(&entry) != nil {
			return
		}
		fmt.Println(entry.Message[strings.LastIndex(entry.Message, "#"):])
	}
	// Output:
	// #998
	// #999
	// #1000
}

// The ticker sends frames of bytes, each with its length in front.
func Example_ticker() {
	_, url, stop := serve()
	defer stop()
	answer, err := http.Get(url + "/ticker/trades?after=996&count=3&rate=0")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	for {
		var length uint16
		if binary.Read(answer.Body, binary.BigEndian, &length) != nil {
			return
		}
		trade := make([]byte, length)
		if _, err := io.ReadFull(answer.Body, trade); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(binary.BigEndian.Uint32(trade), len(trade) > 20)
	}
	// Output:
	// 997 true
	// 998 true
	// 999 true
}

// The camera sends pictures, which are parts of a body that has no end.
func Example_camera() {
	_, url, stop := serve()
	defer stop()
	answer, err := http.Get(url + "/camera/stream?from=7&count=2&rate=0")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	_, fields, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	for parts := multipart.NewReader(answer.Body, fields["boundary"]); ; {
		part, err := parts.NextPart()
		if err != nil {
			return
		}
		picture, err := jpeg.Decode(part)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(part.Header.Get("X-Frame"), picture.Bounds().Size())
	}
	// Output:
	// 7 (320,180)
	// 8 (320,180)
}

// Any stream can be made to fail: here with a status, for the first request only.
func Example_faults() {
	_, url, stop := serve()
	defer stop()
	for range 2 {
		answer, err := http.Get(url + "/espresso/subscribe?from=1&count=1&rate=0&status=503&retryafter=7&times=1")
		if err != nil {
			fmt.Println(err)
			return
		}
		answer.Body.Close()
		fmt.Println(answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	// Output:
	// 503 7
	// 200
}

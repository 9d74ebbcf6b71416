package readme

import (
	"net/http"
	"strings"

	"github.com/coder/websocket"

	"github.com/feedsource/feedsource/test/harness"
)

// A body is what a page's own server answers.
type body struct{ kind, text string }

const (
	events = "text/event-stream"
	lines  = "application/x-ndjson"
)

// bodies are by the path that an example asks for.
var bodies = map[string]body{
	"/rooms/":  {lines, `{"id":1,"text":"one","sent":"2026-01-02T03:04:05Z"}` + "\n" + `{"id":2,"text":"two","sent":"2026-01-02T03:04:06Z"}` + "\n"},
	"/posts":   {lines, `{"text":"one","at":"2026-01-02T03:04:05Z"}` + "\n"},
	"/counts":  {lines, "1\n2\n"},
	"/changes": {lines, `{"kind":"added","name":"one"}` + "\n" + `{"kind":"removed","id":1}` + "\n"},
	"/feed":    {events, "data: {\"text\":\"one\"}\n\n"},
	"/relayed": {events, "id: 6921a3f0b2c4.1\ndata: {\"text\":\"one\"}\n\n" +
		"id: 6921a3f0b2c4.2\nevent: relay-gap\ndata: {\"reason\":\"expired\",\"message\":\"It has aged out.\"}\n\n"},
	"/news":        {events, "id: 1\ndata: {\"text\":\"one\"}\n\n"},
	"/api/answers": {events, "data: {\"text\":\"one\"}\n\n"},
	"/quotes": {events, "data: {\"mid\":1,\"symbol\":\"A\",\"price\":1}\n\n" +
		"event: trade\ndata: {\"price\":2,\"size\":3000,\"symbol\":\"A\"}\n\n"},
	"/camera":             {"multipart/x-mixed-replace; boundary=b", "--b\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\nabc\r\n--b\r\n"},
	"/readings":           {"application/octet-stream", "\x03abc\x02de"},
	"/decode":             {lines, `{"data":"eyJhIjoxfQ==","encoding":"base64"}` + "\n"},
	"/header":             {"application/octet-stream", "\x00\x00\x00\x00\x0b\x00\x00\x00abc"},
	"/cbor":               {"application/cbor-seq", "\x01\x02"},
	"/metrics":            {"application/vnd.google.protobuf; encoding=delimited", "\x02\x08\x01"},
	"/chat.v1.Chat/Watch": {"application/connect+json", "\x00\x00\x00\x00\x0e{\"text\":\"one\"}"},
	"/ntfy":               {lines, `{"id":"a1","time":1767323045,"event":"message","topic":"mytopic","message":"one"}` + "\n"},
	"/lag":                {lines, `{"created_at":"2026-01-02T03:04:05Z"}` + "\n"},
}

// serveLocal has the site answer what is asked for at its own address. Bodies stay open, so that no feed asks again.
func serveLocal(site *harness.Site) {
	site.Handle("/", func(w http.ResponseWriter, r *http.Request) {
		for path, body := range bodies {
			if strings.HasPrefix(r.URL.Path, path) {
				w.Header().Set("Content-Type", body.kind)
				_, _ = w.Write([]byte(body.text))
				w.(http.Flusher).Flush()
				<-r.Context().Done()
				return
			}
		}
		http.NotFound(w, r)
	})
	site.Handle("/v1/", func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		query.Set("rate", "500") // words in a second
		r.URL.RawQuery = query.Encode()
		site.Server.ServeHTTP(w, r)
	})
	site.Handle("/talk", talk)
	site.Handle("/history", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("[]")) })
	site.Handle("/reports", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	dist := http.FileServer(http.Dir(distFolder))
	for _, name := range []string{"/feedsource.js", "/feedsource.wasm", "/feedsource.wasm.gz", "/worker.js"} {
		site.Handle(name, dist.ServeHTTP)
	}
	site.Handle("/static/", http.StripPrefix("/static/", dist).ServeHTTP)
}

// talk answers pings, and says again what it is told.
func talk(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"v1.talk"}})
	if err != nil {
		return
	}
	defer socket.CloseNow()
	for {
		kind, said, err := socket.Read(r.Context())
		if err != nil {
			return
		}
		if string(said) == "ping" {
			said = []byte("pong")
		}
		if socket.Write(r.Context(), kind, said) != nil {
			return
		}
	}
}

// shared is a server whose files any origin may load.
func shared() http.Handler {
	files := http.FileServer(http.Dir(distFolder))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		files.ServeHTTP(w, r)
	})
}

package config

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMistakesAboutFeeds(t *testing.T) {
	feed := func(line string) string { return room + line + "\n" }
	at := func(url string) string { return "[feeds.room]\nurl = \"" + url + "\"\n" }
	const noURL = "relay.toml:2: feeds.room.url: it is no address of a feed; it can begin with https://, http://, wss:// or ws://, and its port can be up to 65535"
	told(t, map[string]string{
		"[feeds.Room]\nurl = \"https://a\"":                         `relay.toml:1: feeds.Room: a feed cannot be called "Room"`,
		"[feeds.\"a b\"]\nurl = \"https://a\"":                      `relay.toml:1: feeds."a b": a feed cannot be called "a b"`,
		"[feeds.room]\n":                                            "relay.toml:1: feeds.room.url: it is missing; it can begin with https://",
		at(""):                                                      "relay.toml:2: feeds.room.url: it is missing",
		at("ftp://a"):                                               noURL,
		at("feeds.example/room"):                                    noURL,
		at("https:///room"):                                         noURL,
		at("https://a:0/"):                                          noURL,
		at("https://a:99999/"):                                      noURL,
		at("https://a b/"):                                          noURL,
		feed(`keep = "50ms"`):                                       "relay.toml:3: feeds.room.keep: an age can be 1s and more",
		feed(`keep = "1MB"`):                                        "relay.toml:3: feeds.room.keep: a size can be 16MiB and more",
		feed(`buffer = "0B"`):                                       "relay.toml:3: feeds.room.buffer: 0B is no size for it",
		feed(`buffer = "1kB"`):                                      "relay.toml:3: feeds.room.buffer: 1kB is no size for it; it can be 1MiB to 1GiB, because it is of memory",
		feed(`buffer = "900TB"`):                                    "relay.toml:3: feeds.room.buffer: 900TB is no size for it; it can be 1MiB to 1GiB",
		feed(`preset = "giter"`):                                    "relay.toml:3: feeds.room.preset is \"giter\"; it can be ",
		feed(`format = "jsonl"`):                                    "relay.toml:3: feeds.room.format is \"jsonl\"; it can be auto, sse, ",
		feed(`format = "message"`):                                  "relay.toml:3: feeds.room.format message is for a WebSocket: a URL with wss: or ws:",
		feed(`lastEventId = "a\nb"`):                                "relay.toml:3: feeds.room.lastEventId: it has a control character, and can be one line of text",
		feed(`lastEventId = "a\u0001"`):                             "relay.toml:3: feeds.room.lastEventId: it has a control character",
		feed(`maxRecordBytes = -1`):                                 "relay.toml:3: feeds.room.maxRecordBytes: it is -1; it can be a whole number from 1 to 2^30",
		feed(`method = "G T"`):                                      "relay.toml:3: feeds.room.method is \"G T\"; it can be GET, POST and the like",
		feed(`method = "connect"`):                                  "relay.toml:3: feeds.room.method is \"connect\"; it can be GET, POST and the like",
		feed(`method = "HEAD"`):                                     "relay.toml:3: feeds.room.method: HEAD has an answer without a body",
		feed(`body = "{}"`):                                         "relay.toml:3: feeds.room.body needs a method that has one, such as POST",
		feed("method = \"GET\"\nbody = \"{}\""):                     "relay.toml:4: feeds.room.body needs a method that has one, such as POST",
		at("wss://a") + "method = \"POST\"":                         "relay.toml:3: feeds.room.method does nothing for a WebSocket; leave it out",
		feed(`backfill = {}`):                                       "relay.toml:3: feeds.room.backfill needs url and after",
		feed(`backfill = { url = "https://a" }`):                    "relay.toml:3: feeds.room.backfill needs url and after",
		feed(`backfill = { url = "/pages", after = "a" }`):          "relay.toml:3: feeds.room.backfill.url: it is no address of pages; it can begin with https:// or http://, and its port can be up to 65535",
		feed(`backfill = { url = "wss://a", after = "a" }`):         "relay.toml:3: feeds.room.backfill.url: it is no address of pages",
		feed(`backfill = { url = "https://a:99999", after = "a" }`): "relay.toml:3: feeds.room.backfill.url: it is no address of pages",
		feed(`backfill = { url = "https://a", after = "a", size = -1 }`): "relay.toml:3: feeds.room.backfill.size: it is -1; it can be a whole number from 1 to 2^30",
		feed(`dedupe = {}`):                                      "relay.toml:3: feeds.room.dedupe needs key",
		feed(`dedupe = { key = ["/id"], window = -1 }`):          "relay.toml:3: feeds.room.dedupe.window: it is -1; it can be a whole number from 1 to 2^30",
		feed(`dedupe = { key = ["id"] }`):                        `relay.toml:3: feeds.room.dedupe.key[0]: "id" is no JSON pointer; it can be one like "/id", or the name of a header's field if format is "multipart" or "aws-eventstream"`,
		feed(`id = ["/id", "id"]`):                               `relay.toml:3: feeds.room.id[1]: "id" is no JSON pointer`,
		feed(`id = [""]`):                                        `relay.toml:3: feeds.room.id[0]: "" is no JSON pointer`,
		feed(`id = ["/a~2"]`):                                    "relay.toml:3: feeds.room.id is \"/a~2\"; it can be a JSON pointer like /id",
		feed(`keepalive = { timeoutMs = -1 }`):                   "relay.toml:3: feeds.room.keepalive.timeoutMs: it is -1; it can be a whole number from 1 to 2^30",
		feed(`keepalive = { connectMs = 9000000000000000 }`):     "relay.toml:3: feeds.room.keepalive.connectMs: it is 9000000000000000; it can",
		feed("[feeds.room.gap]\nwindowMs = -1"):                  "relay.toml:4: feeds.room.gap.windowMs: it is -1; it can",
		feed(`gap = { windowMs = 0 }`):                           "relay.toml:3: feeds.room.gap.windowMs: it is 0; it can be a whole number from 1 to 2^30",
		feed(`gap = { header = "a b" }`):                         "relay.toml:3: feeds.room.gap.header is \"a b\"; it can be the name of a header",
		feed(`resume = { header = "a b" }`):                      "relay.toml:3: feeds.room.resume.header is \"a b\"; it can be the name of a header",
		feed(`resume = { body = "/a" }`):                         "relay.toml:3: feeds.room.resume.body is for a request whose method has a body, and not GET",
		feed("[feeds.room.headers]\nA = \"b\"\n\"a b\" = \"c\""): `relay.toml:5: feeds.room.headers has the name "a b", which no header can have`,
		feed(`headers = { A = "a\u0000" }`):                      "relay.toml:3: feeds.room.headers has a value of A that is more than one line, or has another control character",
		feed(`headers = { Content-Length = "1" }`):               "relay.toml:3: feeds.room.headers.Content-Length: it is HTTP's own; leave it out",
		feed("[feeds.room.headers]\nX-A = \"b\"\nx-a = \"c\""):   "relay.toml:5: feeds.room.headers.x-a: it is the same header as X-A; leave the one or the other out",
	})
	told(t, map[string]string{feed(`preset = "giter"`): "relay.toml:3: feeds.room.preset is"})
	_, err := load(t, feed(`preset = "giter"`))
	require.ErrorContains(t, err, ". Did you mean gitter?")
	for _, line := range []string{
		"format = \"multipart\"\nid = [\"x-id\"]", "preset = \"docker-logs\"\ndedupe = { key = [\"/id\"] }", "method = \"post\"\nbody = \"{}\"\nresume = { body = \"/a\" }",
	} {
		_, err := load(t, feed(line))
		require.NoError(t, err, line)
	}
}

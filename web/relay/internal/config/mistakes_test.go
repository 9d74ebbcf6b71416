package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const room = "[feeds.room]\nurl = \"https://feeds.example/room\"\n"

// told asserts that of a text one thing is told, which begins as said. Texts without a feed get one.
func told(t *testing.T, mistakes map[string]string) {
	t.Helper()
	for text, want := range mistakes {
		whole := text
		if !strings.Contains(text, "feed") {
			whole += "\n" + room
		}
		_, err := load(t, whole)
		if assert.Error(t, err, "%q", text) {
			assert.Truef(t, strings.HasPrefix(err.Error(), want), "%q gives\n%v\nand not\n%s", text, err, want)
			assert.NotContainsf(t, err.Error(), "\n", "%q is told once", text)
		}
	}
}

func TestMistakesInFiles(t *testing.T) {
	folder := t.TempDir()
	_, err := Load(filepath.Join(folder, "none.toml"))
	assert.EqualError(t, err, filepath.Join(folder, "none.toml")+": there is no such file; -config names the one to read, and web/relay/relay.toml is an example of one")
	_, err = Load(folder)
	assert.EqualError(t, err, folder+": it cannot be read: is a directory")
	told(t, map[string]string{
		"\xff\xfel\x00":                   "relay.toml:1: it is UTF-16; it can be UTF-8",
		"log = \"info\"\nname = \"\xe9\"": "relay.toml:2: a character is not UTF-8, which the whole file has to be",
		"# no feed":                       "relay.toml: feeds: there is none; it can be a table such as [feeds.room]",
		"[feeds]":                         "relay.toml:1: feeds: there is none",
	})
	_, err = load(t, "\xef\xbb\xbfname = \"a\"\r\n"+strings.ReplaceAll(room, "\n", "\r\n"))
	require.NoError(t, err, "as editors on Windows write it")
	told(t, map[string]string{"\xef\xbb\xbfnam = \"a\"": "relay.toml:1: nam is not a key"})
}

func TestMistakesInTOML(t *testing.T) {
	told(t, map[string]string{
		"listen =\n":                           "relay.toml:1: from here on it is no TOML: unexpected character",
		"\n[feeds.room\n":                      "relay.toml:2: from here on it is no TOML: expected ']' to close table name",
		"\nlisten = localhost:80":              `relay.toml:2: from here on it is no TOML: unexpected character U+006C 'l' at start of value; a text has to be in quotes`,
		"listen = 127.0.0.1:8787":              "relay.toml:1: from here on it is no TOML: ",
		`folder = "C:\data"`:                   `relay.toml:1: from here on it is no TOML: invalid escape character U+0064 'd'; in "…" a backslash is written twice, in '…' once`,
		"log = \"info\"\n\nlog = \"warn\"":     "relay.toml:3: log: it is there already, in line 1",
		"[tls]\n[readers]\n[tls]":              "relay.toml:3: tls: it is there already, in line 1",
		"readers = { max = 1, max = 2 }":       "relay.toml:1: readers.max: it is there already, in line 1",
		"tls = {}\n[tls.a]":                    "relay.toml:2: tls.a",
		`folder = "C:\relay"`:                  `relay.toml:1: folder: it has a control character, and can be one line of text; in "…" a backslash is written twice`,
		"listen = 8787":                        "relay.toml:1: listen: it has to be a text, in quotes",
		"replicas = \"3\"":                     "relay.toml:1: replicas: it has to be a whole number",
		"replicas = 3.0":                       "relay.toml:1: replicas: it has to be a whole number",
		"replicas = 99999999999999999999":      "relay.toml:1: ",
		"lease = 10":                           "relay.toml:1: lease: it has to be a text, in quotes",
		"[readers]\norigins = \"*\"":           `relay.toml:2: readers.origins: it has to be a list of texts, as in ["a", "b"]`,
		"[readers]\norigins = [1]":             `relay.toml:2: readers.origins: it has to be a list of texts, as in ["a", "b"]`,
		"[readers]\ncompression = 1":           "relay.toml:2: readers.compression: it has to be true or false",
		"tls = 1":                              "relay.toml:1: tls: it has to be a table",
		"[listen]\nport = 1":                   "relay.toml:1: listen: it has to be a text, in quotes",
		"listen.port = 1":                      "relay.toml:1: listen: it has to be a text, in quotes",
		"[[feeds]]\n":                          "relay.toml:1: feeds: [[…]] makes a list of it; it has to be a table of tables, as [feeds.room] makes it",
		"[feeds]\nroom = \"https://a\"\n":      "relay.toml:2: feeds.room: it has to be a table, as [feeds.room] with url",
		room + "headers = [\"A: b\"]\n":        "relay.toml:3: feeds.room.headers: it has to be a table, as in { Authorization = \"…\" }",
		room + "resume = true\n":               "relay.toml:3: feeds.room.resume: it has to be false, or a table, of body, header, off, query",
		"tls = false":                          "relay.toml:1: tls: it has to be a table, of",
		room + "id = false\n":                  `relay.toml:3: feeds.room.id: it has to be a list of texts`,
		room + "resume = false\nfoo = 1\n":     "relay.toml:4: feeds.room.foo is not a key",
		room + "gap = false\n[feeds.room.gap]": "relay.toml:4: feeds.room.gap: it is there already, in line 3",
		room + "headers = { A = 1 }\n":         "relay.toml:3: feeds.room.headers.A: it has to be a text, in quotes",
		room + "keep = \"some\"\n":             `relay.toml:3: feeds.room.keep: "some" does not say how much to keep; it can be`,
		"lease = \"soon\"":                     `relay.toml:1: lease: "soon" is no duration; it can be "500ms", "90s", "24h" or "7d"`,
		"max_size = \"-1GB\"":                  `relay.toml:1: max_size: "-1GB" is no size; it can be`,
		"name = \"${NAME}\"":                   "relay.toml:1: name: ${…} is looked up in nats, cluster.secret, url, headers, body, backfill.url, and not here",
		"[readers]\norigins = [\n\"${A}\"\n]":  "relay.toml:3: readers.origins[0]: ${…} is looked up in nats,",
	})
}

func TestKeysThatAreNone(t *testing.T) {
	told(t, map[string]string{
		"\nlissen = \":1\"\n":                            "relay.toml:2: lissen is not a key; there are auth, cluster, feeds, folder, lease, listen, log, max_size, name, nats, readers, replicas, sync, tls. Did you mean listen?",
		"Listen = \":1\"\n":                              "relay.toml:1: Listen is not a key; there are auth, cluster,",
		"[feed.room]\nurl = \"a\"\nid = []\n" + room:     "relay.toml:1: feed is not a key; there are auth, cluster, feeds, folder, lease, listen, log, max_size, name, nats, readers, replicas, sync, tls. Did you mean feeds?",
		"x = { a = 1, b = { c = 2 } }":                   "relay.toml:1: x is not a key",
		room + "ulr = 1\n":                               "relay.toml:3: feeds.room.ulr is not a key; there are backfill, body, buffer, dedupe, format, gap, headers, id, keep, keepalive, lastEventId, maxRecordBytes, method, preset, resume, url. Did you mean url?",
		room + "lastEventID = \"1\"\n":                   "relay.toml:3: feeds.room.lastEventID is not a key; there are backfill, body, buffer, dedupe, format, gap, headers, id, keep, keepalive, lastEventId, maxRecordBytes, method, preset, resume, url. Did you mean lastEventId?",
		room + "resume = { foo = 1 }\n":                  "relay.toml:3: feeds.room.resume.foo is not a key; there are body, header, off, query",
		room + "resume = {\nquery = \"a\",\nfoo = 1 }\n": "relay.toml:5: feeds.room.resume.foo is not a key",
		room + "[feeds.room.resume]\nfoo = 1\n":          "relay.toml:4: feeds.room.resume.foo is not a key",
		"[readers]\norigin = []\n":                       "relay.toml:2: readers.origin is not a key; there are address_header, compression, gather, heartbeat, max, max_per_address, origins, retry, spread, write_timeout. Did you mean origins?",
		"[feeds.\"a.b\"]\nurls = 1\n":                    `relay.toml:2: feeds."a.b".urls is not a key`,
	})
}

func TestAllMistakesAreTold(t *testing.T) {
	for text, at := range map[string][]string{
		"log = \"loud\"\nreplicas = 4\n[feeds.a]\nurl = \"x\"\n[feeds.b]\nurl = \"y\"\n":                                                           {"1", "2", "4", "6"},
		"lok = 1\nlease = \"soon\"\nreplicas = \"3\"\n[feeds.a]\nurl = 1\nbuffer = 1\n":                                                            {"1", "2", "3", "5", "6"},
		room + "format = \"xml\"\nmaxRecordBytes = -1\nid = [\"/~\"]\ngap = { header = \"a b\" }\nheaders = { \"a b\" = \"c\" }\nkeep = \"1kB\"\n": {"3", "4", "5", "6", "7", "8"},
	} {
		_, err := load(t, text)
		require.Error(t, err)
		lines := strings.Split(err.Error(), "\n")
		require.Len(t, lines, len(at), err.Error())
		for i, line := range at {
			assert.Contains(t, lines[i], "relay.toml:"+line+": ")
		}
	}
}

func TestSecretsThatCannotBeLookedUp(t *testing.T) {
	folder := t.TempDir()
	empty := filepath.Join(folder, "empty")
	require.NoError(t, os.WriteFile(empty, []byte("\r\n"), 0o600))
	lines := filepath.Join(folder, "lines")
	require.NoError(t, os.WriteFile(lines, []byte("hush\r\nhush\r\n"), 0o600))
	t.Setenv("NOTHING", "")
	t.Setenv("BELL", "hush\a")
	feed := func(header string) string { return room + "headers.A = \"" + header + "\"\n" }
	for text, want := range map[string]string{
		"[feeds.room]\nurl = \"https://${NO}\"": "relay.toml:2: feeds.room.url: ${NO}: the environment has no variable NO",
		feed("${NOTHING}"):                      "relay.toml:3: feeds.room.headers.A: ${NOTHING}: the variable NOTHING of the environment is empty",
		feed("${file:/none}"):                   "relay.toml:3: feeds.room.headers.A: ${file:/none}: open /none: no such file or directory",
		feed("${file:" + folder + "}"):          "relay.toml:3: feeds.room.headers.A: ${file:" + folder + "}: read " + folder + ": is a directory",
		feed("${file:" + empty + "}"):           "relay.toml:3: feeds.room.headers.A: ${file:" + empty + "}: the file is empty",
		feed("${hush-1}"):                       "relay.toml:3: feeds.room.headers.A: what is in ${…} can be the NAME of a variable of the environment, or file:PATH",
		feed("${}"):                             "relay.toml:3: feeds.room.headers.A: what is in ${…} can be",
		feed("Bearer ${hush"):                   "relay.toml:3: feeds.room.headers.A: a ${ has no } behind it; it can be ${NAME}, or ${file:PATH}",
		feed("${file:" + lines + "}"):           "relay.toml:3: feeds.room.headers has a value of A that is more than one line",
		feed("${BELL}"):                         "relay.toml:3: feeds.room.headers has a value of A that is more than one line, or has another control character",
		room + "body = \"${NO}\"":               "relay.toml:3: feeds.room.body: ${NO}: the environment has no variable NO",
		room + "backfill = { url = \"https://a/${NO}\", after = \"a\" }": "relay.toml:3: feeds.room.backfill.url: ${NO}: ",
		"nats = \"nats://${NO}@a\"\n":                                    "relay.toml:1: nats: ${NO}: ",
	} {
		told(t, map[string]string{text: want})
		_, err := load(t, text)
		assert.NotContains(t, err.Error(), "hush")
	}
}

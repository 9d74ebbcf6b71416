package feeds

import (
	"slices"
	"strconv"
	"strings"
)

// topics are the words that messages are about.
var topics = []string{"coffee", "golang", "wasm", "music", "football", "weather", "trains", "tokyo"}

type phrase struct{ lang, pattern string }

// phrases hold what breaks careless readers: line feeds, quotes, braces and
// backslashes inside strings, two- to four-byte characters, a combining
// accent, joined emoji and U+2028. The topic stands between spaces, so that
// it is a word in every language.
var phrases = []phrase{
	{"en", "@ is brewing in the browser"},
	{"en", "reading about @ over a slow link"},
	{"en", "nothing beats @ on a Sunday & that is < all > of it"},
	{"en", `she said "@ }{ ][" \ and left`},
	{"en", "first line on @ \nsecond line"},
	{"en", "windows line on @ \r\nthen more"},
	{"en", "@ 👩‍👩‍👧 🚀 in orbit"},
	{"en", "@ and\u2028a line separator"},
	{"fr", "encore du @ à l'été"},
	{"fr", "toujours @ e\u0301te\u0301 comme hiver"},
	{"es", "¿otra vez @ mañana?"},
	{"ja", "今日は @ の話をします"},
	{"ja", "また @ ですね。𠮷野家へ行こう"},
}

type sentence struct {
	text, lang, topic string
}

// say makes the text of message n. It ends in "#n".
func say(d *dice, n int) sentence {
	p, topic := pick(d, phrases), pick(d, topics)
	text := strings.Replace(p.pattern, "@", topic, 1) + " #" + strconv.Itoa(n)
	return sentence{text: text, lang: p.lang, topic: topic}
}

type person struct {
	id          int64
	name, login string
}

// One of the ids does not fit a JavaScript number.
var people = []person{
	{1001, "Ada", "ada"},
	{1002, "Grace", "grace"},
	{1003, "Zoë", "zoe"},
	{1004, "村上", "murakami"},
	{1005, "Linus 🐧", "linus"},
	{1234567890123456789, "Wide", "wide"},
}

// Topics are the words that messages are about; Twitter's track finds them.
func Topics() []string { return slices.Clone(topics) }

package feeds

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"time"
)

// The fields follow Gitter's REST documentation, "Messages resource".
type gitterMessage struct {
	ID       string          `json:"id"`
	Text     string          `json:"text"`
	HTML     string          `json:"html"`
	Sent     string          `json:"sent"`
	EditedAt *string         `json:"editedAt"`
	FromUser gitterUser      `json:"fromUser"`
	Unread   bool            `json:"unread"`
	ReadBy   int             `json:"readBy"`
	URLs     []gitterURL     `json:"urls"`
	Mentions []gitterMention `json:"mentions"`
	Issues   []gitterIssue   `json:"issues"`
	Meta     gitterMeta      `json:"meta"`
	V        int             `json:"v"`
	GV       string          `json:"gv"`
}

type gitterUser struct {
	ID             string `json:"id"`
	Username       string `json:"username"`
	DisplayName    string `json:"displayName"`
	URL            string `json:"url"`
	AvatarURLSmall string `json:"avatarUrlSmall"`
}

type gitterURL struct {
	URL string `json:"url"`
}

type gitterMention struct {
	ScreenName string `json:"screenName"`
	UserID     string `json:"userId"`
}

type gitterIssue struct {
	Number string `json:"number"`
}

// gitterMeta carries the sequence number; Gitter leaves the object open.
type gitterMeta struct {
	N int `json:"n"`
}

func gitterMessageAt(o Options, key logKey, n int) gitterMessage {
	d := rollFor(key, n)
	d.next() // the roll that decides on the layout
	said := say(d, n)
	m := gitterMessage{
		ID:       gitterID(o, key, n),
		Text:     said.text,
		Sent:     o.stamp(n).Add(time.Duration(d.below(1000)) * time.Millisecond).Format(gitterTime),
		FromUser: gitterUserOf(pick(d, people)),
		Unread:   true,
		ReadBy:   d.below(30),
		URLs:     []gitterURL{},
		Mentions: []gitterMention{},
		Issues:   []gitterIssue{},
		Meta:     gitterMeta{n},
		V:        1,
		GV:       "3",
	}
	m.decorate(d, said.topic)
	m.HTML = strings.ReplaceAll(html.EscapeString(m.Text), "\n", "<br>")
	return m
}

const gitterTime = "2006-01-02T15:04:05.000Z"

// decorate puts a link, a mention or an issue before the text of some messages.
func (m *gitterMessage) decorate(d *dice, topic string) {
	switch d.below(12) {
	case 0:
		link := "https://example.com/" + topic
		m.Text = link + " " + m.Text
		m.URLs = append(m.URLs, gitterURL{link})
	case 1:
		other := gitterUserOf(pick(d, people))
		m.Text = "@" + other.Username + " " + m.Text
		m.Mentions = append(m.Mentions, gitterMention{other.Username, other.ID})
	case 2:
		number := strconv.Itoa(1 + d.below(99))
		m.Text = "see #" + number + ": " + m.Text
		m.Issues = append(m.Issues, gitterIssue{number})
	}
}

func gitterUserOf(p person) gitterUser {
	return gitterUser{
		ID: fmt.Sprintf("%024x", p.id), Username: p.login, DisplayName: p.name,
		URL: "/" + p.login, AvatarURLSmall: "https://example.com/" + p.login + ".png",
	}
}

// gitterID is shaped as a MongoDB ObjectID: four bytes of Unix seconds, four
// that stand for the machine and process, four that count.
func gitterID(o Options, key logKey, n int) string {
	room := uint32(fingerprint(key.feed, key.channel) ^ key.seed)
	return fmt.Sprintf("%08x%08x%08x", uint32(o.stamp(n).Unix()), room, uint32(n))
}

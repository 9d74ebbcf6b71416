package config

import (
	"slices"
	"strings"
	"time"

	"github.com/feedsource/feedsource/wasm/feedsource"
	"github.com/feedsource/feedsource/web/relay/internal/store"
)

func (f *file) checkFeed(name string, feed *Feed) {
	key := join("feeds", name)
	if !store.Names.MatchString(name) {
		f.wrong(key, "a feed cannot be called %q: it can have a-z, 0-9, _ and -, up to 63 of them", name)
	}
	f.checkKept(key, feed)
	f.checkMembers(key, feed)
	f.checkNumbers(key, feed)
	if strings.EqualFold(feed.Method, "HEAD") {
		f.wrong(key+".method", "HEAD has an answer without a body; it can be GET, POST and the like")
	}
	if f.checkSecrets(key, feed) {
		f.checkOptions(key, feed)
	}
}

func (f *file) checkNumbers(key string, feed *Feed) {
	f.whole(key+".maxRecordBytes", &feed.MaxRecordBytes)
	if k := feed.Keepalive; k != nil {
		f.whole(key+".keepalive.timeoutMs", &k.TimeoutMs)
		f.whole(key+".keepalive.connectMs", &k.ConnectMs)
	}
	if g := feed.Gap; g != nil {
		f.whole(key+".gap.windowMs", &g.WindowMs)
	}
	if d := feed.Dedupe; d != nil {
		f.whole(key+".dedupe.window", &d.Window)
	}
	if b := feed.Backfill; b != nil {
		f.whole(key+".backfill.size", &b.Size)
		f.whole(key+".backfill.overlap", &b.Overlap)
	}
}

func (f *file) checkKept(key string, feed *Feed) {
	if feed.Keep == (Keep{}) {
		feed.Keep.Age = 24 * time.Hour
	}
	if feed.Keep.Age != 0 && feed.Keep.Age < time.Second {
		f.wrong(key+".keep", "an age can be 1s and more")
	}
	if feed.Keep.Size != 0 && feed.Keep.Size < leastKept {
		f.wrong(key+".keep", "a size can be %v and more, so that the longest record fits", Size{leastKept})
	}
	if !f.has(key + ".buffer") {
		feed.Buffer.Bytes = 16 << 20
	}
	least, most := Size{1 << 20}, Size{1 << 30}
	if b := feed.Buffer; b.Bytes < least.Bytes || b.Bytes > most.Bytes {
		f.wrong(key+".buffer", "%v is no size for it; it can be %v to %v, because it is of memory, and what is older is read from the disk", b, least, most)
	}
}

// headed are the formats whose records have headers with fields of names.
var headed = []feedsource.Format{feedsource.FormatMultipart, feedsource.FormatAWSEventStream}

// checkMembers notes the name of a member that is meant to be a JSON pointer: without a slash it is that of a header's field.
func (f *file) checkMembers(key string, feed *Feed) {
	format := feedsource.Format(feed.Format)
	if preset, ok := feedsource.PresetOptions(feed.Preset); ok && format == "" {
		format = preset.Format
	}
	lists := map[string][]string{key + ".id": feed.ID}
	if feed.Dedupe != nil {
		lists[key+".dedupe.key"] = feed.Dedupe.Key
	}
	for _, list := range sortedKeys(lists) {
		for i, member := range lists[list] {
			if !strings.HasPrefix(member, "/") && !slices.Contains(headed, format) {
				f.wrong(elementOf(list, i), `%q is no JSON pointer; it can be one like "/id", or the name of a header's field if format is "multipart" or "aws-eventstream"`, member)
			}
		}
	}
}

// checkSecrets is true if all that is looked up is there.
func (f *file) checkSecrets(key string, feed *Feed) bool {
	texts := map[string]Secret{key + ".url": feed.URL, key + ".body": feed.Body}
	if feed.Backfill != nil {
		texts[key+".backfill.url"] = feed.Backfill.URL
	}
	for name, text := range feed.Headers {
		texts[headerKey(key, name)] = text
	}
	found := true
	for _, at := range sortedKeys(texts) {
		if _, err := texts[at].Value(); err != nil {
			f.wrong(at, "%v", err)
			found = false
		}
	}
	return found
}

func headerKey(feed, name string) string { return feed + ".headers." + join(name) }

package jsonptr_test

import (
	"testing"

	"github.com/feedsource/feedsource/wasm/internal/jsonptr"
)

// tweet is a status of Twitter's streaming API, of the usual 2 KB.
const tweet = `{"created_at":"Wed Oct 10 20:19:24 +0000 2018","id":1050118621198921728,"id_str":"1050118621198921728","text":"To make room for more expression, we will now count all emojis as equal\u2014including those with gender\u200d\u200d\u200d and skin t\u2026 https:\/\/t.co\/MkGjXf9aXm","display_text_range":[0,140],"source":"\u003ca href=\"http:\/\/twitter.com\" rel=\"nofollow\"\u003eTwitter Web Client\u003c\/a\u003e","truncated":true,"in_reply_to_status_id":null,"in_reply_to_status_id_str":null,"in_reply_to_user_id":null,"in_reply_to_screen_name":null,"user":{"id":6253282,"id_str":"6253282","name":"Twitter API","screen_name":"TwitterAPI","location":"San Francisco, CA","url":"https:\/\/developer.twitter.com","description":"The Real Twitter API. Tweets about API changes, service issues and our Developer Platform. Don't get an answer? It's on my website.","translator_type":"null","protected":false,"verified":true,"followers_count":6172196,"friends_count":12,"listed_count":13000,"favourites_count":31,"statuses_count":3583,"created_at":"Wed May 23 06:01:13 +0000 2007","utc_offset":null,"geo_enabled":false,"lang":"en","profile_image_url_https":"https:\/\/pbs.twimg.com\/profile_images\/942858479592554497\/BbazLO9L_normal.jpg"},"geo":null,"coordinates":null,"place":null,"contributors":null,"is_quote_status":false,"quote_count":41,"reply_count":54,"retweet_count":284,"favorite_count":399,"entities":{"hashtags":[{"text":"emoji","indices":[117,123]}],"urls":[{"url":"https:\/\/t.co\/MkGjXf9aXm","expanded_url":"https:\/\/twitter.com\/i\/web\/status\/1050118621198921728","display_url":"twitter.com\/i\/web\/status\/1\u2026","indices":[117,140]}],"user_mentions":[],"symbols":[]},"favorited":false,"retweeted":false,"possibly_sensitive":false,"filter_level":"low","lang":"en","matching_rules":[{"tag":null,"id":1179061327843741697,"id_str":"1179061327843741697"}],"timestamp_ms":"1539202764275"}`

// pod is an event of a Kubernetes watch.
const pod = `{"type":"MODIFIED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-7c5ddbdf54-x2x9z","namespace":"default","uid":"9f2c6a1e-8d0b-4c53-9a4f-0c7b8f3f9a10","resourceVersion":"10245978","creationTimestamp":"2024-03-01T12:00:00Z","labels":{"app":"web","app.kubernetes.io/name":"web"},"annotations":{"note":"{\"resourceVersion\":\"1\"}"},"ownerReferences":[{"kind":"ReplicaSet","name":"web-7c5ddbdf54","controller":true}]},"spec":{"containers":[{"name":"web","image":"nginx:1.25","ports":[{"containerPort":80}]}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}}` + "\n"

// samples are records as servers send them, with pointers that a page may ask for.
var samples = []struct {
	name, doc string
	cases     []sampleCase
}{
	{"Twitter", tweet, []sampleCase{
		{"/id_str", "1050118621198921728"},
		{"/id", "1050118621198921728"}, // JSON.parse would make ...700 of it
		{"/user/id_str", "6253282"},
		{"/timestamp_ms", "1539202764275"},
		{"/entities/hashtags/0/text", "emoji"},
		{"/entities/urls/0/display_url", "twitter.com/i/web/status/1…"},
		{"/matching_rules/0/id", "1179061327843741697"},
		{"/source", `<a href="http://twitter.com" rel="nofollow">Twitter Web Client</a>`},
	}},
	{"Kubernetes", pod, []sampleCase{
		{"/object/metadata/resourceVersion", "10245978"},
		{"/type", "MODIFIED"},
		{"/object/metadata/labels/app.kubernetes.io~1name", "web"},
		{"/object/spec/containers/0/ports/0/containerPort", "80"},
		{"/object/status/conditions/0", `{"type":"Ready","status":"True"}`},
	}},
	{"Kubernetes bookmark", `{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"12746","creationTimestamp":null}}}`, []sampleCase{
		{"/object/metadata/resourceVersion", "12746"},
	}},
	{"CouchDB", `{"seq":"5-g1AAAACheJzLYWBgYMpgTmEQTM4vTc5ISXIwNDLXMwBCwxyQVB4LkGRoAFL_gSArkQGP2kSGpHqIoiwAtOgYUw","id":"moving","changes":[{"rev":"7051cbe5c8faecd085a3fa619e6e6337"}],"deleted":true}`, []sampleCase{
		{"/seq", "5-g1AAAACheJzLYWBgYMpgTmEQTM4vTc5ISXIwNDLXMwBCwxyQVB4LkGRoAFL_gSArkQGP2kSGpHqIoiwAtOgYUw"},
		{"/changes/0/rev", "7051cbe5c8faecd085a3fa619e6e6337"},
		{"/deleted", "true"},
	}},
	{"CouchDB 1", `{"seq":12,"id":"foo","changes":[{"rev":"1-23202479633c2b380f79507a776743d5"}]}`, []sampleCase{
		{"/seq", "12"},
	}},
	{"CouchDB with an array for a sequence", `{"seq":[ 5,"g1AAAA" ],"id":"foo"}`, []sampleCase{
		{"/seq", `[ 5,"g1AAAA" ]`},
	}},
	{"CouchDB end", `{"last_seq":"9-x","pending":0}`, []sampleCase{
		{"/last_seq", "9-x"},
	}},
	{"Nomad", `{"Index":18446744073709551615,"Events":[{"Topic":"Job","Type":"JobRegistered","Key":"redis","FilterKeys":null,"Index":18446744073709551615,"Payload":{"Job":{"ID":"redis","Meta":{"Index":"x"}}}},{"Topic":"Evaluation","Type":"JobRegistered","Key":"a11d","Index":18446744073709551615}]}`, []sampleCase{
		{"/Index", "18446744073709551615"},
		{"/Events/0/Type", "JobRegistered"},
		{"/Events/1/Key", "a11d"},
		{"/Events/0/Payload/Job/ID", "redis"},
	}},
	{"Docker", `{"status":"start","id":"4386fb97867d","from":"alpine","Type":"container","scope":"local","time":1461943105,"timeNano":1461943105338056026}` + "\r\n", []sampleCase{
		{"/timeNano", "1461943105338056026"},
		{"/Type", "container"},
	}},
}

type sampleCase struct{ pointer, want string }

func TestSamples(t *testing.T) {
	for _, s := range samples {
		whole, ok := decoded([]byte(s.doc))
		if !ok {
			t.Fatalf("%s is no JSON", s.name)
		}
		for _, c := range s.cases {
			raw, ok := parse(t, c.pointer).Find([]byte(s.doc))
			if got, has := jsonptr.Text(raw); !ok || !has || got != c.want {
				t.Errorf("%s of %s: %q, %v, %v; want %q", c.pointer, s.name, got, ok, has, c.want)
			}
		}
		walk(whole, "", func(pointer string) { check(t, []byte(s.doc), pointer, whole, true) })
	}
}

// TestNothingThere: keep-alives and control messages have none of the members that
// the records have.
func TestNothingThere(t *testing.T) {
	for _, doc := range []string{
		`{"delete":{"status":{"id":1234,"id_str":"1234"}}}`, `{"limit":{"track":1234}}`, `{}`, "\r\n", "",
		`{"id_str":null}`, `[]`, `"id_str"`, `null`, `{"id_str":`, `<html>`,
	} {
		raw, ok := parse(t, "/id_str").Find([]byte(doc))
		if text, has := jsonptr.Text(raw); has || text != "" {
			t.Errorf("%q: %q, found %v", doc, text, ok)
		}
	}
}

package feeds

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func ablyCode(t *testing.T, r reply) int {
	t.Helper()
	var body ablyError
	require.NoError(t, json.Unmarshal([]byte(r.body), &body))
	assert.Equal(t, r.status, body.Error.StatusCode)
	return body.Error.Code
}

func TestAblyCredentials(t *testing.T) {
	_, u := listen(t, frozen())
	url := u + "/ably/sse?v=1.2&channels=a&count=0"
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	good := []struct{ query, header string }{
		{"&key=" + AblyKey, ""},
		{"", "Authorization: Basic " + b64(AblyKey)},
		{"&accessToken=" + AblyToken, ""},
		{"&accessToken=" + b64(AblyToken), ""},
		{"", "Authorization: Bearer " + b64(AblyToken)},
		{"", "Authorization: Bearer " + AblyToken},
		{"", "Authorization: Bearer " + b64("ttl:60000:x")},
		{"&accessToken=expires:99999999999999", ""},
	}
	for _, c := range good {
		r := ask(t, "GET", url+c.query, c.header)
		assert.Equal(t, 200, r.status, "%v", c)
	}
	bad := []struct{ query, header string }{
		{"", ""},
		{"&key=app.key:wrong", ""},
		{"&accessToken=wrong", ""},
		{"&accessToken=expires:soon", ""},
		{"", "Authorization: Basic " + b64("app.key:wrong")},
		{"", "Authorization: Bearer " + b64("wrong")},
		{"", "Authorization: Basic %%%"},
	}
	for _, c := range bad {
		r := ask(t, "GET", url+c.query, c.header)
		assert.Equal(t, 401, r.status, "%v", c)
		assert.Equal(t, 40101, ablyCode(t, r))
	}
	r := ask(t, "GET", url+"&accessToken=expires:1000")
	assert.Equal(t, 401, r.status)
	assert.Equal(t, 40142, ablyCode(t, r))
}

func TestAblyTokenExpiresInTheStream(t *testing.T) {
	_, u := listen(t, frozen())
	info := `{"message":"token expired","code":40142,"statusCode":401,"href":"https://help.ably.io/error/40142"}`
	query := "?v=1.2&channels=a&accessToken=ttl:30:"
	assert.Equal(t, "event: error\ndata: "+info+"\n\n", read(t, u+"/ably/sse"+query+"1"))
	assert.Equal(t, `{"event":"error","data":`+info+"}\n", read(t, u+"/ably/event-stream"+query+"2"))

	body := read(t, u+"/ably/event-stream"+query+"3&from=0&rate=0")
	assert.True(t, strings.HasSuffix(body, "}\n"+`{"event":"error","data":`+info+"}\n"), "the last line, and whole")
	values(t, body)
}

func TestAblyTtlCountsFromTheFirstUse(t *testing.T) {
	c := newClock()
	_, u := listen(t, Options{Now: c.now})
	url := u + "/ably/sse?v=1.2&channels=a&count=0&accessToken=ttl:1000:"
	assert.Equal(t, 200, ask(t, "GET", url+"a").status)
	c.advance(999 * time.Millisecond)
	assert.Equal(t, 200, ask(t, "GET", url+"a").status)
	c.advance(time.Millisecond)
	assert.Equal(t, 40142, ablyCode(t, ask(t, "GET", url+"a")))
	assert.Equal(t, 200, ask(t, "GET", url+"b").status, "another nonce is another token")
}

func TestAblyRequestToken(t *testing.T) {
	c := newClock()
	_, u := listen(t, Options{Now: c.now})
	r := ask(t, "POST", u+"/ably/keys/"+AblyKey+"/requestToken?ttl=5000")
	assert.Equal(t, 201, r.status)
	var got struct {
		Token, KeyName, Capability string
		Issued, Expires            int64
	}
	require.NoError(t, json.Unmarshal([]byte(r.body), &got))
	assert.Equal(t, int64(1_700_000_000_000), got.Issued)
	assert.Equal(t, int64(1_700_000_005_000), got.Expires)
	assert.Equal(t, "app.key", got.KeyName)
	stream := fmt.Sprintf("%s/ably/sse?v=1.2&channels=a&count=0&accessToken=%s", u, got.Token)
	assert.Equal(t, 200, ask(t, "GET", stream).status)
	c.advance(5 * time.Second)
	assert.Equal(t, 40142, ablyCode(t, ask(t, "GET", stream)))

	assert.Equal(t, 201, ask(t, "POST", u+"/ably/keys/app.key/requestToken?key="+AblyKey).status)
	assert.Equal(t, 401, ask(t, "POST", u+"/ably/keys/app.key/requestToken").status)
	assert.Equal(t, 401, ask(t, "POST", u+"/ably/keys/app.key:no/requestToken").status)
	assert.Equal(t, 400, ask(t, "POST", u+"/ably/keys/"+AblyKey+"/requestToken?ttl=x").status)
}

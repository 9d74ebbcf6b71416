package bridge

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/feedsource/feedsource/wasm/internal/feed"
)

func TestHeadIsReadAsDeclared(t *testing.T) {
	got := readHead(value(`{"url":"https://example.org/","status":503,"statusText":"Busy","contentType":"text/plain",
		"retryAfter":"7","rateLimitReset":"1600000000","opaque":true,"resumed":"日","from":"/join","grpcStatus":"14","grpcMessage":"try later"}`))
	want := feed.Head{
		URL: "https://example.org/", Status: 503, StatusText: "Busy", ContentType: "text/plain",
		RetryAfter: "7", RateLimitReset: "1600000000", Opaque: true, Resumed: "日", From: "/join", GRPCStatus: "14", GRPCMessage: "try later",
	}
	assert.Equal(t, want, got)
	fields := reflect.ValueOf(want)
	for i := range fields.NumField() {
		if name := fields.Type().Field(i).Name; name != "Wall" {
			assert.False(t, fields.Field(i).IsZero(), "a member that this test leaves out: %s", name)
		}
	}
}

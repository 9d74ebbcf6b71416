package bridge

import "github.com/feedsource/feedsource/wasm/internal/feed"

// readHead reads HeadData of the contract.
func readHead(o value) feed.Head {
	return feed.Head{
		URL:            o.get("url").text(),
		Status:         o.get("status").number(),
		StatusText:     o.get("statusText").text(),
		ContentType:    o.get("contentType").text(),
		RetryAfter:     o.get("retryAfter").text(),
		RateLimitReset: o.get("rateLimitReset").text(),
		Opaque:         o.get("opaque").truth(),
		Resumed:        o.get("resumed").text(),
		From:           o.get("from").text(),
		GRPCStatus:     o.get("grpcStatus").text(),
		GRPCMessage:    o.get("grpcMessage").text(),
	}
}

package feeds

import "strconv"

// A notice is a record with one top-level key that is no tweet (Twitter,
// "Streaming message types").
type notice map[string]any

const disconnectMaxMessages = 9

var twitterReasons = map[int]string{
	1: "shutdown", 2: "duplicate stream", 3: "control request", 4: "stall", 5: "normal",
	6: "token revoked", 7: "admin logout", 8: "internal", disconnectMaxMessages: "max message limit",
	10: "stream exception", 11: "broker stall", 12: "shed load",
}

func twitterDisconnect(code int, name string) notice {
	return notice{"disconnect": map[string]any{
		"code": code, "stream_name": "feeds-" + name, "reason": twitterReasons[code],
	}}
}

// notices are what stands before and after tweet n in a stream: a delete that
// comes before its tweet, duplicates, limits and warnings.
func (t *twitterSource) notices(n int) (before, after []any) {
	if !t.query.extras {
		return nil, nil
	}
	d := rollFor(logKey{t.key.feed, "notices", t.key.seed}, n)
	switch d.below(24) {
	case 0:
		before = append(before, twitterDelete(twitterTweetAt(t.opts, t.key, n)))
	case 1:
		after = append(after, t.duplicate(n))
	case 2:
		after = append(after, twitterScrub(twitterTweetAt(t.opts, t.key, n)))
	case 3:
		after = append(after, twitterWithheld(twitterTweetAt(t.opts, t.key, n)))
	}
	if passed := n - t.first + 1; t.limits && passed%20 == 0 {
		after = append(after, notice{"limit": map[string]int{"track": passed / 2}})
	}
	if t.query.warnings && n%40 == 20 {
		after = append(after, twitterWarning(60+d.below(30)))
	}
	return before, after
}

// duplicate repeats a tweet that this connection has seen: the one three
// before n, or n itself if that did not pass.
func (t *twitterSource) duplicate(n int) twitterTweet {
	if old := n - 3; old >= t.first {
		if tweet := twitterTweetAt(t.opts, t.key, old); t.query.matches(tweet) {
			return tweet
		}
	}
	return twitterTweetAt(t.opts, t.key, n)
}

func twitterDelete(t twitterTweet) notice {
	return notice{"delete": map[string]any{"status": map[string]any{
		"id": t.ID, "id_str": t.IDStr, "user_id": t.User.ID, "user_id_str": t.User.IDStr,
	}}}
}

func twitterScrub(t twitterTweet) notice {
	return notice{"scrub_geo": map[string]any{
		"user_id": t.User.ID, "user_id_str": t.User.IDStr,
		"up_to_status_id": t.ID, "up_to_status_id_str": t.IDStr,
	}}
}

func twitterWithheld(t twitterTweet) notice {
	return notice{"status_withheld": map[string]any{
		"id": t.ID, "user_id": t.User.ID, "withheld_in_countries": []string{"DE"},
	}}
}

func twitterWarning(percent int) notice {
	return notice{"warning": map[string]any{
		"code": "FALLING_BEHIND", "percent_full": percent,
		"message": "Your connection is falling behind and messages are being queued for delivery to you. " +
			"Your queue is now over " + strconv.Itoa(percent) + "% full.",
	}}
}

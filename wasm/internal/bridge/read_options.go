package bridge

// readFeedOptions reads FeedOptions of the contract, and what follows one object in it each.
func readFeedOptions(o value) feedOptions {
	return feedOptions{
		url:            o.get("url").text(),
		strict:         o.get("strict").truth(),
		format:         o.get("format").text(),
		method:         o.get("method").text(),
		lastEventID:    o.get("lastEventId").text(),
		maxRecordBytes: o.get("maxRecordBytes").number(),
		freshHeaders:   o.get("freshHeaders").truth(),
		asksDelay:      o.get("asksDelay").truth(),
		once:           o.get("once").truth(),
		reconnect:      readReconnect(o.get("reconnect")),
		id:             each(o.get("id"), value.text),
		resume:         readResume(o.get("resume")),
		keepalive:      given(o.get("keepalive"), readKeepalive),
		dedupe:         readDedupe(o.get("dedupe")),
		gap:            readGap(o.get("gap")),
		decode:         given(o.get("decode"), readDecode),
		lag:            given(o.get("lag"), readLag),
		signals:        each(o.get("signals"), readSignal),
		backfill:       given(o.get("backfill"), readBackfill),
	}
}

func readReconnect(o value) reconnectOptions {
	return reconnectOptions{
		maxAttempts:  o.get("maxAttempts").number(),
		maxElapsedMs: o.get("maxElapsedMs").number(),
		anyMethod:    o.get("anyMethod").truth(),
	}
}

func readResume(o value) resumeOptions {
	return resumeOptions{
		off:    o.get("off").truth(),
		header: o.get("header").text(),
		query:  o.get("query").text(),
		body:   o.get("body").text(),
	}
}

func readKeepalive(o value) keepaliveOptions {
	return keepaliveOptions{timeoutMs: o.get("timeoutMs").number(), connectMs: o.get("connectMs").number()}
}

func readDedupe(o value) dedupeOptions {
	return dedupeOptions{key: each(o.get("key"), value.text), window: o.get("window").number()}
}

func readGap(o value) gapOptions {
	return gapOptions{
		windowMs: o.get("windowMs").number(),
		header:   o.get("header").text(),
		stop:     o.get("stop").truth(),
	}
}

func readDecode(o value) decodeOptions {
	return decodeOptions{data: o.get("data").text(), encoding: o.get("encoding").text()}
}

func readLag(o value) lagOptions {
	return lagOptions{time: o.get("time").text(), warnMs: o.get("warnMs").number()}
}

func readBackfill(o value) backfillOptions {
	return backfillOptions{
		url:     o.get("url").text(),
		after:   o.get("after").text(),
		before:  o.get("before").text(),
		size:    o.get("size").number(),
		overlap: o.get("overlap").number(),
	}
}

// readSignal reads SignalData of the contract.
func readSignal(o value) signalRule {
	rule := signalRule{
		eventType: o.get("type").text(),
		at:        given(o.get("at"), value.text),
		is:        each(o.get("is"), value.text),
		then:      o.get("then").text(),
		quiet:     o.get("quiet").truth(),
	}
	if bounds := each(o.get("range"), value.number); len(bounds) == 2 {
		rule.ranged, rule.low, rule.high = true, bounds[0], bounds[1]
	}
	return rule
}

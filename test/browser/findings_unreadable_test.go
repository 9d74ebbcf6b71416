package browser

// unreadable are bodies that auto does not read, whatever their type.
var unreadable = []finding{
	unread("gzip without Content-Encoding", "text/event-stream-or-so", "\x1f\x8b\b\x00\x00⏎\x00\x00"),
	unread("image", "", "\x89PNG\r⏎\x1a⏎\x00\x00\x00\rIHDR"),
	unread("PDF", "text/plain", "%PDF-1.7⏎"),
	unread("UTF-16", "text/plain", "\xff\xfeo\x00n\x00e\x00⏎\x00"),
	unread("Docker's frames", "text/plain", "\x01\x00\x00\x00\x00\x00\x00\x06hello⏎"),
	unread("bytes", "", "\x10⏎\x05hello\x10\x01"),
	{name: "auto, lines in Latin-1", asked: twice, turns: typed("text/plain", "caf\xe9⏎⏏"), told: again("caf\ufffd", "error:end")},
	{name: "auto, XML", asked: twice, turns: typed("application/xml", "<?xml version=\"1.0\"?>⏎<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>⏏"),
		told: again("error:content-type"), says: []string{"200 with XML instead of a feed, which format 'lines' reads, and said \"Access Denied\""}, code: "AccessDenied"},
	{name: "auto, a web page of no type", asked: twice, turns: typed("", signIn+"⏏"), told: again("error:content-type"), says: []string{"a web page instead of a feed (is the URL right?) and said \"Sign in\""}},
}

func unread(kind, contentType, body string) finding {
	of := "no content type"
	if contentType != "" {
		of = "the type " + contentType
	}
	return finding{name: "auto, " + kind, turns: typed(contentType, body+"⏏"), told: []string{"error:content-type!"}, says: []string{"200 with " + of + " (" + kind + "), by which no format is known"}}
}

//go:build !js

package feedsource

import "strings"

// The engine speaks to web pages. What it says of them is here what it says of programs.
var sentences = strings.NewReplacer(
	"): the server is unreachable, or refused the handshake", ")", // which the cause says
	", or its server does not expose it to this page (Access-Control-Expose-Headers); it", "; it",
	"the page's own code broke the body", "the program's own code broke the body",
	"the page could not give what it has to say", "the program could not give what it has to say",
	"the page's url function has not answered", "URLFunc has not answered",
	"the page's headers function has not answered", "HeadersFunc has not answered",
	"the page's greet function has not answered", "Greet or HeadersFunc has not answered",
	"the page's backfill function has not answered", "Backfill.Func has not answered",
	"the page's resume.url function has not answered", "Resume.URLFunc has not answered",
	"the page's resume.as function has not answered", "Resume.AsFunc has not answered",
	"the page's url or resume.as function has not answered", "URLFunc or Resume.AsFunc has not answered",
	"the page's resume.url or resume.as function has not answered", "Resume.URLFunc or Resume.AsFunc has not answered",
)

// inGo is a message of the engine's as it is for a program in Go.
func inGo(message string) string { return sentences.Replace(message) }

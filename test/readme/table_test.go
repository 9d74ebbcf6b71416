package readme

// A run is what the reader of an example has, and what is seen of it.
type run struct {
	feed  string   // what its addresses lead to, on the server of the local feeds; a room of Gitter's if empty
	local bool     // it is on the page's own server
	shows []string // what it shows first, as regular expressions
	fails string   // the type of the failure by which all of its feeds end
	cuts  bool     // its feeds lose their connections on purpose, and go on
	// before and after are code ahead of it and behind it, in the same module.
	before, after string
}

const (
	text   = `"text":`
	tweets = "/twitter/1.1/statuses/sample.json?rate=50&extras=0"
	// tweetsWithToken is the feed of a reader who has an account.
	tweetsWithToken = "const feed = new FeedSource(url, { preset: 'twitter', headers: { Authorization: 'Bearer TWITTER' } });"
	showMessages    = "feed.onmessage = ({ json }) => show(json);"
)

// cases are examples that need more than a feed, or of which more is seen than that their feeds read.
var cases = map[string]run{
	"reading.md#reading":   {shows: []string{text, text}},
	"events.md#events":     {shows: []string{`^200$`, text}},
	"relay.md#the-relay-2": {feed: "/relayed", local: true, shows: []string{`"text":"one"`, "It has aged out"}},
	"failures.md#failures": {feed: "/espresso/subscribe?rate=50&type=image/png", shows: []string{"image"}, fails: "content-type"},
	"options.md#options":   {after: showMessages, shows: []string{text}},
	"presets.md#presets":   {feed: "/ntfy", local: true, after: showMessages, shows: []string{`"message":"one"`}},
	"formats.md#formats":   {feed: "/rooms/1", local: true},
	"devtools.md#developer-tools": { // for a page of the machine itself
		after: "await import('feedsource/devtools'); show(document.querySelector('feedsource-devtools')?.localName);", shows: []string{"feedsource-devtools"},
	},
	"engine.md#the-engine": {after: "await init();"},
	"eventsource.md#eventsource": {
		feed: "/espresso/subscribe?rate=50", after: "new EventSource(url).onopen = () => show('open');", shows: []string{"^open$"},
	},
	"options.md#preset": {feed: "/ntfy", local: true},
	"options.md#decode": {feed: "/decode", local: true},
	"options.md#lag":    {feed: "/lag", local: true},
	"reading.md#numbers-that-javascript-rounds": {
		after: "show(parse('12345678901234567890'), parse('1.5'));", shows: []string{"^12345678901234567890$"},
	},
	"binary.md#frames-of-bytes": {
		feed: "/metrics", local: true, shows: []string{`"text":"one"`},
		before: "import { TimestampSchema as MetricFamilySchema } from '@bufbuild/protobuf/wkt';",
	},
	"binary.md#a-header-of-your-own":                    {feed: "/header", local: true},
	"recorder.md#recording-a-feed-and-playing-it-again": {after: "await report(); show('reported');", shows: []string{"reported"}},
	"recorder.md#playing-it-again-2":                    {after: showMessages + "setTimeout(uninstall);", shows: []string{text}},
	"resume.md#an-answer-that-goes-on-elsewhere":        {fails: "complete"},
	"stages.md#stages":                                  {feed: tweets, before: tweetsWithToken, shows: []string{`"id_str"`}},
	"api-stages.md#reorder":                             {shows: []string{text}},
	"api-stages.md#overflow":                            {shows: []string{`"symbol":"A"`}},
	"api-stages.md#withoutdeleted":                      {feed: tweets, before: tweetsWithToken, shows: []string{`"id_str"`}},
	"api-stages.md#totransform":                         {feed: tweets, before: tweetsWithToken, shows: []string{`"id_str"`}},
	"api-stages.md#twitter":                             {feed: tweets, before: tweetsWithToken, shows: []string{`"id_str"`}},
	"testing.md#time":                                   {before: "import { fakeFeed } from 'feedsource/testing'; const fake = fakeFeed();"},
	"testing.md#chaos": {
		before: `const events = ['one', 'two'];
			const assert = { deepEqual: (a, b) => { if (String(a) !== String(b)) throw new Error(a + ' is not ' + b); show('equal'); } };
			const myReader = async (from) => {
				const texts = [];
				for await (const { data } of new FeedSource('/', { fetch: from })) if (texts.push(data) === events.length) break;
				return texts;
			};`,
		shows: []string{"equal", "equal"}, cuts: true,
	},
	"testing.md#playwright-chromedp-cypress": {
		before: "import * as testing from 'feedsource/testing'; globalThis.FeedSourceTesting = testing;",
		after:  "new FeedSource('/rooms/1').onmessage = ({ data }) => show(data);", shows: []string{"^one$"},
	},
	"typescript.md#what-a-record-is":          {shows: []string{"^one$"}},
	"typescript.md#what-a-record-is-2":        {shows: []string{"^(2026|2|3)$", "^(2026|2|3)$", "^(2026|2|3)$"}},
	"typescript.md#what-a-record-is-3":        {shows: []string{"^(blob:.*|0)$", "^(blob:.*|0)$"}},
	"typescript.md#several-types-of-events":   {shows: []string{`^(1|2|3000|6000|true|false)$`}},
	"typescript.md#several-types-of-events-2": {shows: []string{"^2$"}},
	"typescript.md#several-types-of-events-3": {shows: []string{"^one$", "^1$"}},
	"typescript.md#options-in-constants":      {feed: "/ntfy", local: true},
	"typescript.md#by-a-script-tag":           {before: "Object.assign(FeedSource, { init });", shows: []string{"one"}},
	"websocket.md#websocket":                  {feed: "ws:/talk", local: true, shows: []string{"gitter-token", "hello"}},
	"api-feedsource.md#feedsource-2":          {shows: []string{text}},
	"api-feedsource.md#typedfeedsource":       {shows: []string{"^2$", "^2$"}},
	"api-compat.md#fetcheventsource":          {shows: []string{text}},
	"api-observable.md#toobservable":          {shows: []string{"#"}},
	"api-presets.md#presets":                  {shows: []string{`"name":"gitter"`}},
	"api-recorder.md#readrecording":           {shows: []string{`^\d+$`}},
	"testing.md#a-scripted-feed":              {cuts: true},
	"api-testing.md#forseeds":                 {cuts: true},
	"api-testing.md#fakefeed":                 {cuts: true, shows: []string{`{"id":1}`, `{"id":2}`}},
}

const (
	inHooks    = "it is a part of a component; test/hooks runs components of each framework, as the pages of frameworks show them"
	commands   = "these are the commands that run the tests, and the demo that test/console looks at"
	inNode     = "it is for Node.js: TestNodeExamples"
	hostedHTML = "it is a part of a page: TestHostedPages"
)

// elsewhere says of examples, or of whole pages, why TestExamples does not run them.
var elsewhere = map[string]string{
	"README.md#install":                      "test/packaging installs the tarball",
	"README.md#install-2":                    "TestScriptTagExample",
	"README.md#use":                          "TestModuleExample",
	"README.md#contribute":                   commands,
	"proof.md#proof":                         commands,
	"relay.md#the-relay":                     "it serves until it is stopped: the tests of web/relay start it so",
	"relay.md#relaytoml":                     "it removes what a relay keeps: a test of web/relay has it do so",
	"benchmark.md#benchmark":                 "it measures for two minutes, where nothing else runs",
	"relay-capacity.md#what-the-relay-bears": "it measures for half an hour, where nothing else runs",
	"resume.md#resuming":                     "TestCursorExample",
	"cli.md":                                 "they are for a shell: TestShellExamples",
	"runtimes.md#cloudflare-workers":         "it is for Cloudflare's workerd: test/runtimes reads a feed there in the same way",
	"runtimes.md#nodejs-deno-bun-and-tests-without-a-browser": inNode,
	"api-node.md":                      inNode,
	"frameworks.md":                    "test/hooks runs what the page shows in the frameworks themselves, and sees that it shows nothing else",
	"migration.md":                     "test/hooks runs what the page shows, before and after, and sees that it shows nothing else",
	"api-react.md":                     inHooks,
	"api-vue.md":                       inHooks,
	"api-svelte.md":                    inHooks,
	"api-solid.md":                     inHooks,
	"api-angular.md":                   inHooks,
	"hosting.md#hosting":               hostedHTML,
	"hosting.md#from-another-origin":   hostedHTML,
	"hosting.md#from-another-origin-2": hostedHTML,
	"hosting.md#brotli":                hostedHTML,
	"hosting.md#preload":               hostedHTML,
	"bundlers.md#import-map":           hostedHTML,
	"devtools.md#developer-tools-2":    hostedHTML,
}

package browser

// A mistake is what somebody does wrong, as it is written, and what the page is told of it.
type mistake struct {
	group, what string
	code        string
	page        string // where it is made, if not in a plain page
	happened    string // the part of the sentence that says what happened; empty if there is no sentence
	do          string // and that which says what can be done
	instead     string // what the table has where there is no sentence
}

// The groups of mistakes, which are the headings of the page.
const (
	saying    = "What is said to the constructor"
	answering = "What the server answers"
	hosting   = "The page, and what serves it"
	coding    = "The code of the page"
)

// Names are those of the examples of the documentation: url is a feed that works, show has something shown.
var mistakes = []mistake{
	{group: saying, what: "an option is misspelt", code: `new FeedSource(url, { keepAlive: true })`,
		happened: `^TypeError: keepAlive is not an option`, do: `Did you mean keepalive\?$`},
	{group: saying, what: "the format is misspelt", code: `new FeedSource(url, { format: 'NDJSON' })`,
		happened: `^TypeError: format is "NDJSON"`, do: `it can be auto, sse, .* Did you mean ndjson\?$`},
	{group: saying, what: "the preset is misspelt", code: `new FeedSource(url, { preset: 'open-ai' })`,
		happened: `^TypeError: preset is "open-ai"`, do: `it can be .* Did you mean openai\?$`},
	{group: saying, what: "a JSON pointer has no slash", code: `new FeedSource(url, { id: 'id' })`,
		happened: `^TypeError: id is "id"`, do: `it can be a JSON pointer like /id`},
	{group: saying, what: "a time is no number", code: `new FeedSource(url, { keepalive: { timeoutMs: '30s' } })`,
		happened: `^TypeError: keepalive.timeoutMs is "30s"`, do: `it can be a whole number from 1 to`},
	{group: saying, what: "the URL is not there yet", code: `new FeedSource(undefined)`,
		happened: `^TypeError: url is undefined`, do: `it can be a string, a URL, or a function that gives one`},
	{group: saying, what: "a GET has a body", code: `new FeedSource(url, { body: '{}' })`,
		happened: `the request cannot be made \(a GET has no body`, do: `say method: 'POST', or leave the body out`},
	{group: saying, what: "a body is an object", code: `new FeedSource(url, { method: 'POST', body: { stream: true } })`,
		happened: `^TypeError: body is an object`, do: `JSON by JSON\.stringify`},
	{group: saying, what: "a WebSocket has headers", code: `new FeedSource('wss://feeds.example/talk', { headers: { Authorization: 'x' } })`,
		happened: `^TypeError: headers does nothing for a WebSocket`, do: `a token goes into protocols, into the URL`},

	{group: answering, what: "404: the path is misspelt", code: `new FeedSource('https://feeds.example/espreso/subscribe')`,
		happened: `answered 404 Not Found .* and said .*; the feed is closed\.$`, do: `\(is the URL right\?\)`},
	{group: answering, what: "401: there is no token", code: `new FeedSource('https://feeds.example/gitter/v1/rooms/42/chatMessages')`,
		happened: `answered 401 Unauthorized .* and said .*; the feed is closed\.$`, do: `\(it wants a token\)`},
	{group: answering, what: "403: the token is not enough", code: `new FeedSource('https://feeds.example/espresso/subscribe?status=403')`,
		happened: `answered 403 Forbidden .* and said .*; the feed is closed\.$`, do: `\(is it the right token\?\)`},
	{group: answering, what: "500: the server fails", code: `new FeedSource('https://feeds.example/espresso/subscribe?status=500')`,
		happened: `answered 500 Internal Server Error and said`, do: `trying again in [\d.]+ s\.$`},
	{group: answering, what: "204: the server has nothing to say", code: `new FeedSource('https://feeds.example/espresso/subscribe?status=204')`,
		happened: `answered 204 No Content, which asks not to reconnect .*; the feed is closed\.$`, do: `\(a feed without news answers 200\)`},
	{group: answering, what: "a web page comes, such as a login", code: `new FeedSource('https://feeds.example/espresso/subscribe?html=1')`,
		happened: `answered 200 with a web page instead of a feed .* and said "OK"; trying again`, do: `\(is the URL right\?\)`},
	{group: answering, what: "NDJSON is read as an event stream", code: `new FeedSource('https://feeds.example/raw/get/lines?type=application/x-ndjson', { format: 'sse' })`,
		happened: `with the type application/x-ndjson instead of an event stream`, do: `which format 'ndjson' reads`},
	{group: answering, what: "an event stream is read as NDJSON", code: `new FeedSource('https://feeds.example/espresso/subscribe?from=1&rate=0&count=3', { format: 'ndjson' })`,
		happened: `it begins with "retry: 3000"`, do: `this looks like sse, and is read as ndjson`},
	{group: answering, what: "a picture comes", code: `new FeedSource('https://feeds.example/camera/stream?type=image/png')`,
		happened: `with the type image/png \(image\), by which no format is known`, do: `if it is a feed all the same, name its format`},
	{group: answering, what: "CORS does not let the page read it", code: `new FeedSource('https://feeds.example/espresso/subscribe?nocors=1')`,
		happened: `the server is unreachable, or refused this page by CORS`, do: `the browser's console says which; trying again`},

	{group: answering, what: "only the head comes: the server compresses, and does not flush after each record", code: `new FeedSource('https://feeds.example/espresso/subscribe?nobody=1', { keepalive: { timeoutMs: 1000 } })`,
		happened: `the head came and then nothing for 1\.0 s`, do: `a proxy or a compressor may hold it back`},

	{group: hosting, what: "`connect-src` leaves the server out", page: "connect", code: `new FeedSource(url)`,
		happened: `the page's Content Security Policy forbids the request`, do: `its connect-src needs https://feeds\.example; the feed is closed\.$`},
	{group: hosting, what: "`script-src` leaves `wasm-unsafe-eval` out", page: "compile", code: `new FeedSource(url, { preset: 'gitter' })`,
		happened: `could not be run as the engine \(CompileError`, do: `The page's script-src needs 'wasm-unsafe-eval'\.$`},
	{group: hosting, what: "the host answers the app for every path that it does not know", page: "spa", code: `new FeedSource(url, { preset: 'gitter' })`,
		happened: `feedsource\.wasm\.gz is a web page`, do: `Put feedsource\.wasm\.gz there, or call init\(\{ wasm: url \}\)`},
	{group: hosting, what: "the engine was not copied", page: "missing", code: `new FeedSource(url, { preset: 'gitter' })`,
		happened: `feedsource\.wasm\.gz answered 404 Not Found`, do: `Put feedsource\.wasm\.gz there, or call init\(\{ wasm: url \}\)`},
	{group: hosting, what: "the engine was cut off on its way", page: "truncated", code: `new FeedSource(url, { preset: 'gitter' })`,
		happened: `feedsource\.wasm\.gz could not be run as the engine`, do: `Put feedsource\.wasm\.gz there, or call init\(\{ wasm: url \}\)`},

	{group: coding, what: "a record that is not JSON is read as JSON", code: `const feed = new FeedSource('https://feeds.example/raw/get/text?hold=1', { format: 'lines' }); feed.onmessage = ({ json }) => show(json);`,
		happened: `A record beginning "first line" is not JSON`, do: `\(use event\.text\); the feed goes on\.$`},
	{group: coding, what: "a record is malformed", code: `const feed = new FeedSource('https://feeds.example/raw/get/broken?hold=1', { format: 'ndjson' }); feed.onmessage = ({ json }) => show(json);`,
		happened: `A record beginning ".*" is not JSON`, do: `\(use event\.text\); the feed goes on\.$`},
	{group: coding, what: "a listener throws", code: `const feed = new FeedSource(url); feed.onmessage = ({ json }) => show(json.user.name);`,
		happened: `^Uncaught TypeError: Cannot read properties of undefined`, do: `reading 'name'`,
		instead: "The error of the listener, as an error of the page. Other listeners hear the record all the same, and the feed goes on."},
	{group: coding, what: "a feed is closed twice", code: `const feed = new FeedSource(url); feed.close(); feed.close();`,
		instead: "Nothing. It stays closed."},
	{group: coding, what: "a closed feed is to reconnect", code: `const feed = new FeedSource(url); feed.close(); feed.reconnect();`,
		instead: "Nothing. It stays closed; make another one."},
}

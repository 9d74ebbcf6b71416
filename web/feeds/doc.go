// Package feeds serves local HTTP feeds that speak as services do or did:
// Gitter's room streams, Ably's SSE endpoint, apps written in Espresso,
// Twitter's streaming API 1.1, OpenAI's Responses, the watches of a Kubernetes
// API, CouchDB's changes, the journal of systemd, a ticker that sends frames of
// bytes, and a camera. One more, raw, sends the bytes that it was given.
//
// A test puts the server behind httptest, and says in each address what is to come:
//
//	server := feeds.New(feeds.Options{Interval: time.Hour}) // nothing by itself
//	host := httptest.NewServer(server)
//	defer host.Close()
//	defer server.Cut() // Close waits for streams that are open
//	// host.URL + "/espresso/subscribe?from=1&count=3&rate=0" has three events
//
// Requests enter and bytes leave; nothing is stored but bodies for raw, the
// latest answers and what is said on walls. Message n of a channel is a pure function of the feed, the
// channel, the seed and n, and carries its number in its text ("... #42"), so
// that what a client got, resumed or fetched by REST can be compared exactly.
// Every channel has one log for all its connections. It grows at
// Options.Interval by itself and faster if a connection with a higher rate runs
// ahead. A stream begins at the head of the log: it brings what is yet to come.
//
// # Endpoints
//
//	GET  /gitter/v1/rooms/{roomId}/chatMessages      (or events) delimiter=cr|crlf|lf pretty=0
//	GET  /gitter/api/v1/rooms/{roomId}/chatMessages  afterId beforeId aroundId limit skip
//	GET  /ably/sse                                   channels separator v lastEvent rewind enveloped heartbeats
//	GET  /ably/event-stream                          the same; SSE only with Accept: text/event-stream
//	POST /ably/keys/{key}/requestToken               ttl=ms
//	GET  /espresso/subscribe                         lastEventId keepopen=0 retry=ms
//	GET  /espresso/chunked                           lines doubleframed=1
//	GET  /espresso/celluloid
//	GET  /espresso/wall                              WebSocket, or SSE: wall=NAME since=N form=json keepopen=0 readinterval=ms
//	POST /espresso/wall                              puts a text on it
//	GET  /twitter/1.1/statuses/filter.json           (or POST) track follow locations and those of sample.json
//	GET  /twitter/1.1/statuses/sample.json           delimited=length stall_warnings filter_level language count
//	                                                 pretty=0 extras=0 gzip=1 disconnect=CODE
//	GET  /twitter/1.1/statuses/user_timeline.json    since_id max_id count
//	POST /v1/responses                               {"input": "...", "stream": true, "background": true}
//	GET  /v1/responses/{id}                          stream=true starting_after=N
//	GET  /api/v1/namespaces/{namespace}/pods         watch=1 resourceVersion=N allowWatchBookmarks=1 timeoutSeconds=N
//	GET  /couchdb/{db}/_changes                      feed=normal|continuous|eventsource since=SEQ include_docs=true heartbeat=MS
//	GET  /couchdb/{db}/_all_docs                     include_docs=true update_seq=true
//	GET  /journal/entries                            follow; Range: entries=CURSOR:SKIP:COUNT; JSON, SSE or text, by Accept
//	GET  /ticker/trades                              after=N
//	GET  /camera/stream
//	POST /raw/put?name=x                             stores the request body
//	GET  /raw/get/{name}                             (or POST) repeat=N
//	POST /control/cut                                feed=NAME; aborts live streams
//	POST /control/strike                             feed=NAME channel=C fault=F; has a fault happen to live streams
//	POST /control/restart                            feed=kubernetes; aborts its watches, and forgets old versions
//	GET  /control/made                               feed=NAME channel=C from=N; lists the ids of messages there are
//	GET  /control/connections                        lists live streams
//
// # Credentials
//
// Gitter takes GitterToken as Bearer, X-Access-Token or access_token=. Ably
// takes AblyKey as key= or Basic, and tokens as accessToken= or Bearer, plain
// or in base64: AblyToken, "expires:<unix ms>", or "ttl:<ms>:<nonce>" which
// expires that long after its first use. Twitter takes TwitterToken or
// TwitterStandardToken as Bearer or as oauth_token in an OAuth header, and
// TwitterUser with TwitterPassword as Basic. The others ask for none.
//
// # The wall
//
// The WebSocket of Espresso's guide greets with "Welcome to the wall" and sends
// a text that it gets to all who are there, as "<time>: <text>". That form has no
// cursor; with form=json a message is {"id": 7, "time": "...", "text": "..."}. The
// same wall is an event stream with the numbers as ids, and takes texts by POST.
// Nothing is on it but what clients said: rate and seed mean nothing, and a
// stream begins with what is yet to come, or behind message since= (or
// Last-Event-ID). keepopen=0 ends it behind what is there. A server in the guide
// reads once a second (read_interval 1); this one at once, or
// readinterval=MS after the last message. keepalive is off unless asked for: comments by
// SSE, pings of the protocol by WebSocket.
//
// There are 16 walls, each with 100 readers and 4 MiB or Options.History
// messages, whichever is less; a message has 64 KiB. A WebSocket ends with
// 1003 for bytes, 1007 for what is not UTF-8, 1009 for a message too long, and
// 1013 if there is no room or its reader is too slow for what is kept. Cut
// it as feed=wall.
//
// # Parameters of every stream
//
//	rate=R        messages per second; 0 is as fast as possible
//	keepalive=MS  idle time before a beat; 0 is never
//	seed=S        other messages
//	from=N        begin at message N of the log
//	count=N       end the body cleanly after N messages (on Twitter only with
//	              from; there count is the service's own), or take=N
//
// Together from and count name the messages [from, from+count) of the log,
// also if the client resumes in between. On a Twitter filter count includes
// the tweets that do not match. A stream over several Ably channels numbers
// its messages in turns. An answer has a rate of its own, which is that of its
// question, eight words per second if it names none, and also that of those who
// go on with it; from, count and seed mean nothing there. Message n of a
// namespace makes its version n, and of a database its update sequence n. What
// a database has overtaken by then is counted, and not sent.
//
// # The ticker and the camera
//
// A trade is a frame of bytes: its length in two bytes, then its number (4), the
// price in cents (4), how many were traded (4), the time in milliseconds since
// 1970 (8) and the symbol in ASCII, all in big-endian order. A picture is a part
// of multipart/x-mixed-replace with the boundary "frame", a JPEG of 320 by 180
// pixels, and carries its number, on itself and in the field X-Frame. A camera
// gives nothing back: a stream begins at the head, or where from= says.
//
// # Faults
//
// K counts the messages of the response from 0, N bytes of its body.
//
//	chunk=N          split every write into writes of N bytes, 1 to 65536
//	split=N          end a write exactly after byte N; splitpause=MS waits there
//	cut=N            abort the connection after N bytes; the body has no end
//	cutclean=N       end the body properly after N bytes
//	silence=N        send nothing after N bytes, but stay connected
//	nobody=1         silence=0: headers and no bytes
//	hold=1           stay connected after the last message
//	status=CODE      answer that status, with a JSON error; retryafter=V sets Retry-After
//	html=1           answer an HTML page, with status 200 or that of status=
//	headersdelay=MS  wait before the answer begins
//	type=T           override Content-Type
//	malformed=K      half of the JSON of message K; for delimited=length a
//	                 prefix that is no number
//	oversize=K,SIZE  message K, its JSON or its text, is SIZE bytes long
//	shortcount=K     the length prefix of message K is too small by 2
//	longcount=K      the length prefix of message K is too large by 2
//	burst=N          N keep-alives in one write before the first message
//	nocors=1         no CORS headers; a WebSocket of another origin gets 403
//	nopreflight=1    preflights get 403
//	times=K          all of the above (but CORS) only for the first K requests
//	statustimes=K    status only for the first K requests
//	fault=KEY        which requests times and statustimes count together; by
//	                 default those with the same address
//
// A WebSocket has status, headersdelay and the faults of its bytes, which are those
// of its frames, and malformed, which is text that is not UTF-8, oversize and
// hold, and these of its own:
//
//	close=CODE       ends with that code, after closeafter=K messages or else at
//	                 once, and with reason=TEXT; 1005 is a close frame without
//	                 a code, 1006 none at all
//	deaf=K           reads K messages, and then nothing for a minute
//
// # Faults while a stream runs
//
// Strike, or POST /control/strike, has these happen to the streams that are open:
//
//	cut        aborts the connection
//	silence    sends nothing more, but stays connected
//	503        aborts the connection, and answers the next request for the stream 503
//	away       aborts the connection, and all requests for the stream for ten seconds; a wall stays
//	malformed  a record that is no JSON comes before the next message
//	slow       320 bytes a second, for ten seconds
//	burst      three more messages come at once behind the next one
//	expiry     ends the stream as if its token had expired, and answers the next request for the stream 401;
//	           Ably says it before the end, and takes what comes next
//	repeat     the next message comes twice
//	drop       the next message does not come
//
// # Limits
//
// An answer says yes to pages of every origin, with credentials, and
// /control/cut asks for no password: serve these feeds to tests and demos only.
package feeds

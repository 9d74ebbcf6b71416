> {"type":"subscribe","stream":"hashtag:local","tag":"foo"}
< {"error":"Unknown stream type","status":400}
< {"stream":["public"],"event":"update","payload":"{\"id\":\"108913983692647034\",\"content\":\"<p>grüß</p>\"}"}
x 1008 enough

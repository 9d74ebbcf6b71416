> {"type":"subscribe","stream":"hashtag:local","tag":"foo"}
< {"stream":["public"],"event":"update","payload":"{\"id\":\"108913983692647032\",\"content\":\"<p>grüß</p>\"}"}
< {"stream":["hashtag:local","foo"],"event":"update","payload":"{\"id\":\"108913983692647033\",\"content\":\"<p>grüß</p>\"}"}
< {"stream":["public"],"event":"delete","payload":"106692867363994015"}
< {"stream":["user"],"event":"filters_changed"}
x 1001

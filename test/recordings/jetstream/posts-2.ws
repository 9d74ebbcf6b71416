< {"did":"did:plc:other","time_us":1725911162329311,"kind":"identity","identity":{"did":"did:plc:other","handle":"other.example","seq":1409752997,"time":"2024-09-09T19:46:02.300Z"}}
< {"did":"did:plc:other","time_us":1725911162329317,"kind":"commit","commit":{"rev":"3l3qo2vutsw2b","operation":"create","collection":"app.bsky.feed.post","rkey":"3l3c","record":{"$type":"app.bsky.feed.post","createdAt":"2024-09-09T19:46:02.102Z","text":"three"},"cid":"bafyrei3l3c"}}
x 1008 enough

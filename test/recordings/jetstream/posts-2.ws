< {"did":"did:plc:zoe","time_us":1725911162329310,"kind":"commit","commit":{"rev":"3l3f6nzl3cv2s","operation":"delete","collection":"app.bsky.feed.post","rkey":"3l3dn7tku762u"}}
< {"did":"did:plc:other","time_us":1725911162329317,"kind":"commit","commit":{"rev":"3l3qo2vutsw2b","operation":"create","collection":"app.bsky.feed.post","rkey":"3l3c","record":{"$type":"app.bsky.feed.post","createdAt":"2024-09-09T19:46:02.102Z","text":"three"},"cid":"bafyrei3l3c"}}
x 1008 enough

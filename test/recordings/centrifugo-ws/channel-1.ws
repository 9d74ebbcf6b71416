> {"id":1,"connect":{}}
< {"id":1,"connect":{"client":"b9b8","version":"6.0.0","ping":25,"pong":true}}
> {"id":2,"subscribe":{"channel":"news"}}
< "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"xyz\",\"offset\":12}}\n{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"text\":\"grüß\"},\"offset\":13}}}\n{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"text\":\"two\"},\"offset\":14}}}"
< {}
> {}
< {"push":{"channel":"news","join":{"info":{"user":"zoë","client":"c1"}}}}
x 3001 shutdown

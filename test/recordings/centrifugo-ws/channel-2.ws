> {"id":1,"connect":{}}
< {"id":1,"connect":{"client":"b9b8","version":"6.0.0","ping":25,"pong":true}}
> {"id":2,"subscribe":{"channel":"news"}}
< {"id":2,"error":{"code":103,"message":"permission denied"}}
x 3500 invalid token

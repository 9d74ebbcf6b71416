> {"id":1,"connect":{"token":"t2"}}
< {"id":1,"connect":{"client":"b9b8","version":"6.0.0","ping":25,"pong":true}}
< {"push":{"channel":"news","pub":{"data":{"text":"one"},"offset":1}}}
x 3012 no pong

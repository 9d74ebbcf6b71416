> {"type":"connection_init"}
< {"type":"connection_ack"}
> {"id":"1","type":"subscribe","payload":{"query":"subscription { news }"}}
< {"id":"1","type":"next","payload":{"data":{"news":"grüß"}}}
< {"type":"ping"}
> {"type":"pong"}
< {"type":"pong"}
x 1001 Going away

> {"type":"connection_init"}
< {"type":"connection_ack"}
> {"id":"1","type":"subscribe","payload":{"query":"subscription { news }"}}
< {"id":"1","type":"next","payload":{"data":{"news":null},"errors":[{"message":"no news"}]}}
< {"id":"1","type":"complete"}

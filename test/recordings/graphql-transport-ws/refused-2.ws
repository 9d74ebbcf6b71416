> {"type":"connection_init","payload":{"token":"t2"}}
< {"type":"connection_ack","payload":{}}
> {"id":"1","type":"subscribe","payload":{"query":"subscription { news }"}}
< {"id":"1","type":"error","payload":[{"message":"Cannot query field \"news\" on type \"Subscription\"."}]}

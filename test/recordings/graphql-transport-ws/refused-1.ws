> {"type":"connection_init","payload":{"token":"t1"}}
x 4403 Forbidden

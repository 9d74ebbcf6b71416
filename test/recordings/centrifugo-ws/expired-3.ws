> {"id":1,"connect":{"token":"t3"}}
< {"id":1,"error":{"code":100,"message":"internal server error","temporary":true}}

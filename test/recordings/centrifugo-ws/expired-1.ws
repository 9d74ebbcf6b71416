> {"id":1,"connect":{"token":"t1"}}
< {"id":1,"error":{"code":109,"message":"token expired"}}

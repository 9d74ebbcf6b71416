> {"id":1,"connect":{"token":"t4"}}
< {"id":1,"error":{"code":101,"message":"unauthorized"}}

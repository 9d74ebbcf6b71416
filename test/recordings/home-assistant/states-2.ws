< {"type":"auth_required","ha_version":"2025.1.0"}
> {"type":"auth","access_token":"t2"}
< {"type":"auth_ok","ha_version":"2025.1.0"}
> {"id":1,"type":"subscribe_events","event_type":"state_changed"}
< {"id":1,"type":"result","success":true,"result":null}
< {"id":1,"type":"event","event":{"data":{"entity_id":"light.küche","new_state":{"state":"on"}},"event_type":"state_changed","time_fired":"2016-11-26T01:37:24.265429+00:00","origin":"LOCAL"}}
< {"id":2,"type":"pong"}
< {"id":3,"type":"result","success":false,"error":{"code":"unknown_command","message":"Unknown command."}}
x 1008 enough

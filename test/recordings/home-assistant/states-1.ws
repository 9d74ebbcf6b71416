< {"type":"auth_required","ha_version":"2025.1.0"}
> {"type":"auth","access_token":"t1"}
< {"type":"auth_invalid","message":"Invalid access token or password"}

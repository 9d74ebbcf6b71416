< {"id":"pppppppppppp","time":1642307790,"event":"open","topic":"naïve"}
< {"id":"bbbbbbbbbbbb","time":1642307755,"expires":1642350955,"event":"message","topic":"naïve","message":"grüß"}
< {"id":"cccccccccccc","time":1642307791,"expires":1642350991,"event":"message","topic":"naïve","message":"three"}
x 1008 enough

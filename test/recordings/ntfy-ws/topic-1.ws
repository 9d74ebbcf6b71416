< {"id":"oooooooooooo","time":1642307388,"event":"open","topic":"naïve"}
< {"id":"aaaaaaaaaaaa","time":1642307754,"expires":1642350954,"event":"message","topic":"naïve","message":"hi 👋"}
< {"id":"bbbbbbbbbbbb","time":1642307755,"expires":1642350955,"event":"message","topic":"naïve","message":"grüß"}

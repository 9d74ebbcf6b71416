< Welcome to the wall
> grüß dich
< 2013-07-06 12:00:05 +0300: grüß dich
< 2013-07-06 12:00:06 +0300: {"no":"JSON to look into"}
x 1008 enough

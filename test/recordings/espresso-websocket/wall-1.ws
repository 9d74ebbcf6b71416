< Welcome to the wall
> grüß dich
< 2013-07-06 12:00:00 +0300: grüß dich
x 1001

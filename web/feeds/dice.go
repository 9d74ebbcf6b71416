package feeds

import "hash/fnv"

// dice is a small generator whose rolls are a pure function of the message
// they belong to. It does not use math/rand because expected bytes in tests
// must survive a new Go release.
type dice struct{ state uint64 }

// rollFor gives the dice of message n in one channel of one feed.
func rollFor(key logKey, n int) *dice {
	d := &dice{state: fingerprint(key.feed, key.channel) ^ key.seed*0x9E3779B97F4A7C15}
	d.state = d.next() + uint64(n)
	d.state = d.next()
	return d
}

// fingerprint hashes names, each closed by a NUL so that ("ab","c") and
// ("a","bc") differ.
func fingerprint(names ...string) uint64 {
	h := fnv.New64a()
	for _, name := range names {
		h.Write([]byte(name))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// next is SplitMix64 (Steele, Lea and Flood, 2014).
func (d *dice) next() uint64 {
	d.state += 0x9E3779B97F4A7C15
	z := d.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

// oneIn is true once in n rolls on average.
func (d *dice) oneIn(n int) bool { return d.below(n) == 0 }

func pick[T any](d *dice, list []T) T { return list[d.below(len(list))] }

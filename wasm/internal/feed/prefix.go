package feed

// A prefix knows again what a server sends once more that can only begin anew. It keeps no
// records: a hash of all up to the first, the second and so on tells whether another
// answer begins as the one before did.
type prefix struct {
	hashes   []uint64 // hashes[i] is that of the first (i+1)*every records
	every    int
	count    int // records that the page has had
	hash     uint64
	again    int // of these, how many have come again
	repeat   uint64
	skipping bool
}

// maxHashes bounds the memory: above it every second hash is given up, so that a
// difference is found some records late.
const maxHashes = 1 << 16

// begin takes another answer, which begins anew.
func (p *prefix) begin() { p.again, p.repeat, p.skipping = 0, 0, p.count > 0 }

// take takes a record, and reports whether the page has had it, and whether the answer
// turns out to be another one here.
func (p *prefix) take(record []byte) (had, diverged bool) {
	if !p.skipping {
		p.add(chained(p.hash, record))
		return false, false
	}
	p.again, p.repeat = p.again+1, chained(p.repeat, record)
	if !p.agrees() {
		kept := (p.again - 1) / p.every
		p.hashes, p.skipping = p.hashes[:kept], false
		p.count = p.again - 1
		p.add(p.repeat)
		return false, true
	}
	p.skipping = p.again < p.count
	return true, false
}

// agrees reports whether what came again is what came before, as far as that is known.
func (p *prefix) agrees() bool {
	if p.again == p.count {
		return p.repeat == p.hash
	}
	return p.again%p.every != 0 || p.repeat == p.hashes[p.again/p.every-1]
}

func (p *prefix) add(hash uint64) {
	p.every = max(p.every, 1)
	p.count, p.hash = p.count+1, hash
	if p.count%p.every != 0 {
		return
	}
	if len(p.hashes) == maxHashes {
		for i := range maxHashes / 2 {
			p.hashes[i] = p.hashes[2*i+1]
		}
		p.hashes, p.every = p.hashes[:maxHashes/2], 2*p.every
		if p.count%p.every != 0 {
			return
		}
	}
	p.hashes = append(p.hashes, hash)
}

// chained is the hash of records up to this one.
func chained(before uint64, record []byte) uint64 {
	return (before^hashed(record))*1099511628211 + 1
}

package liveness

import "time"

const (
	// MinLimit is the shortest limit that is learned. A pause of 20 s is nothing
	// unusual for a language model that thinks, however fast its tokens came before.
	MinLimit = 30 * time.Second
	// MaxLimit is the longest limit that is learned, unless the feed itself shows longer
	// gaps. Many routers forget a connection that carried nothing for 5 to 10 minutes.
	MaxLimit = 10 * time.Minute
	// MinSamples is how many samples a limit needs.
	MinSamples = 8

	// missed is how many beats are missed at the limit. Twitter asked clients for
	// three; what other feeds suggest lies between two and three.
	missed = 3
	// wary replaces missed where no keep-alive bounds the gaps. Simulated arrivals at
	// random, one in 20 s, then cause a false stall in 170 days instead of in 5.
	wary = 6
	// sampleSpan is the least time that a sample spans. Any gap below it leads to
	// MinLimit, so that nothing finer is worth memory.
	sampleSpan = MinLimit / missed

	window   = 32 // samples remembered
	repeats  = 6  // so many samples that are alike make a keep-alive
	outliers = 2  // so many longer ones may be left out of a full window: late beats
)

// A rhythm is what a feed has shown of its gaps lately.
type rhythm struct {
	samples [window]time.Duration
	count   int // of samples
	next    int // where the next sample goes
	stalls  int // by the learned limit, after which too few samples have come
	since   int // samples since the last of these stalls
}

// add takes the longest gap of a sample.
func (r *rhythm) add(gap time.Duration) {
	r.samples[r.next] = gap
	r.next = (r.next + 1) % window
	r.count = min(r.count+1, window)
	if r.since++; r.since >= MinSamples {
		r.stalls = 0
	}
}

// stalled takes a stall by the learned limit.
func (r *rhythm) stalled() {
	r.stalls++
	r.since = 0
}

// top are the longest samples, longest first.
func (r *rhythm) top() (top [outliers + repeats]time.Duration) {
	for _, s := range r.samples[:r.count] {
		for i := range top {
			if s > top[i] {
				s, top[i] = top[i], s
			}
		}
	}
	return top
}

// period is the keep-alive's, 0 if there is none or too little is known. A keep-alive
// bounds the gaps, so that the longest come again and again; chance has no such bound.
func (r *rhythm) period() time.Duration {
	if r.count < MinSamples {
		return 0
	}
	top := r.top()
	for skip := 0; skip <= outliers*r.count/window; skip++ {
		if longest := top[skip]; top[skip+repeats-1] >= longest-longest/10 {
			return longest
		}
	}
	return 0
}

// limit is the silence that the samples allow, 0 while there are too few.
func (r *rhythm) limit() time.Duration {
	if r.count < MinSamples {
		return 0
	}
	longest, factor := r.top()[0], time.Duration(wary)
	if r.period() > 0 {
		factor = missed
	}
	limit := max(longest*factor, MinLimit)
	if limit > MaxLimit {
		limit = max(MaxLimit, 2*longest)
	}
	for i := 0; i < r.stalls && limit < MaxLimit; i++ {
		limit = min(2*limit, MaxLimit)
	}
	return min(limit, MaxWait)
}

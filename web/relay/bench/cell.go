//go:build linux

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"time"
)

// A source is the process of upstream.
type source struct {
	cmd   *exec.Cmd
	rates io.WriteCloser
}

func newSource(args ...string) (*source, error) {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Stderr = os.Stderr
	rates, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	return &source{cmd, rates}, cmd.Start()
}

// rate is 0 to begin with.
func (s *source) rate(perSecond int) { _, _ = fmt.Fprintln(s.rates, perSecond, math.MaxInt64) }

// count has so many records made, fast.
func (s *source) count(records int) { _, _ = fmt.Fprintln(s.rates, 5000, records) }

func (s *source) stop() {
	_ = s.rates.Close() // it ends with it
	_ = s.cmd.Wait()
}

// A cell is what one run is about.
type cell struct {
	Contender string
	Readers   int
	Rate      int // records in a second
}

// An outcome is what one run of a cell has shown.
type outcome struct {
	cell

	Idle, Connected, AtWork int64   // bytes of the server's memory: without readers, with them and no records, with both
	CPU                     float64 // seconds for a million deliveries
	Busy                    float64 // processors in use
	P50, P99                float64 // milliseconds from upstream to reader
	Delivered               float64 // arrivals, as a part of what was due meanwhile
	Skipped, Repeated       int64   // records
	Closed                  int64   // readers
	Connecting              float64 // milliseconds of the server's processor time for each reader who comes
}

// Of each run.
const (
	settling = 3 * time.Second // until memory is that of rest
	warming  = 3 * time.Second
)

func (c contender) run(at cell, measuring time.Duration) (o outcome, err error) {
	o.cell = at
	s, err := open(c)
	if err != nil {
		return o, err
	}
	defer s.close()
	time.Sleep(settling)
	o.Idle = s.server.memory()
	before := s.server.cpu()
	l, err := connect(s.address, s.request(""), at.Readers)
	if err != nil {
		return o, fmt.Errorf("%w; its log: %s", err, s.log())
	}
	defer l.close()
	time.Sleep(settling)
	o.Connecting = (s.server.cpu() - before).Seconds() * 1000 / float64(at.Readers)
	o.Connected = s.server.memory()
	s.upstream.rate(at.Rate)
	time.Sleep(warming)

	before, had, began := s.server.cpu(), l.arrived.Load(), time.Now()
	l.watch(measuring)
	time.Sleep(measuring)
	used, deliveries, took := s.server.cpu()-before, l.arrived.Load()-had, time.Since(began)
	o.AtWork = s.server.memory()

	if deliveries == 0 {
		return o, fmt.Errorf("nothing arrived, and %d readers were cut; its log: %s", l.closed.Load(), s.log())
	}
	ages := l.ages()
	o.CPU = used.Seconds() / float64(deliveries) * 1e6
	o.Busy = used.Seconds() / took.Seconds()
	o.P50, o.P99 = milliseconds(ages.quantile(0.5)), milliseconds(ages.quantile(0.99))
	o.Delivered = float64(deliveries) / (float64(at.Readers*at.Rate) * took.Seconds())
	o.Skipped, o.Repeated, o.Closed = l.skipped.Load(), l.repeated.Load(), l.closed.Load()
	return o, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

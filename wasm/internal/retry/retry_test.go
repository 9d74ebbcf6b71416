package retry

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestDelayDoublesUpToTheCap(t *testing.T) {
	c := Curve{Base: time.Second, Factor: 2, Cap: 10 * time.Second}
	var got []time.Duration
	for failures := 1; failures <= 6; failures++ {
		got = append(got, c.Delay(failures, 0))
	}
	assert.Equal(t, []time.Duration{1e9, 2e9, 4e9, 8e9, 10e9, 10e9}, got)
	assert.Equal(t, 10*time.Second, c.Delay(1<<40, 0), "a great many failures")
}

func TestDelayStaysAtTheBase(t *testing.T) {
	c := Curve{Base: 3 * time.Second, Factor: 1}
	assert.Equal(t, 3*time.Second, c.Delay(1, 0.9))
	assert.Equal(t, 3*time.Second, c.Delay(50, 0.9))
	assert.Equal(t, time.Duration(0), Curve{Factor: 2}.Delay(9, 0.5), "retry: 0")
}

func TestServerMayAskForMoreThanTheCap(t *testing.T) {
	c := Curve{Base: time.Hour, Factor: 2, Cap: time.Minute}
	assert.Equal(t, time.Hour, c.Delay(7, 0))
}

func TestDelayFitsABrowserTimer(t *testing.T) {
	c := Curve{Base: 99999999999 * time.Millisecond, Factor: 1}
	assert.Equal(t, MaxDelay, c.Delay(1, 0))
}

func TestJitterTakesOffAPart(t *testing.T) {
	c := Curve{Base: 8 * time.Second, Factor: 1, Jitter: 0.5}
	assert.Equal(t, 8*time.Second, c.Delay(1, 0))
	assert.Equal(t, 6*time.Second, c.Delay(1, 0.5))
	assert.Greater(t, c.Delay(1, 0.999), 4*time.Second)
}

//go:build !js

package feedsource

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kept is a store in memory, which counts what is written.
type kept struct {
	mu     sync.Mutex
	values map[string]string
	sets   int
	err    error
}

func (k *kept) Get(_ context.Context, key string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.values[key], k.err
}

func (k *kept) Set(_ context.Context, key, value string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sets++; k.err == nil {
		k.values[key] = value
	}
	return k.err
}

func (k *kept) written() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.sets
}

// A cursor outlives its feed in a store, under the URL without what may be secret.
func TestKeepsTheCursor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var out *io.PipeWriter
		written := make(chan struct{})
		defer func() { <-written }()
		store := &kept{values: map[string]string{}}
		f := opened(t, serve(piped(&out, events)), Options{Resume: &Resume{Persist: store}})
		synctest.Wait()
		go func() {
			for id := range 50 {
				_, _ = io.WriteString(out, "id: "+string(rune('A'+id))+"\ndata: x\n\n")
				time.Sleep(100 * time.Millisecond)
			}
			close(written)
		}()
		n := 0
		for range f.Records() {
			if n++; n == 50 {
				break
			}
		}
		sets := store.written()
		assert.LessOrEqual(t, sets, 5, "once a second at most")
		assert.GreaterOrEqual(t, sets, 4)
		require.NoError(t, f.Close())
		assert.Equal(t, map[string]string{"https://feeds.example/news": "feedsource/1 " + string(rune('A'+48))}, store.values, "the last record was not done with")
		s := serve()
		told(opened(t, s, Options{Resume: &Resume{Persist: store}}))
		assert.Equal(t, []string{string(rune('A' + 48))}, s.requests("Last-Event-ID"))
	})
}

// What was remembered of an answer is kept with its cursor, and forgotten when it is complete.
func TestForgetsACompleteAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		store := &kept{values: map[string]string{}}
		options := func() Options {
			return Options{
				Method: "POST", Body: []byte("{}"), ID: []string{"/id"}, Signals: []Signal{{At: "/done", Then: SignalEnd}},
				Resume:    &Resume{URL: "/answers/{from}?after={id}", From: &From{Header: "Location"}, Persist: store},
				Reconnect: &Reconnect{MaxAttempts: 1},
			}
		}
		told(opened(t, serve(cut("{\"id\":\"1\"}\n", io.ErrUnexpectedEOF, lines, "Location: 77")), options()))
		require.Contains(t, store.values["https://feeds.example/news"], "feedsource/1 1\n77\n")
		s := serve(body("{\"id\":\"2\",\"done\":true}\n", lines))
		told(opened(t, s, options()))
		assert.Equal(t, []string{"GET /answers/77?after=1"}, s.asks())
		assert.Equal(t, "feedsource/1 ", store.values["https://feeds.example/news"])
	})
}

// What is wrong with a store is told, and loses nothing.
func TestStoresThatFail(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		foreign := &kept{values: map[string]string{"https://feeds.example/news": "something else"}}
		words := told(opened(t, serve(), Options{Resume: &Resume{Persist: foreign}}))
		assert.Equal(t, []string{"warning:persist", "error:no-content 204!"}, words)
		broken := &kept{err: errors.New("the disk is full")}
		_, err := Open(t.Context(), where, Options{Resume: &Resume{Persist: broken}})
		assert.ErrorIs(t, err, broken.err)
		broken = &kept{values: map[string]string{}}
		f := opened(t, serve(body("id: 1\ndata: a\n\n", events)), Options{Resume: &Resume{Persist: broken}, Reconnect: once})
		broken.err = errors.New("the disk is full")
		assert.Equal(t, []string{"open", "a#1", "warning:persist", "error:complete!"}, told(f))
	})
}

// A file keeps the cursors of several feeds, and nothing else is written over.
func TestFileStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cursors.json")
	require.NoError(t, os.WriteFile(path, nil, 0o640))
	store := FileStore(path)
	require.NoError(t, store.Set(t.Context(), "a", "1"))
	require.NoError(t, store.Set(t.Context(), "b", "2"))
	again := FileStore(path)
	for key, want := range map[string]string{"a": "1", "b": "2", "c": ""} {
		got, err := again.Get(t.Context(), key)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode().Perm())
	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, files, 1, "nothing is left beside it")
	require.NoError(t, os.WriteFile(path, []byte("[1]"), 0o600))
	_, err = FileStore(path).Get(t.Context(), "a")
	assert.ErrorContains(t, err, "something else than a file of cursors")
	assert.ErrorContains(t, FileStore(path).Set(t.Context(), "a", "1"), "left as it is")
	assert.ErrorContains(t, FileStore(filepath.Join(path, "no", "folder")).Set(t.Context(), "a", "1"), "cannot be")
}

package config

import (
	"errors"
	"os"
	"slices"
	"strings"
	"time"
)

// leastKept is more than the longest record, which would not fit otherwise.
const leastKept = 16 << 20

func (f *file) checkStore(c *Config) {
	f.between("lease", c.Lease, 2*time.Second, 10*time.Minute, "because nobody reads a feed for so long when the node is lost that read it")
	if c.Replicas == 0 && !f.has("replicas") {
		c.Replicas = 1
	}
	if c.NATS == "" {
		f.checkEmbedded(c)
	} else {
		f.checkNATS(c)
	}
	hasMajority := slices.Contains([]int{1, 3, 5}, c.Replicas)
	switch {
	case !hasMajority:
		f.wrong("replicas", "%d replicas have no majority that counts; there can be 1, 3 or 5", c.Replicas)
	case c.Replicas > 1 && c.NATS == "" && c.Cluster.Listen == "":
		f.wrong("replicas", "%d replicas need a cluster, or nats", c.Replicas)
	}
	f.checkCluster(c)
}

func (f *file) checkEmbedded(c *Config) {
	if c.Folder == "" {
		c.Folder = "relay-data"
	}
	if at, err := os.Stat(c.Folder); err == nil && !at.IsDir() {
		f.wrong("folder", "%s is a file; it can be a folder, which is made if it is not there", c.Folder)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		f.wrong("folder", "%s cannot be looked into: %v", c.Folder, withoutPath(err))
	}
	if f.has("max_size") {
		f.checkMaxSize(c)
	}
	const leastSync = 100 * time.Millisecond
	if c.Sync.Every != 0 && c.Sync.Every < leastSync {
		f.wrong("sync", `%v is too short; it can be %v and more, or "always"`, c.Sync.Every, leastSync)
	}
}

// checkMaxSize notes what JetStream refuses: feeds that may grow beyond all that there is.
func (f *file) checkMaxSize(c *Config) {
	if c.MaxSize.Bytes < leastKept {
		f.wrong("max_size", "%v is too small; it can be %v and more, so that the longest record fits", c.MaxSize, Size{leastKept})
	}
	var kept int64
	for _, feed := range c.Feeds {
		kept += min(feed.Keep.Size, 1<<50)
	}
	hasAll := c.Cluster.Listen == "" || len(nodes(c)) <= c.Replicas // of the feeds, this node
	if hasAll && kept > c.MaxSize.Bytes {
		f.wrong("max_size", "it is %v, and all keep of feeds together %v, for which it has to have room", c.MaxSize, Size{kept})
	}
}

func (f *file) checkNATS(c *Config) {
	for _, key := range []string{"folder", "max_size", "sync"} {
		if f.has(key) {
			f.wrong(key, "there is nats too, which keeps the feeds; leave the one or the other out")
		}
	}
	value, err := c.NATS.Value()
	if err != nil {
		f.wrong("nats", "%v", err)
		return
	}
	var isWebSocket []bool
	for server := range strings.SplitSeq(value, ",") {
		u, ok := parse(strings.TrimSpace(server), "nats", "tls", "ws", "wss")
		if !ok {
			f.wrong("nats", "%q is no address of a NATS server; it can be nats://host:4222, several with commas between", shown(server))
			return
		}
		isWebSocket = append(isWebSocket, u.Scheme == "ws" || u.Scheme == "wss")
	}
	if len(slices.Compact(isWebSocket)) > 1 {
		f.wrong("nats", "some of the servers are reached by WebSocket and some are not; all can be ws:// and wss://, or none")
	}
}

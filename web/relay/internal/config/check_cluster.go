package config

import "slices"

func (f *file) checkCluster(c *Config) {
	cluster := &c.Cluster
	if !f.has("cluster") {
		return
	}
	if c.NATS != "" {
		f.wrong("cluster", "there is nats too, and a cluster is made of servers that are embedded; leave the one or the other out")
		return
	}
	const can = `it can be "10.0.0.1:6222", with a port up to 65535`
	if _, _, ok := hostPort(cluster.Listen, 1); !ok {
		f.wrong("cluster.listen", "%s; "+can, noAddress(cluster.Listen))
	} else if cluster.Listen == c.Listen {
		f.wrong("cluster.listen", "readers are listened for at %s; nodes need a port of their own", c.Listen)
	}
	for i, peer := range cluster.Peers {
		if host, _, ok := hostPort(peer, 1); !ok || host == "" {
			f.wrong(elementOf("cluster.peers", i), "%s; "+can, noAddress(peer))
		}
	}
	f.checkNodes(c)
	if secret, err := cluster.Secret.Value(); err != nil || secret == "" {
		f.wrong("cluster.secret", "a cluster needs a secret that all its nodes know: %s", orMissing(err))
	}
	if cluster.Name == "" {
		cluster.Name = "relay"
	}
	if !isWord.MatchString(cluster.Name) {
		f.wrong("cluster.name", "%q is no name of a cluster; it can be letters, digits and signs without a space", cluster.Name)
	}
}

// nodes are the addresses of a cluster. This node's need not be among the peers.
func nodes(c *Config) []string {
	return slices.Compact(slices.Sorted(slices.Values(append([]string{c.Cluster.Listen}, c.Cluster.Peers...))))
}

func (f *file) checkNodes(c *Config) {
	nodes := nodes(c)
	switch {
	case len(c.Cluster.Peers) == 0:
		f.wrong("cluster.peers", `it is missing; it can be the addresses of all nodes, as in ["10.0.0.1:6222", "10.0.0.2:6222", "10.0.0.3:6222"]`)
	case len(nodes) < c.Replicas:
		f.wrong("cluster.peers", "replicas = %d needs as many nodes, and with this one they are %d; name all of them", c.Replicas, len(nodes))
	}
}

func orMissing(err error) string {
	if err == nil {
		return "it is missing"
	}
	return err.Error()
}

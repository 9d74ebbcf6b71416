package config

import "time"

// Config is what relay.toml says, with the defaults where it says nothing.
type Config struct {
	Listen   string   `toml:"listen"`
	Name     string   `toml:"name"`
	Folder   string   `toml:"folder"`
	NATS     Secret   `toml:"nats"`
	Replicas int      `toml:"replicas"`
	Sync     Sync     `toml:"sync"`
	MaxSize  Size     `toml:"max_size"`
	Lease    Duration `toml:"lease"`
	Log      string   `toml:"log"`

	TLS     TLS     `toml:"tls"`
	Readers Readers `toml:"readers"`
	Auth    Auth    `toml:"auth"`
	Cluster Cluster `toml:"cluster"`

	Feeds map[string]*Feed `toml:"feeds"`
}

// TLS is how readers are served by HTTPS, and so by HTTP/2.
type TLS struct {
	Cert     string   `toml:"cert"`
	Key      string   `toml:"key"`
	Autocert []string `toml:"autocert"`
	ACME     string   `toml:"acme"`
	ACMERoot string   `toml:"acme_root"`
}

// Readers bounds who reads here.
type Readers struct {
	Origins       []string `toml:"origins"`
	Heartbeat     Duration `toml:"heartbeat"`
	WriteTimeout  Duration `toml:"write_timeout"`
	Retry         Duration `toml:"retry"`
	Spread        Duration `toml:"spread"`
	Gather        Duration `toml:"gather"`
	Max           int      `toml:"max"`
	MaxPerAddress int      `toml:"max_per_address"`
	AddressHeader string   `toml:"address_header"`
	Compression   bool     `toml:"compression"`
}

// Auth says whose tokens count.
type Auth struct {
	JWKS     string `toml:"jwks"`
	Keys     string `toml:"keys"`
	Issuer   string `toml:"issuer"`
	Audience string `toml:"audience"`
	None     bool   `toml:"none"`
}

// Cluster joins servers that are embedded in several relays.
type Cluster struct {
	Name   string   `toml:"name"`
	Listen string   `toml:"listen"`
	Peers  []string `toml:"peers"`
	Secret Secret   `toml:"secret"`
}

// Feed is what is read upstream, and how much of it is kept. The members that are FeedSource's have its names. Off of
// Resume and the like is what false says in place of such a table: nothing of it, whatever the preset has.
type Feed struct {
	URL     Secret            `toml:"url"`
	Headers map[string]Secret `toml:"headers"`
	Keep    Keep              `toml:"keep"`
	Buffer  Size              `toml:"buffer"`

	Preset         string   `toml:"preset"`
	Method         string   `toml:"method"`
	Body           Secret   `toml:"body"`
	Format         string   `toml:"format"`
	ID             []string `toml:"id"`
	LastEventID    string   `toml:"lastEventId"`
	MaxRecordBytes int      `toml:"maxRecordBytes"`
	Resume         *Resume  `toml:"resume"`
	Dedupe         *Dedupe  `toml:"dedupe"`
	Keepalive      *Alive   `toml:"keepalive"`
	Gap            *Gap     `toml:"gap"`
	Backfill       *Pages   `toml:"backfill"`
}

// Resume says how the cursor goes back.
type Resume struct {
	Off    bool   `toml:"off"`
	Header string `toml:"header"`
	Query  string `toml:"query"`
	Body   string `toml:"body"`
}

// Dedupe says by what a record is known that came before.
type Dedupe struct {
	Off    bool     `toml:"off"`
	Key    []string `toml:"key"`
	Window int      `toml:"window"`
}

// Alive bounds silence, in milliseconds.
type Alive struct {
	Off       bool `toml:"off"`
	TimeoutMs int  `toml:"timeoutMs"`
	ConnectMs int  `toml:"connectMs"`
}

// Gap is what is known of the server's memory.
type Gap struct {
	Off      bool   `toml:"off"`
	WindowMs int    `toml:"windowMs"`
	Header   string `toml:"header"`
}

// Pages are where the records are that the stream cannot give back.
type Pages struct {
	Off     bool   `toml:"off"`
	URL     Secret `toml:"url"`
	After   string `toml:"after"`
	Before  string `toml:"before"`
	Size    int    `toml:"size"`
	Overlap int    `toml:"overlap"`
}

func defaults() *Config {
	return &Config{
		Listen: "127.0.0.1:8787",
		Lease:  Duration{10 * time.Second},
		Log:    "info",
		Readers: Readers{
			Heartbeat: Duration{15 * time.Second}, WriteTimeout: Duration{10 * time.Second},
			Retry: Duration{2 * time.Second}, Spread: Duration{5 * time.Second},
			Gather: Duration{50 * time.Millisecond}, Max: 10_000, Compression: true,
		},
	}
}

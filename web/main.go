// Command web serves the console page with local feeds.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/feedsource/feedsource/web/server"
)

func main() {
	addr := flag.String("addr", net.JoinHostPort("127.0.0.1", port()), "`address` of the page; the port is PORT's if that is set")
	feedsAddr := flag.String("feeds-addr", "", "`address` of the feeds (default the port after the page's)")
	root := flag.String("root", ".", "the project's `folder`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *root, *addr, *feedsAddr); err != nil {
		fmt.Fprintln(os.Stderr, "web:", err)
		os.Exit(1)
	}
}

func port() string {
	if port := os.Getenv("PORT"); port != "" {
		return port
	}
	return "8080"
}

func run(ctx context.Context, root, addr, feedsAddr string) error {
	if err := server.Check(root); err != nil {
		return err
	}
	page, err := listen(addr)
	if err != nil {
		return err
	}
	host, _, _ := net.SplitHostPort(addr)
	if feedsAddr == "" {
		feedsAddr = net.JoinHostPort(host, portAfter(page))
	}
	feeds, err := listen(feedsAddr)
	if err != nil {
		return err
	}
	fmt.Printf("FeedSource console: %s (feeds on port %s); Ctrl-C stops it.\n",
		address(host, server.Port(page)), server.Port(feeds))
	return server.Run(ctx, root, page, feeds, "")
}

// listen says so if it had to take another port.
func listen(addr string) (net.Listener, error) {
	l, err := server.Listen(addr)
	if err != nil {
		return nil, err
	}
	if _, wanted, _ := net.SplitHostPort(addr); wanted != "0" && wanted != server.Port(l) {
		fmt.Printf("Port %s is taken; using %s.\n", wanted, server.Port(l))
	}
	return l, nil
}

func portAfter(l net.Listener) string {
	if n, err := strconv.Atoi(server.Port(l)); err == nil && n < 65535 {
		return strconv.Itoa(n + 1)
	}
	return "0"
}

// address is what to open in a browser on this machine.
func address(host, port string) string {
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

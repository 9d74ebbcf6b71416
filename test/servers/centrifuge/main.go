// Command centrifuge is a server of the library that Centrifugo is made of, at the version that
// go.mod names: centrifuge ADDRESS.
//
// It refuses the token "wrong", knows "expired" for one, and lets everybody else subscribe to
// everything but the channel "secret". POST /publish takes {"channel", "data"}, and POST /reconnect
// sends everybody away, who may come again. It pings each second.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/centrifugal/centrifuge"
)

const user = "everybody"

func main() {
	node, err := centrifuge.New(centrifuge.Config{})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(connecting)
	node.OnConnect(func(client *centrifuge.Client) { client.OnSubscribe(subscribe) })
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	http.Handle("/connection/websocket", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{
		CheckOrigin:    func(*http.Request) bool { return true },
		PingPongConfig: centrifuge.PingPongConfig{PingInterval: time.Second, PongTimeout: time.Second / 2},
	}))
	http.HandleFunc("POST /publish", func(w http.ResponseWriter, r *http.Request) {
		var message struct {
			Channel string
			Data    json.RawMessage
		}
		err := json.NewDecoder(r.Body).Decode(&message)
		if err == nil {
			_, err = node.Publish(message.Channel, message.Data, centrifuge.WithHistory(100, time.Hour))
		}
		answer(w, err)
	})
	http.HandleFunc("POST /reconnect", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, node.Disconnect(user, centrifuge.WithCustomDisconnect(centrifuge.DisconnectForceReconnect)))
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}

func answer(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func connecting(_ context.Context, e centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	switch e.Token {
	case "wrong":
		return centrifuge.ConnectReply{}, centrifuge.DisconnectInvalidToken
	case "expired":
		return centrifuge.ConnectReply{}, centrifuge.ErrorTokenExpired
	}
	return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: user}}, nil
}

func subscribe(e centrifuge.SubscribeEvent, reply centrifuge.SubscribeCallback) {
	if e.Channel == "secret" {
		reply(centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied)
		return
	}
	reply(centrifuge.SubscribeReply{Options: centrifuge.SubscribeOptions{EnableRecovery: true}}, nil)
}

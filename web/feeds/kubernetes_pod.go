package feeds

import (
	"fmt"
	"strconv"
	"time"
)

// pod is what is told of a pod; a real one has ten times as much.
type pod struct {
	Kind       string    `json:"kind"`
	APIVersion string    `json:"apiVersion"`
	Metadata   podMeta   `json:"metadata"`
	Spec       podSpec   `json:"spec"`
	Status     podStatus `json:"status"`
}

type podMeta struct {
	Name              string            `json:"name"`
	Namespace         string            `json:"namespace"`
	UID               string            `json:"uid"`
	ResourceVersion   string            `json:"resourceVersion"`
	CreationTimestamp string            `json:"creationTimestamp"`
	Labels            map[string]string `json:"labels"`
}

type podSpec struct {
	NodeName string `json:"nodeName"`
}

type podStatus struct {
	Phase string `json:"phase"`
	PodIP string `json:"podIP,omitempty"`
}

// A deployment replaces its pods without end, and three changes replace one: pod k is added by
// change 3k and runs from change 3k+1 on, and change 3k+2 deletes pod k-podsKept.
const (
	podSteps = 3
	podsKept = 3
)

// podChange is change n of a namespace.
func (s *Server) podChange(key logKey, n int) (kind string, p pod) {
	k := n / podSteps
	switch n % podSteps {
	case 0:
		return "ADDED", s.pod(key, k, n, "Pending")
	case 1:
		return "MODIFIED", s.pod(key, k, n, "Running")
	}
	return "DELETED", s.pod(key, k-podsKept, n, "Running")
}

// podsAt lists the pods that are there once change n has been made.
func (s *Server) podsAt(key logKey, n int) []pod {
	k, step := n/podSteps, n%podSteps
	first := k - podsKept
	if step == 2 {
		first++
	}
	pods := []pod{}
	for i := first; i < k; i++ {
		pods = append(pods, s.pod(key, i, i*podSteps+1, "Running"))
	}
	if step == 0 {
		return append(pods, s.pod(key, k, n, "Pending"))
	}
	return append(pods, s.pod(key, k, k*podSteps+1, "Running"))
}

// pod is pod k of a namespace as version n made it.
func (s *Server) pod(key logKey, k, n int, phase string) pod {
	d := rollFor(key, k)
	p := pod{
		Kind: "Pod", APIVersion: "v1",
		Metadata: podMeta{
			Name:              "web-" + podSuffix(d),
			Namespace:         key.channel,
			UID:               podUID(d),
			ResourceVersion:   strconv.Itoa(n),
			CreationTimestamp: s.opts.stamp(k * podSteps).Format(time.RFC3339),
			Labels:            map[string]string{"app": "web"},
		},
		Spec:   podSpec{NodeName: fmt.Sprintf("node-%d", 1+d.below(3))},
		Status: podStatus{Phase: phase},
	}
	if phase == "Running" {
		p.Status.PodIP = fmt.Sprintf("10.1.%d.%d", d.below(256), 1+d.below(254))
	}
	return p
}

// podSuffix is of the letters that Kubernetes takes, which spell no words.
func podSuffix(d *dice) string {
	letters := []byte("bcdfghjklmnpqrstvwxz2456789")
	var name [5]byte
	for i := range name {
		name[i] = pick(d, letters)
	}
	return string(name[:])
}

func podUID(d *dice) string {
	a, b := d.next(), d.next()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0xfff, b&0xffffffffffff)
}

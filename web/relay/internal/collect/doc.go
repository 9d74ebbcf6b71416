// Package collect reads feeds upstream and stores what they deliver: of all nodes, the one that has the lease.
package collect

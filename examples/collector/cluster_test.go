package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// startCluster starts a cluster of three NATS servers with JetStream in this process. It ends with the test.
func startCluster(t *testing.T) (servers []*server.Server, address string) {
	t.Helper()
	const size = 3
	var routes []*url.URL
	for range size {
		routes = append(routes, &url.URL{Scheme: "nats", Host: freeAddress(t)})
	}
	var addresses []string
	for i := range size {
		port := routes[i].Port()
		o := &server.Options{
			ServerName: fmt.Sprint("server-", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true,
			StoreDir: t.TempDir(), NoSigs: true, Routes: routes,
		}
		o.Cluster.Name, o.Cluster.Host = "cluster", "127.0.0.1"
		_, err := fmt.Sscan(port, &o.Cluster.Port)
		require.NoError(t, err)
		s, err := server.NewServer(o)
		require.NoError(t, err)
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		servers = append(servers, s)
	}
	for _, s := range servers {
		require.True(t, s.ReadyForConnections(time.Minute))
		addresses = append(addresses, s.ClientURL())
	}
	return servers, strings.Join(addresses, ",")
}

// freeAddress returns an address that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

// createReplicated makes the stream as the owner of a cluster does, with three replicas, once the cluster is ready.
func createReplicated(t *testing.T, address string) jetstream.Stream {
	t.Helper()
	connection, err := nats.Connect(address)
	require.NoError(t, err)
	t.Cleanup(connection.Close)
	js, err := jetstream.New(connection)
	require.NoError(t, err)
	var stream jetstream.Stream
	require.Eventually(t, func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		stream, err = js.CreateStream(ctx, jetstream.StreamConfig{
			Name: streamName, Subjects: []string{subjects}, Storage: jetstream.FileStorage, Replicas: 3,
			Duplicates: duplicates, AllowDirect: true, AllowBatchPublish: true,
		})
		return err == nil
	}, time.Minute, 100*time.Millisecond, "the cluster does not get ready")
	return stream
}

// TestEveryEventCountsOnceWhenAServerOfTheClusterStops lets visitors send to two collectors, each batch to one of them
// and its repetitions to the other, and stops the server that leads the stream while they do.
func TestEveryEventCountsOnceWhenAServerOfTheClusterStops(t *testing.T) {
	servers, address := startCluster(t)
	stream := createReplicated(t, address)
	o := testOptions(t)
	o.nats = address
	collectors := []running{start(t, o), start(t, o)}
	var next atomic.Int64
	anyOf := func() string { return collectors[next.Add(1)%2].url }

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	visitors := make([]*visitor, 300)
	for i := range visitors {
		visitors[i] = newVisitor(seed, i)
	}
	want := accountOf(visitors)
	var acknowledged atomic.Int64
	middle := make(chan struct{})
	reached := sync.OnceFunc(func() { close(middle) })
	var sending sync.WaitGroup
	sending.Go(func() {
		playVisitors(t, visitors, anyOf, func(events int) {
			if acknowledged.Add(int64(events)) > int64(want.Events/2) {
				reached()
			}
		})
		reached() // where they have failed
	})
	<-middle
	info, err := stream.Info(t.Context())
	require.NoError(t, err)
	for _, s := range servers {
		if s.Name() == info.Cluster.Leader {
			s.Shutdown()
			s.WaitForShutdown()
		}
	}
	assert.Less(t, acknowledged.Load(), int64(want.Events), "it stops in the middle")
	sending.Wait()
	assert.EqualValues(t, want.Events, acknowledged.Load())
	for _, c := range collectors {
		assertAccount(t, want, c.stats(t))
	}
	info, err = stream.Info(t.Context(), jetstream.WithSubjectFilter(eventSubject+">"))
	require.NoError(t, err)
	stored := 0
	for _, messages := range info.State.Subjects {
		stored += int(messages)
	}
	assert.Equal(t, want.Events, stored, "JetStream drops the repetitions")
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The stream, and the subjects in it.
const (
	streamName     = "CTLIVE"
	subjects       = "ctlive.>"
	eventSubject   = "ctlive.events."  // and a partition, and the event's type
	noticeSubject  = "ctlive.notices." // and "new" or "end"
	refusedSubject = "ctlive.refused"
)

// duplicates is how long JetStream drops repetitions. A page that gets no answer tries again within a minute. A
// longer time costs memory for each event in it; the account drops repetitions however late they come.
const duplicates = 2 * time.Minute

// store is the connection to JetStream, and the server where that runs within.
type store struct {
	server     *server.Server // nil if it is another's
	lock       *flock.Flock   // of the server's folder
	connection *nats.Conn
	js         jetstream.JetStream
	stream     jetstream.Stream
}

func openStore(ctx context.Context, o options) (_ *store, err error) {
	s := &store{}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	settings := []nats.Option{nats.Name("ctlive collector"), nats.MaxReconnects(-1), nats.ReconnectBufSize(-1)}
	if o.nats == "" {
		if err := s.startServer(o.data); err != nil {
			return nil, err
		}
		settings = append(settings, nats.InProcessServer(s.server))
	}
	if s.connection, err = nats.Connect(o.nats, settings...); err != nil {
		return nil, fmt.Errorf("can't connect to the NATS server %s: %w", o.nats, err)
	}
	s.js, err = jetstream.New(s.connection,
		jetstream.WithPublishAsyncTimeout(publishTimeout), jetstream.WithPublishAsyncMaxPending(maxInFlight+1))
	if err != nil {
		return nil, err
	}
	// One that is there stays as it is: its replicas, and how long it keeps what it has, are its owner's to say.
	s.stream, err = s.js.Stream(ctx, streamName)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		s.stream, err = s.js.CreateStream(ctx, jetstream.StreamConfig{
			Name: streamName, Subjects: []string{subjects}, Storage: jetstream.FileStorage,
			Duplicates: duplicates, AllowDirect: true, AllowBatchPublish: true,
		})
	}
	if err != nil {
		return nil, fmt.Errorf("can't open the stream %s: %w", streamName, err)
	}
	return s, nil
}

// startServer starts the NATS server within. It has no address: this program alone uses it.
func (s *store) startServer(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("can't make the folder that -data gives: %w", err)
	}
	s.lock = flock.New(filepath.Join(folder, "lock"))
	switch mine, err := s.lock.TryLock(); {
	case err != nil:
		return fmt.Errorf("can't lock the folder that -data gives: %w", err)
	case !mine:
		return fmt.Errorf("another collector uses %s: end it, or choose another folder with -data", folder)
	}
	var err error
	s.server, err = server.NewServer(&server.Options{
		ServerName: "ctlive-collector", DontListen: true, JetStream: true, StoreDir: folder, NoSigs: true,
	})
	if err != nil {
		return fmt.Errorf("can't start the NATS server: %w", err)
	}
	s.server.SetLoggerV2(serverLog{}, false, false, false)
	s.server.Start()
	if !s.server.ReadyForConnections(time.Minute) {
		return errors.New("the NATS server did not start within a minute")
	}
	return nil
}

// close closes the connection, and then the server, which writes what it has to disk.
func (s *store) close() {
	if s.connection != nil {
		s.connection.Close()
	}
	if s.server != nil {
		s.server.Shutdown()
		s.server.WaitForShutdown()
	}
	if s.lock != nil {
		s.lock.Close()
	}
}

// serverLog passes on what the NATS server has to complain of.
type serverLog struct{}

func (serverLog) Noticef(string, ...any) {}
func (serverLog) Debugf(string, ...any)  {}
func (serverLog) Tracef(string, ...any)  {}
func (serverLog) Warnf(format string, values ...any) {
	log.Printf("NATS: "+format, values...)
}
func (serverLog) Errorf(format string, values ...any) {
	log.Printf("NATS: "+format, values...)
}
func (serverLog) Fatalf(format string, values ...any) {
	log.Fatalf("NATS: "+format, values...)
}

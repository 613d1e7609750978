package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/nats-io/nats.go"

	"example.com/ctlive-go/ctlive/webhook"
)

// collector is the whole program: what receives, what stores, and what keeps the account.
type collector struct {
	store     *store
	publisher *publisher
	consumer  *consumer
	refused   refusals
	stopping  chan struct{}
	server    *http.Server
}

func newCollector(ctx context.Context, o options) (*collector, error) {
	store, err := openStore(ctx, o)
	if err != nil {
		return nil, err
	}
	publisher, err := newPublisher(store)
	if err != nil {
		store.close()
		return nil, err
	}
	c := &collector{store: store, publisher: publisher, stopping: make(chan struct{})}
	account := newAccount(func(place uint64) (message, bool, error) { return readBack(store.stream, place) })
	c.consumer = startConsumer(ctx, store.stream, account, c.publisher.busy)
	arrivals := &connections{limit: o.limits.connections}
	c.server = &http.Server{
		Handler: c.handler(o, arrivals, account), ConnState: arrivals.watch, ConnContext: arrivals.note,
		ReadHeaderTimeout: o.limits.header, ReadTimeout: o.limits.request, WriteTimeout: o.limits.request + 2*publishTimeout,
		IdleTimeout: o.limits.idle, MaxHeaderBytes: 16 << 10,
	}
	return c, nil
}

func (c *collector) handler(o options, arrivals *connections, account *account) http.Handler {
	rates := &rates{limits: o.limits, balancers: o.balancers}
	reports := &reports{account: account, consumer: c.consumer}
	mux := http.NewServeMux()
	// The origin first: a page can read no answer without the headers that it sets, 429 included.
	mux.Handle("/events", o.origins.cors(&c.refused, rates.limit(&c.refused, &receiver{
		decoder: decoder{o.origins, o.limits}, bodies: &bodies{limits: o.limits}, arrivals: arrivals,
		refused: &c.refused, publisher: c.publisher,
	})))
	if o.token != "" {
		mux.Handle("/webhook/ctlive", rates.limit(&c.refused, c.notices(o.token)))
	}
	page := http.NewServeMux()
	page.HandleFunc("GET /{$}", file("index.html", "text/html; charset=utf-8"))
	page.HandleFunc("GET /page.css", file("page.css", "text/css; charset=utf-8"))
	page.HandleFunc("GET /page.js", file("page.js", "text/javascript; charset=utf-8"))
	page.HandleFunc("GET /rows.js", file("rows.js", "text/javascript; charset=utf-8"))
	page.HandleFunc("GET /icon.svg", file("icon.svg", "image/svg+xml"))
	page.HandleFunc("GET /stats.json", reports.serveStats)
	page.Handle("GET /live", &watchers{reports: reports, arrivals: arrivals, limits: o.limits, stopping: c.stopping})
	page.HandleFunc("GET /healthz", c.health)
	mux.Handle("/", rates.limit(&c.refused, page))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		mux.ServeHTTP(w, r)
	})
}

// notices takes those of the vendor's server.
func (c *collector) notices(token string) http.Handler {
	handler := webhook.Handler(token, func(ctx context.Context, contact webhook.Contact) error {
		err := c.publisher.notice(context.WithoutCancel(ctx), contact)
		if err != nil {
			log.Print("a notice was not stored: ", err)
		}
		return err
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &statusOf{ResponseWriter: w}
		handler.ServeHTTP(answer, r)
		if answer.status >= http.StatusBadRequest {
			c.refused.add(reasonNotice)
		}
	})
}

// statusOf remembers the status of an answer.
type statusOf struct {
	http.ResponseWriter
	status int
}

func (s *statusOf) WriteHeader(status int) {
	s.status = status
	s.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController, and so for http.MaxBytesReader's way to end a connection.
func (s *statusOf) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (c *collector) health(w http.ResponseWriter, r *http.Request) {
	select {
	case <-c.stopping:
		http.Error(w, "collector: it is about to end", http.StatusServiceUnavailable)
		return
	default:
	}
	if c.store.connection.Status() != nats.CONNECTED {
		http.Error(w, "collector: there is no connection to the NATS server", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ok")
}

// serve answers until ctx ends, and then those requests that have begun.
func (c *collector) serve(ctx context.Context, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- c.server.Serve(listener) }()
	tick := time.NewTicker(writeRefusals)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			c.storeRefusals()
		case err := <-ended:
			return err
		case <-ctx.Done():
			close(c.stopping)
			patient, cancel := context.WithTimeout(context.Background(), 30*time.Second)
			defer cancel()
			err := c.server.Shutdown(patient)
			c.storeRefusals()
			if errors.Is(err, context.DeadlineExceeded) {
				err = errors.New("some requests did not end within 30 seconds, and were cut off")
			}
			return err
		}
	}
}

// writeRefusals is how often counts of what was refused are stored. A crash loses those of the last seconds.
const writeRefusals = 5 * time.Second

func (c *collector) storeRefusals() {
	counts := c.refused.take()
	if counts == nil {
		return
	}
	if err := c.publisher.refused(context.Background(), counts); err != nil {
		log.Print("counts of what was refused were not stored: ", err)
		c.refused.giveBack(counts)
	}
}

// close ends what newCollector has started.
func (c *collector) close() {
	c.server.Close()
	c.consumer.stop()
	c.store.close()
}

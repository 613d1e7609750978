// Command collector receives the CTLive events of a site's pages and the notices of the vendor's server, keeps
// them in a NATS JetStream stream, and shows the whole site: how many visitors saw the widget, clicked,
// waited, talked or gave up.
//
//	collector -origin https://www.example.com -data /var/lib/collector
//
// It needs nothing else: the NATS server runs within it. With -nats it uses a server or a cluster that is there.
// The README says how that grows.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log.SetFlags(log.LstdFlags | log.LUTC)
	err := run(ctx, os.Args[1:], os.Stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "collector:", err)
		os.Exit(1)
	}
}

// run collects until ctx ends, and then takes what is in flight.
func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parseFlags(args, out)
	if err != nil {
		return err
	}
	// The address first: a port that is in use should leave the data alone.
	listener, err := listen(o.addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	c, err := newCollector(ctx, o)
	if err != nil {
		return err
	}
	defer c.close()
	fmt.Fprintf(out, "The whole site:    http://%s/\n", listener.Addr())
	fmt.Fprintf(out, "Events, by POST:   http://%s/events\n", listener.Addr())
	if o.token != "" {
		fmt.Fprintf(out, "Notices, by POST:  http://%s/webhook/ctlive\n", listener.Addr())
	}
	fmt.Fprintln(out, "Stop with Ctrl+C.")
	return c.serve(ctx, listener)
}

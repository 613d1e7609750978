// Command serve builds the example pages and serves them on this machine, as a real server would: with the
// content types, the compression, the caching and the Content-Security-Policy that a page with a .wasm should
// have.
//
// A second address serves one page of another origin, which the console frames to show that its messages are refused.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"
	"time"

	"example.com/ctlive-go/internal/site"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags, err := parseFlags(args, out)
	if err != nil {
		return err
	}
	// The addresses first: a port that is in use should not cost the time of a build.
	pages, err := listen(flags.addr, "-addr")
	if err != nil {
		return err
	}
	defer pages.Close()
	frame, err := listen(flags.frame, "-frame")
	if err != nil {
		return err
	}
	defer frame.Close()

	built, err := site.Build(site.Options{
		FrameURL: "http://" + frame.Addr().String(), SDK: flags.sdk, Beacon: flags.beacon,
	})
	if err != nil {
		return err
	}
	address := "http://" + strings.Replace(pages.Addr().String(), "127.0.0.1", "localhost", 1)
	fmt.Fprintf(out, "The live console:          %s/\n", address)
	fmt.Fprintf(out, "Its second page:           %s/two/\n", address)
	fmt.Fprintf(out, "Check an installation:     %s/check/\n", address)
	fmt.Fprintf(out, "The smallest page:         %s/minimal/\n", address)
	fmt.Fprintf(out, "Events into analytics:     %s/analytics/\n", address)
	fmt.Fprintf(out, "The page decides:          %s/engagement/\n", address)
	fmt.Fprintf(out, "Events for JavaScript:     %s/customevents/\n", address)
	fmt.Fprintf(out, "A page of another origin:  http://%s/\n", frame.Addr())
	if flags.beacon != "" {
		fmt.Fprintf(out, "Events go to:              %s\n", flags.beacon)
	}
	fmt.Fprintln(out, "Stop with Ctrl+C.")
	return serve(ctx, map[net.Listener]http.Handler{pages: built.Pages, frame: built.Frame})
}

// options are what the flags say.
type options struct {
	addr, frame string
	sdk         string // the URL of the vendor's script; "" for the simulator
	beacon      string // the URL that the pages send events to; "" for none
}

func parseFlags(args []string, out io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "the `address` to serve the example pages on")
	flags.StringVar(&o.frame, "frame", "127.0.0.1:8081", "the `address` to serve the page of another origin on")
	flags.StringVar(
		&o.sdk,
		"sdk",
		"",
		"the `URL` of your tenant's livechatsdk.js, to load in place of the simulator; there is then no "+
			"Content-Security-Policy",
	)
	flags.StringVar(
		&o.beacon,
		"beacon",
		"",
		"the `URL` to send the pages' events to, such as http://127.0.0.1:8090/events for make collector",
	)
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(out, "Usage: serve [flags]")
		flags.SetOutput(out)
		flags.PrintDefaults()
	case err != nil:
		err = fmt.Errorf("%w; the flags are -addr and -frame, each with an address such as 127.0.0.1:8080, "+
			"-sdk and -beacon", err)
	case flags.NArg() > 0:
		err = fmt.Errorf(
			"there are no arguments but flags, and %q is none; the flags are -addr, -frame, -sdk and -beacon",
			flags.Arg(0),
		)
	case o.sdk != "" && !isWebAddress(o.sdk):
		err = fmt.Errorf("-sdk is %q, want the URL of the script, such as "+
			"https://ctlive.cloudando.com/livechat/your-tenant/lib/livechatsdk.js", o.sdk)
	case o.beacon != "" && !takesEvents(o.beacon):
		err = fmt.Errorf("-beacon is %q, want the URL that events are posted to, with its path and a host by name or "+
			"IPv4 address, such as http://127.0.0.1:8090/events", o.beacon)
	}
	return o, err
}

func isWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// policyHost is a host, with or without a port, that a Content-Security-Policy can name.
var policyHost = regexp.MustCompile(`^[A-Za-z0-9.-]+(:[0-9]+)?$`)

// takesEvents reports whether a page can post to an address, under a policy that names it.
func takesEvents(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && policyHost.MatchString(u.Host) && u.User == nil &&
		u.Path != "" && u.Fragment == ""
}

func listen(addr, flagName string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use: end the program that listens there, or choose another address, as with %s "+
			"127.0.0.1:0", addr, flagName)
	case err != nil:
		return nil, fmt.Errorf(
			"can't listen on the address that %s gives: %w; want one such as 127.0.0.1:8080",
			flagName,
			err,
		)
	}
	return listener, nil
}

func serve(ctx context.Context, handlers map[net.Listener]http.Handler) error {
	ended := make(chan error, len(handlers))
	for listener, handler := range handlers {
		server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
		defer server.Close()
		go func() { ended <- server.Serve(listener) }()
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return nil
	}
}

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
)

// options are what the flags say.
type options struct {
	addr      string
	data      string         // the folder of the embedded NATS server
	nats      string         // the URL of another NATS server; "": the embedded one
	origins   origins        // of the pages whose events are taken
	token     string         // of the vendor's notices; "": none are taken
	balancers []netip.Prefix // addresses whose X-Forwarded-For is believed
	limits    limits
}

func parseFlags(args []string, out io.Writer) (o options, err error) {
	o.limits = defaultLimits
	o.origins = origins{}
	tokenFile := ""
	flags := flag.NewFlagSet("collector", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8090", "the `address` to listen on")
	flags.StringVar(&o.data, "data", "collector-data",
		"the `folder` of the NATS server that runs within; it is made if it is missing")
	flags.StringVar(&o.nats, "nats", "",
		"the `URL` of a NATS server with JetStream, or several with commas, to use in place of the one within")
	flags.StringVar(&tokenFile, "token-file", "",
		"a `file` with the token of the vendor's notices; without it none are taken")
	flags.Func("origin",
		"an `origin` whose pages may send, such as https://www.example.com; several by commas, or with the flag again",
		o.origins.add)
	flags.Func("balancer",
		"an address or a `prefix`, such as 10.0.0.0/8, of balancers whose X-Forwarded-For is believed; several as -origin",
		o.addBalancers)
	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(out, "Usage: collector -origin ORIGIN [flags]")
		flags.SetOutput(out)
		flags.PrintDefaults()
		return o, err
	case err != nil:
		return o, fmt.Errorf("%w; collector -h lists the flags", err)
	case flags.NArg() > 0:
		return o, fmt.Errorf("there are no arguments but flags, and %q is none; collector -h lists them", flags.Arg(0))
	case len(o.origins) == 0:
		return o, errors.New("there is no -origin: name the origins whose pages may send, as with " +
			"-origin https://www.example.com")
	}
	if tokenFile != "" {
		o.token, err = readToken(tokenFile)
	}
	return o, err
}

func readToken(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("can't read the token: %w", err)
	}
	token := strings.TrimSpace(string(content))
	if token == "" {
		return "", fmt.Errorf("the token file %s is empty, want the token that was agreed with the vendor", file)
	}
	return token, nil
}

func (o *options) addBalancers(text string) error {
	for _, entry := range entries(text) {
		prefix, err := netip.ParsePrefix(entry)
		if address, e := netip.ParseAddr(entry); e == nil {
			prefix, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return fmt.Errorf("%q is no address and no prefix, want one such as 10.0.0.0/8", entry)
		}
		o.balancers = append(o.balancers, prefix)
	}
	return nil
}

// entries splits what a flag gives at commas and spaces.
func entries(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use: end the program that listens there, or choose another address with -addr", addr)
	case err != nil:
		return nil, fmt.Errorf("can't listen on the address that -addr gives: %w; want one such as 127.0.0.1:8090", err)
	}
	return listener, nil
}

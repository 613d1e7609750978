package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// limits are what one client, and all together, may ask of the collector.
type limits struct {
	body        int64         // the longest body, in bytes
	bodies      int64         // of all bodies that are held at one time, in bytes
	events      int           // in a batch
	rate        rate.Limit    // requests in a second, from one address
	burst       int           // requests at once, from one address
	addresses   int           // whose rates are known; past it the one that was seen longest ago is forgotten
	connections int           // open at one time
	watchers    int           // of the page at one time
	header      time.Duration // for the header of a request to come
	request     time.Duration // for a whole request to come
	idle        time.Duration // between two requests of a connection
}

// A page sends a few requests in a minute. Many visitors can share an address, as in an office.
var defaultLimits = limits{
	body: 1 << 20, bodies: 128 << 20, events: 1000,
	rate: 500, burst: 5000, addresses: 50_000,
	connections: 8192, watchers: 100,
	header: 5 * time.Second, request: 20 * time.Second, idle: time.Minute,
}

// rates holds the rate of each address.
type rates struct {
	limits    limits
	balancers []netip.Prefix

	mu   sync.Mutex
	last lru[netip.Addr, *rate.Limiter]
}

// limit refuses the requests of an address that sends too many.
func (l *rates) limit(refused *refusals, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.limiter(l.client(r)).Allow() {
			w.Header().Set("Retry-After", "2")
			refused.answer(w, reasonRate, http.StatusTooManyRequests, "too many requests from this address")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (l *rates) limiter(address netip.Addr) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter, ok := l.last.get(address)
	if !ok {
		limiter = rate.NewLimiter(l.limits.rate, l.limits.burst)
		l.last.put(address, limiter)
		if l.last.len() > l.limits.addresses {
			oldest, _ := l.last.oldest()
			l.last.remove(oldest)
		}
	}
	return limiter
}

// client returns the address that a request comes from: of IPv6 the network, as one client has many addresses
// there. The entries of X-Forwarded-For are believed from the last on, as long as balancers have written them.
func (l *rates) client(r *http.Request) netip.Addr {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	address, _ := netip.ParseAddr(host)
	forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(forwarded) - 1; i >= 0 && l.isBalancer(address); i-- {
		previous, err := netip.ParseAddr(strings.TrimSpace(forwarded[i]))
		if err != nil {
			break
		}
		address = previous
	}
	address = address.Unmap()
	if address.Is6() {
		network, _ := address.WithZone("").Prefix(64)
		return network.Addr()
	}
	return address
}

func (l *rates) isBalancer(address netip.Addr) bool {
	for _, prefix := range l.balancers {
		if prefix.Contains(address.Unmap()) {
			return true
		}
	}
	return false
}

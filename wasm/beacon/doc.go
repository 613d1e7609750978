// Package beacon sends CTLive events to a server.
package beacon

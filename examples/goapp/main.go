// A go-app application that shows, for as long as a component is on the page, whether somebody is there to chat. The
// same main is built twice: for the browser, and as the server of the pages.
//
//	GOOS=js GOARCH=wasm go build -o web/app.wasm . && go run .
package main

import (
	"errors"
	"flag"
	"log"
	"net/http"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/wasm"
)

func main() {
	var d ctlive.Dispatcher
	addRoutes(&d)

	// Once, and before the application runs. Natively there is no window to listen to.
	if _, err := wasm.Listen(&d, nil); err != nil && !errors.Is(err, wasm.ErrNoBrowser) {
		app.Log(err)
	}
	app.RunWhenOnBrowser() // returns natively alone

	addr := flag.String("addr", "127.0.0.1:8080", "the `address` to serve on")
	flag.Parse()
	log.Printf("serving on http://%s/", *addr)
	log.Fatal(http.ListenAndServe(*addr, newServer(".")))
}

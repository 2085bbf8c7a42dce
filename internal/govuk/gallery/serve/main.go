// Command serve shows the gallery of components: go run ./internal/govuk/gallery/serve
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"

	"cuppa.example/internal/govuk/gallery"
)

func main() {
	address := flag.String("listen", "127.0.0.1:0", "address to serve on")
	flag.Parse()
	l, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Fprintf(os.Stdout, "http://%s\n", l.Addr())
	log.Fatal(http.Serve(l, gallery.Handler()))
}

// A program that ends at once.
package main

import "os"

func main() { os.Exit(3) }

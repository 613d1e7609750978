package ctlive_test

import (
	"os"
	"testing"

	"example.com/ctlive-go/ctlive/testdata"
)

func TestMain(m *testing.M) { os.Exit(testdata.Run(m)) }

package ctlive_test

import (
	"os"
	"testing"

	"example.com/ctlive-go/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.Run(m)) }

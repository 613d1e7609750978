//go:build unix

package beacon_test

import (
	"testing"
)

func TestVisitSendsEachEventOnceOverPageChanges(t *testing.T) {
	s := newScene(t)
	p := s.open(t, "")
	s.dispatch(t, p, 3)
	s.navigate(t, p, "interval=60000")
	s.dispatch(t, p, 3)
	p.Reload(t)
	p.WaitFor(t, hasBegun)
	s.account(t, 0)
}

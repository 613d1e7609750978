package ctlive

// What Replay can deliver.
const (
	historyMessages = 256
	historyBytes    = 1 << 20 // of Raw
)

// history keeps the latest messages of a Dispatcher, in a ring that is made with the first one.
type history struct {
	ring  *[historyMessages]Message
	first uint // index of the oldest
	count uint
	bytes int
}

func (h *history) add(m *Message) {
	if h.ring == nil {
		h.ring = new([historyMessages]Message)
	}
	if h.count == historyMessages { // the new message takes the place of the oldest
		h.dropOldest()
	}
	h.ring[(h.first+h.count)%historyMessages] = *m
	h.count++
	h.bytes += len(m.Raw)
	for h.bytes > historyBytes {
		place := h.first
		h.dropOldest()
		h.ring[place] = Message{}
	}
}

// dropOldest leaves the message in its place. Two copies of it would be larger.
//
//go:noinline
func (h *history) dropOldest() {
	h.bytes -= len(h.ring[h.first].Raw)
	h.first = (h.first + 1) % historyMessages
	h.count--
}

// messages returns a copy, the oldest first.
func (h *history) messages() []Message {
	all := make([]Message, h.count)
	for i := range all {
		all[i] = h.ring[(h.first+uint(i))%historyMessages]
	}
	return all
}

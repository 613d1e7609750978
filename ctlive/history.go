package ctlive

// What Replay can deliver.
const (
	historyMessages = 256
	historyBytes    = 1 << 20 // of Raw
)

// history keeps the latest messages of a Dispatcher, in a ring that is made with the first one.
type history struct {
	ring  []Message
	first int // index of the oldest
	count int
	bytes int
}

func (h *history) add(m Message) {
	if h.ring == nil {
		h.ring = make([]Message, historyMessages)
	}
	if h.count == historyMessages {
		h.dropOldest()
	}
	h.ring[(h.first+h.count)%historyMessages] = m
	h.count++
	h.bytes += len(m.Raw)
	for h.bytes > historyBytes {
		h.dropOldest()
	}
}

func (h *history) dropOldest() {
	h.bytes -= len(h.ring[h.first].Raw)
	h.ring[h.first] = Message{}
	h.first = (h.first + 1) % historyMessages
	h.count--
}

// messages returns a copy, the oldest first.
func (h *history) messages() []Message {
	all := make([]Message, h.count)
	for i := range all {
		all[i] = h.ring[(h.first+i)%historyMessages]
	}
	return all
}

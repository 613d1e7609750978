package ctlive

// What Replay can deliver.
const (
	historyMessages = 256
	historyBytes    = 1 << 20 // of Raw
)

// history keeps the latest messages of a Dispatcher, in a ring that is made with the first one.
type history struct {
	ring  *[historyMessages]Message
	first uint // index of the oldest, modulo the length of the ring
	count uint
	bytes int
}

func (h *history) add(m *Message) {
	if h.ring == nil {
		h.ring = new([historyMessages]Message)
	}
	next := &h.ring[(h.first+h.count)%historyMessages] // if the ring is full, the place of the oldest
	h.bytes += len(m.Raw) - len(next.Raw)
	*next = *m
	if h.count < historyMessages {
		h.count++
	} else {
		h.first++
	}
	for ; h.bytes > historyBytes; h.count-- {
		oldest := &h.ring[h.first%historyMessages]
		h.bytes -= len(oldest.Raw)
		*oldest = Message{}
		h.first++
	}
}

// messages returns a copy, the oldest first.
func (h *history) messages() []Message {
	all := make([]Message, h.count)
	for i := range all {
		all[i] = h.ring[(h.first+uint(i))%historyMessages]
	}
	return all
}

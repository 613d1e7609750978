package session

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
)

type chat struct {
	Chat
	restored bool // it comes from an earlier page, and no event of it has come on this one
}

func (c *chat) isOver() bool { return c.State == Finished || c.State == Abandoned }

func (c *chat) copy() Chat {
	copied := c.Chat
	copied.Users = slices.Clone(c.Users)
	return copied
}

// nameUser notes the user of a chat that has none yet: a ChatOnline, which may be the first event
// of a chat, names no user.
func (c *chat) nameUser(userID string) {
	if c.UserID == "" {
		c.UserID = keep(userID)
	}
}

// chatsOver is how many chats have ended.
func (s *state) chatsOver() int { return s.funnel.Finished + s.funnel.Abandoned }

// chat returns the chat with an id, or the latest for "". It returns nil if there is none.
func (s *state) chat(id string) *chat {
	if id = cut(id); id != "" {
		return s.chatsByID[id]
	}
	if len(s.chats) == 0 {
		return nil
	}
	return s.chats[len(s.chats)-1]
}

// see returns the chat that an event belongs to, nil if none is known. again is true if the chat
// comes from an earlier page and this is its first event on this one: such a chat has gone on over
// a page load, if it is not over.
func (s *state) see(id string) (c *chat, again bool) {
	c = s.chat(id)
	if c == nil || !c.restored {
		return c, false
	}
	c.restored = false
	c.Resumed = c.Resumed || !c.isOver()
	return c, true
}

// takeUp adds a chat whose start was not seen: it began on another page, or it was a call.
func (s *state) takeUp(id string, in ChatState) *chat {
	s.funnel.Resumed++
	c := &chat{Chat: Chat{ChatID: keep(id), State: in, Resumed: true}}
	s.addChat(c)
	return c
}

func (s *state) addChat(c *chat) {
	if s.chatsByID == nil {
		s.chatsByID = map[string]*chat{}
	}
	s.chatsByID[c.ChatID] = c
	var gone *chat
	s.chats, gone = atMost(maxChats, append(s.chats, c), (*chat).isOver)
	if gone != nil {
		delete(s.chatsByID, gone.ChatID)
	}
}

// startChat begins a chat. A ChatStarted without a chatID always begins a new one; that of a chat
// that goes on is a repetition.
func (s *state) startChat(e ctlive.ChatStarted, now time.Time) (anomaly string) {
	if e.ChatID != "" {
		if c, _ := s.see(e.ChatID); c != nil {
			if c.isOver() {
				return "for a chat that is over"
			}
			c.nameUser(e.UserID)
			s.clicks.take(cut(e.UserID))
			return ""
		}
	}
	c := &chat{Chat: Chat{ChatID: keep(e.ChatID), UserID: keep(e.UserID), Started: now}}
	from := s.clicks.take(c.UserID)
	c.ElementID, c.WidgetID, c.WidgetInferred = from.elementID, from.widgetID, from != widgetKey{}
	s.addChat(c)
	s.funnel.Requested++
	return ""
}

func (s *state) answerChat(e ctlive.ChatOnline, now time.Time) (anomaly string) {
	c, _ := s.see(e.ChatID)
	switch {
	case c == nil: // when it was answered is not known
		c = s.takeUp(e.ChatID, Online)
		s.funnel.Online++
	case c.isOver():
		return "for a chat that is over"
	case c.State == Requested:
		c.State, c.Answered = Online, now
		s.funnel.Online++
	}
	if e.Users != nil {
		c.Users = keepUsers(e.Users)
	}
	return ""
}

func (s *state) finishChat(e ctlive.ChatFinished, now time.Time) (anomaly string) {
	c, _ := s.see(e.ChatID)
	switch {
	case c == nil:
		c = s.takeUp(e.ChatID, Finished)
		s.funnel.Finished++
	case c.isOver():
		return "for a chat that is over already"
	case c.State == Online:
		c.State = Finished
		s.funnel.Finished++
	default:
		c.State = Abandoned
		s.funnel.Abandoned++
	}
	c.Ended = now
	c.nameUser(e.UserID)
	if e.IsSurveyConfigured {
		c.Survey = SurveyExpected
	}
	return ""
}

// startSurvey takes the event for proof that there is a survey: isSurveyConfigured came later than
// the survey events did.
func (s *state) startSurvey(e ctlive.SurveyStarted) (anomaly string) {
	c, again := s.see(e.ChatID)
	switch {
	case c == nil:
		c = s.takeUp(e.ChatID, Finished)
	case !c.isOver():
		return "for a chat that is not over"
	case c.Survey == SurveyOpen && again: // the page was loaded again while it was open
	case c.Survey == SurveyOpen || c.Survey == SurveyDone:
		return "for a chat with " + c.Survey.String() + " already"
	}
	c.Survey = SurveyOpen
	c.nameUser(e.UserID)
	return ""
}

func (s *state) endSurvey(e ctlive.SurveySubmitted) (anomaly string) {
	c, _ := s.see(e.ChatID)
	switch {
	case c == nil:
		c = s.takeUp(e.ChatID, Finished)
	case c.Survey != SurveyOpen:
		return "for a chat with " + c.Survey.String()
	}
	c.Survey = SurveyDone
	s.funnel.Surveyed++
	c.nameUser(e.UserID)
	return ""
}

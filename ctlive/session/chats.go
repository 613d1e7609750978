package session

import (
	"slices"
	"time"

	"example.com/ctlive-go/ctlive"
)

// chat returns the chat with an id, nil if it has not started.
func (t *Tracker) chat(id string) *Chat { return t.chatsByID[id] }

const notStarted = "for a chat that has not started"

func (c *Chat) isOver() bool { return c.State == Finished || c.State == Abandoned }

func (t *Tracker) startChat(e ctlive.ChatStarted, now time.Time) (anomaly string) {
	if e.ChatID == "" {
		return "without a chatID"
	}
	if t.chat(e.ChatID) != nil {
		return "for a chat that has started already"
	}
	c := &Chat{ChatID: e.ChatID, UserID: e.UserID, Started: now}
	c.WidgetID = t.clickers[e.UserID]
	c.WidgetInferred = c.WidgetID != ""
	delete(t.clickers, e.UserID)
	t.funnel.Requested++
	if t.chatsByID == nil {
		t.chatsByID = map[string]*Chat{}
	}
	t.chatsByID[c.ChatID] = c
	var gone *Chat
	if t.chats, gone = atMost(maxChats, append(t.chats, c), (*Chat).isOver); gone != nil {
		delete(t.chatsByID, gone.ChatID)
	}
	return ""
}

func (t *Tracker) answerChat(e ctlive.ChatOnline, now time.Time) (anomaly string) {
	c := t.chat(e.ChatID)
	switch {
	case c == nil:
		return notStarted
	case c.isOver():
		return "for a chat that is over"
	case c.State == Online && (e.Users == nil || slices.Equal(c.Users, e.Users)):
		return "for a chat that is online already, with no other users"
	case c.State == Requested:
		t.funnel.Online++
		c.State, c.Answered = Online, now
	}
	c.Users = slices.Clone(e.Users)
	return ""
}

func (t *Tracker) finishChat(e ctlive.ChatFinished, now time.Time) (anomaly string) {
	c := t.chat(e.ChatID)
	switch {
	case c == nil:
		return notStarted
	case c.isOver():
		return "for a chat that is over already"
	case c.State == Online:
		t.funnel.Finished++
		c.State = Finished
	default:
		t.funnel.Abandoned++
		c.State = Abandoned
	}
	c.Ended = now
	if e.IsSurveyConfigured {
		c.Survey = SurveyExpected
	}
	return ""
}

// startSurvey takes the event for proof that there is a survey: isSurveyConfigured came later than the survey events did.
func (t *Tracker) startSurvey(chatID string) (anomaly string) {
	c := t.chat(chatID)
	switch {
	case c == nil:
		return notStarted
	case !c.isOver():
		return "for a chat that is not over"
	case c.Survey == SurveyOpen || c.Survey == SurveyDone:
		return "for a chat with " + c.Survey.String() + " already"
	}
	c.Survey = SurveyOpen
	return ""
}

func (t *Tracker) endSurvey(chatID string) (anomaly string) {
	c := t.chat(chatID)
	switch {
	case c == nil:
		return notStarted
	case c.Survey != SurveyOpen:
		return "for a chat with " + c.Survey.String()
	}
	c.Survey = SurveyDone
	t.funnel.Surveyed++
	return ""
}

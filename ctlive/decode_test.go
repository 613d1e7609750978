package ctlive_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/ctlive-go/ctlive"
	"example.com/ctlive-go/internal/testkit"
)

func TestDecode(t *testing.T) {
	for _, c := range append(testkit.Cases, testkit.TooDeep...) {
		t.Run(c.Name, func(t *testing.T) {
			event, err := ctlive.Decode([]byte(c.Text))
			if c.Want != nil {
				require.NoError(t, err)
				assert.Equal(t, c.Want, event)
				return
			}
			assert.Nil(t, event)
			if c.NotCTLive {
				assert.ErrorIs(t, err, ctlive.ErrNotCTLive)
				return
			}
			assertDecodeError(t, err, c)
		})
	}
}

func assertDecodeError(t *testing.T, err error, c testkit.Case) {
	t.Helper()
	assert.NotErrorIs(t, err, ctlive.ErrNotCTLive)
	var decodeError *ctlive.DecodeError
	require.ErrorAs(t, err, &decodeError)
	assert.Equal(t, c.Type, decodeError.Type)
	assert.Equal(t, c.Member, decodeError.Member)
	assert.Equal(t, c.Text, string(decodeError.Raw))
	assert.Contains(t, err.Error(), c.Member)
	assert.Contains(t, err.Error(), "want ")
}

func TestDecodeErrorTextSaysWhatWasWrongWhereAndWhatWasExpected(t *testing.T) {
	for text, want := range map[string]string{
		`{"name":"CTLiveEvent","type":"WidgetClicked","object":{"type":5}}`: "ctlive: WidgetClicked: object.type is a " +
			"number, want a string",
		`{"name":"CTLiveEvent","type":"a\nb","object":5}`: `ctlive: "a?b": object is a number, want an object`,
		`{"name":"CTLiveEvent","type":5}`:                 "ctlive: type is a number, want a string",
		`{"name":"CTLiveEvent",}`: "ctlive: malformed JSON at byte 22: want the name of a member, " +
			"in double quotes",
	} {
		_, err := ctlive.Decode([]byte(text))
		assert.EqualError(t, err, want)
	}
}

func TestDecodeOfTextCutAtAnyByteIsMalformed(t *testing.T) {
	for _, eventType := range ctlive.EventTypes() {
		whole := golden(t, eventType)
		for end := range len(whole) - 2 { // the last two are the closing bracket and the line's end
			_, err := ctlive.Decode(whole[:end])
			var decodeError *ctlive.DecodeError
			require.ErrorAs(t, err, &decodeError, "%s cut at byte %d", eventType, end)
			require.Empty(t, decodeError.Member)
		}
	}
}

func TestDecodeReplacesInvalidUTF8(t *testing.T) {
	event, err := ctlive.Decode(
		[]byte("{\"name\":\"CTLiveEvent\",\"type\":\"ChatStarted\",\"object\":{\"chatID\":\"a\xff\xfeb\xe2\x82\"}}"),
	)
	require.NoError(t, err)
	assert.Equal(t, ctlive.ChatStarted{ChatID: "a\ufffd\ufffdb\ufffd\ufffd"}, event)
}

func TestDecodeOfAChatWithTwoAllocatesItsTextItsListAndItsEvent(t *testing.T) {
	text, err := ctlive.Encode(ctlive.ChatOnline{ChatID: "c", Users: []string{"a", "b"}})
	require.NoError(t, err)
	assert.EqualValues(t, 3, testing.AllocsPerRun(100, func() { _, _ = ctlive.Decode(text) }))
}

func TestDecodeKeepsNoReferenceToItsInput(t *testing.T) {
	for _, text := range []string{
		`{"name":"CTLiveEvent","type":"New","object":{"chatID":"c"}}`,
		`{"name":"CTLiveEvent","type":"ChatOnline","object":{"chatID":"c","users":["u"]}}`,
		`{"name":"CTLiveEvent","type":"ChatOnline","object":{"chatID":5}}`,
		`{"name":`,
	} {
		buffer := []byte(text)
		event, err := ctlive.Decode(buffer)
		clear(buffer)
		wantEvent, wantErr := ctlive.Decode([]byte(text))
		assert.Equal(t, wantEvent, event)
		assert.Equal(t, wantErr, err)
	}
}

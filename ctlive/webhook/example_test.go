package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"example.com/ctlive-go/ctlive/webhook"
)

func ExampleHandler() {
	handler := webhook.Handler("the token", func(_ context.Context, c webhook.Contact) error {
		fmt.Println(c.Event, c.ChatID, "of", c.ServiceName, "began at", c.Begin)
		return nil
	})

	// What the vendor's server sends.
	request := httptest.NewRequest(http.MethodPost, "/webhook/ctlive", strings.NewReader(
		`{"event":"new","cid":"c-1","serv_name":"Sales","beginTime":1795338000000,"endTime":""}`))
	request.Header.Set("Authorization", "Bearer the token")
	request.Header.Set("Content-Type", "application/json")

	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	fmt.Println(answer.Code, http.StatusText(answer.Code))
	// Output:
	// new c-1 of Sales began at 2026-11-22 09:00:00 +0000 UTC
	// 204 No Content
}

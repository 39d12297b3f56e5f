package console

import (
	"encoding/json"
	"net/http"
)

// problem is an answer other than 200 (RFC 9457).
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func refuse(w http.ResponseWriter, status int, detail string) {
	write(w, "application/problem+json", status, problem{http.StatusText(status), status, detail})
}

// fail answers for what the source could not do; why is for the log alone.
func (c console) fail(w http.ResponseWriter, err error) {
	c.Log.Error("console", "cause", err)
	refuse(w, http.StatusServiceUnavailable, "the hub cannot read its database: its log says why")
}

func answer(w http.ResponseWriter, body any) {
	write(w, "application/json", http.StatusOK, body)
}

func write(w http.ResponseWriter, kind string, status int, body any) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body) // an error means that the client left
}

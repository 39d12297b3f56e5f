package natscluster

import (
	"os"
	"strings"
	"testing"
)

// The manual shows what the tests run.
func TestDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/brokers.md")
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"general lines": General, "mqtt block": MQTT} {
		if !strings.Contains(string(doc), text) {
			t.Errorf("docs/brokers.md does not show the %s:\n%s", what, text)
		}
	}
}

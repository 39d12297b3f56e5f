package serve_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/serve"
)

func plainLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

const (
	cardMessage = `{"code":"0","retcode":"0x90 0x1","retmsg":"操作成功||未读取相片","errmsg":"","name":"张小满","sex":"男",` +
		`"nation":"汉","born":"19900307","address":"某市某区样本路1号","cardno":"110101199003071014","userlifeb":"20190520",` +
		`"userlifee":"20390520","police":"某市公安局某分局","photobase64":"","CardType":"0","EngName":"","CertVol":"","PassID":"",` +
		`"IssuesTimes":"","Reserved":""}` + "\n"
	cardFields = `{
   "bornDay" : "19900307",
   "certAddress" : "某市某区样本路1号",
   "certNumber" : "110101199003071014",
   "certOrg" : "某市公安局某分局",
   "certType" : " ",
   "effDate" : "20190520",
   "errorMsg" : "读卡成功",
   "expDate" : "20390520",
   "gender" : "男",
   "identityPic" : "",
   "nation" : "汉",
   "nationCode" : "01",
   "partyName" : "张小满",
   "resultFlag" : 0
}
`
)

func (s service) exact(t *testing.T, path, want string, headers ...string) {
	t.Helper()
	if _, got := s.ask(t, path, headers...); got != want {
		t.Errorf("%s:\ngot  %s\nwant %s", path, got, want)
	}
}

func TestReadMsg(t *testing.T) {
	s := run(t, nil)
	s.expect(t, "/api/ReadMsg", 200, `{"code":"1","retcode":"0x1","retmsg":"正在连接读卡器，请稍候"`)
	s.Tell(samv.Up{})
	s.expect(t, "/api/ReadMsg", 200, `{"code":"1","retcode":"0x80","retmsg":"未放卡`)
	s.Tell(samv.Placed{Card: person})
	s.exact(t, "/api/ReadMsg", cardMessage)
	s.exact(t, "/api/ReadMsg?NoPhoto=1&PhotoQuality=50&cardImg=1&Fp=1&waitTime=x&%zz", cardMessage)
	s.exact(t, "/api/ReadMsg?readOnce=1", cardMessage)
	s.expect(t, "/api/ReadMsg?readOnce=1", 200, `{"code":"1","retcode":"0x80","retmsg":"这张卡已经读过`)
	s.Tell(samv.Failed{Err: samv.ReadFailed})
	s.expect(t, "/api/ReadMsg", 200, `{"code":"1","retcode":"0x41","retmsg":"请把证件`)
	s.Lost(port.ErrGone)
	s.expect(t, "/api/ReadMsg", 200, `{"code":"1","retcode":"0x1","retmsg":"设备暂时不可用`)
}

func TestReadMsgKinds(t *testing.T) {
	for kind, want := range map[samv.Kind]string{
		samv.Citizen: "0", samv.Foreigner2017: "1", samv.Permit: "2", samv.Foreigner2023: "3",
	} {
		s := run(t, nil)
		card := person
		card.Kind, card.ValidTo, card.Sex = kind, samv.Permanent, samv.Female
		s.Tell(samv.Placed{Card: card})
		_, body := s.ask(t, "/api/ReadMsg")
		var m map[string]string
		if err := json.Unmarshal([]byte(body), &m); err != nil || m["CardType"] != want || m["userlifee"] != "长期" || m["sex"] != "女" {
			t.Errorf("%s: %v %v", kind, m, err)
		}
	}
}

// TestReadMsgBusy: while one call waits for a card, another is answered busy.
func TestReadMsgBusy(t *testing.T) {
	s := run(t, nil)
	s.Tell(samv.Up{})
	first := make(chan string)
	go func() {
		_, body := s.ask(t, "/api/ReadMsg?waitTime=60")
		first <- body
	}()
	for until := time.Now().Add(10 * time.Second); ; {
		_, body := s.ask(t, "/api/ReadMsg")
		if strings.HasPrefix(body, `{"code":"1","retcode":"0x1","retmsg":"读卡器正忙"`) {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("never busy: %s", body)
		}
		time.Sleep(60 * time.Millisecond)
	}
	s.Tell(samv.Placed{Card: person})
	if got := <-first; got != cardMessage {
		t.Errorf("the call that waited: %s", got)
	}
	s.exact(t, "/api/ReadMsg", cardMessage)
}

func TestJSONP(t *testing.T) {
	s := run(t, func(c *serve.Config) { c.JSONP = true })
	odd := person
	odd.Address = "</script>\u2028" // what scripts would stumble over
	s.Tell(samv.Placed{Card: odd})
	r, body := s.ask(t, "/api/ReadMsg?callback=jQuery19_7&_=1", "Referer: "+allowed+"/", "Sec-Fetch-Site: cross-site")
	if !strings.HasPrefix(body, `/**/jQuery19_7({"code":"0",`) || !strings.HasSuffix(body, "});\n") || strings.ContainsAny(body, "<\u2028") {
		t.Errorf("answered %s", body)
	}
	if kind := r.Header.Get("Content-Type"); kind != "application/javascript; charset=utf-8" {
		t.Errorf("as %s", kind)
	}
	s.exact(t, "/api/ReadMsg", strings.Replace(cardMessage, "某市某区样本路1号", `\u003c/script\u003e\u2028`, 1))
	for path, headers := range map[string][]string{
		"/api/ReadMsg?callback=f":            nil, // a page that hides, or none
		"/api/ReadMsg?callback=g":            {"Referer: https://evil.example/"},
		"/api/ReadMsg?callback=h":            {"Sec-Fetch-Site: cross-site"},
		"/api/ReadMsg?callback=alert(1)//":   {"Referer: " + allowed},
		"/api/ReadMsg?callback=a%0Ab":        {"Referer: " + allowed},
		"/api/ReadMsg?callback=1a":           {"Referer: " + allowed},
		"/api/ReadMsg?callback=a..b":         {"Referer: " + allowed},
		"/api/ReadMsg?callback=%E5%9B%9E%E8": {"Referer: " + allowed},
	} {
		if r, body := s.ask(t, path, headers...); r.StatusCode < 400 || strings.Contains(body, person.Number) {
			t.Errorf("%s %q: %d %s", path, headers, r.StatusCode, body)
		}
	}
}

func TestReadCard(t *testing.T) {
	s := run(t, nil)
	s.exact(t, "/OpenDevice", "{\n   \"errorMsg\" : \"正在连接读卡器，请稍候\",\n   \"resultFlag\" : -1\n}\n")
	s.Lost(port.ErrGone)
	s.expect(t, "/OpenDevice&t=0.1", 200, "请重新插好连线。\",\n   \"resultFlag\" : -1\n}\n")
	s.expect(t, "/readcard", 200, `"resultFlag" : -11`)
	s.Tell(samv.Up{})
	s.exact(t, "/OpenDevice?t=0.1", "{\n   \"errorMsg\" : \"打开成功\",\n   \"resultFlag\" : 0\n}\n")
	s.expect(t, "/readcard&t=0.1", 200, "\"certNumber\" : \"\",\n")
	s.Tell(samv.Placed{Card: person})
	s.exact(t, "/readcard&t=0.5", cardFields)
	s.exact(t, "/readcard&picpath=%22D:/1/123.bmp%22&t=0.5", cardFields)
	s.exact(t, "/readcard", cardFields)
	s.exact(t, "/CloseDevice", "{\n   \"errorMsg\" : \"关闭成功\",\n   \"resultFlag\" : 0\n}\n")
	s.expect(t, "/readcards", 404, "")
}

// TestReadCardAsPagesReadIt: many pages search the answer with these expressions.
func TestReadCardAsPagesReadIt(t *testing.T) {
	for kind, want := range map[samv.Kind]string{samv.Citizen: " ", samv.Foreigner2017: "I", samv.Permit: "J", samv.Foreigner2023: "Y"} {
		s := run(t, nil)
		card := person
		card.Kind = kind
		s.Tell(samv.Placed{Card: card})
		_, body := s.ask(t, "/readcard&t=0.8")
		for expression, want := range map[string]string{
			`"partyName" : "(.*?)"`: person.Name, `"certNumber" : "(.*?)"`: person.Number, `"certType" : "(.*?)"`: want, `"resultFlag" : (.*)`: "0",
		} {
			if m := regexp.MustCompile(expression).FindStringSubmatch(body); m == nil || m[1] != want {
				t.Errorf("%s: %s finds %q, want %q", kind, expression, m, want)
			}
		}
		if !json.Valid([]byte(body)) {
			t.Errorf("no JSON: %s", body)
		}
	}
}

// TestDialectsAreOffUnlessAskedFor and know nothing of cards.
func TestDialectsAreOffUnlessAskedFor(t *testing.T) {
	s := run(t, func(c *serve.Config) { c.Dialects = nil })
	s.Tell(samv.Placed{Card: person})
	for _, path := range []string{"/api/ReadMsg", "/OpenDevice", "/readcard", "/readcard&t=1", "/CloseDevice"} {
		s.expect(t, path, 404, "/v1/card")
	}
	s.expect(t, "/v1/version", 200, `"dialects":[]`)
}

package serve

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// readCard is the dialect of another vendor's service, after the pages written for it: three paths, to which
// pages append "&t=0.123" without a question mark, and answers in a layout which some pages search by regular
// expressions instead of parsing it.
type readCard struct{ board *Board }

var readCardPaths = []string{"/OpenDevice", "/readcard", "/CloseDevice"}

func (d readCard) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /OpenDevice", d.open)
	mux.HandleFunc("GET /readcard", d.read)
	mux.HandleFunc("GET /CloseDevice", func(w http.ResponseWriter, _ *http.Request) { styled(w, flag(0, "关闭成功")) })
}

// withoutTail takes from the dialect's paths what pages append to them.
func withoutTail(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, p := range readCardPaths {
			if strings.HasPrefix(r.URL.Path, p+"&") {
				u := *r.URL
				u.Path, u.RawPath = p, ""
				r = r.Clone(r.Context())
				r.URL = &u
			}
		}
		next.ServeHTTP(w, r)
	})
}

// Values of resultFlag that pages have been seen to tell apart.
const (
	flagOpen = -1  // the reader is not there
	flagRead = -11 // no card was read
)

func flag(n int, text string) []field { return []field{{"errorMsg", text}, {"resultFlag", n}} }

func (d readCard) open(w http.ResponseWriter, _ *http.Request) {
	switch s := d.board.Now(); {
	case s.Kind == Down:
		styled(w, flag(flagOpen, s.Problem.Technician.ZH))
	case s.Kind == Starting:
		styled(w, flag(flagOpen, "正在连接读卡器，请稍候"))
	default:
		styled(w, flag(0, "打开成功"))
	}
}

func (d readCard) read(w http.ResponseWriter, r *http.Request) {
	now, cancel := context.WithCancel(r.Context())
	cancel() // this dialect does not wait
	switch s := d.board.Ask(now, false); {
	case s.Kind == Lying:
		styled(w, cardFields(*s.Card, s.Photo.image(), 0, "读卡成功"))
	case s.Problem != nil:
		styled(w, cardFields(samv.Card{}, nil, flagRead, s.Problem.Rider.ZH))
	default:
		styled(w, cardFields(samv.Card{}, nil, flagRead, "未放卡：请把证件平放在读卡区"))
	}
}

// field is a member of an answer; value is a string or a number.
type field struct {
	name  string
	value any
}

// cardFields are all members of a reading, in the vendor's order.
func cardFields(c samv.Card, photo []byte, result int, text string) []field {
	return []field{
		{"bornDay", compact(c.Birth)},
		{"certAddress", c.Address},
		{"certNumber", c.Number},
		{"certOrg", c.Issuer},
		{"certType", certTypes[c.Kind]},
		{"effDate", compact(c.ValidFrom)},
		{"errorMsg", text},
		{"expDate", compact(c.ValidTo)},
		{"gender", sexes[c.Sex]},
		{"identityPic", base64.StdEncoding.EncodeToString(photo)},
		{"nation", c.Nation},
		{"nationCode", c.NationCode},
		{"partyName", c.Name},
		{"resultFlag", result},
	}
}

var certTypes = map[samv.Kind]string{samv.Citizen: " ", samv.Foreigner2017: "I", samv.Permit: "J", samv.Foreigner2023: "Y"}

// styled answers with one member a line and spaces around the colon.
func styled(w http.ResponseWriter, fields []field) {
	lines := make([]string, len(fields))
	for i, f := range fields {
		value, _ := json.Marshal(f.value) // a string or a number
		lines[i] = fmt.Sprintf("   %q : %s", f.name, value)
	}
	write(w, "application/json; charset=utf-8", http.StatusOK, []byte("{\n"+strings.Join(lines, ",\n")+"\n}"))
}

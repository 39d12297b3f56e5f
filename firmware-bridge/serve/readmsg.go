package serve

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// readMsg is the dialect of one vendor's service, after its public interface note (2023): one path, one call
// at a time, every value a string. What it has on fingerprints and card images is never given.
type readMsg struct {
	board *Board
	jsonp bool
	busy  sync.Mutex
}

// message is the dialect's answer.
type message struct {
	Code        string `json:"code"`    // 0 done
	RetCode     string `json:"retcode"` // 0x90 0x1 done; else the reader's status, 0x1 where there is none
	RetMsg      string `json:"retmsg"`
	ErrMsg      string `json:"errmsg"`
	Name        string `json:"name"`
	Sex         string `json:"sex"`
	Nation      string `json:"nation"`
	Born        string `json:"born"` // YYYYMMDD, as all dates
	Address     string `json:"address"`
	CardNo      string `json:"cardno"`
	UserLifeB   string `json:"userlifeb"`
	UserLifeE   string `json:"userlifee"`
	Police      string `json:"police"`
	PhotoBase64 string `json:"photobase64"`
	CardType    string `json:"CardType"` // 0 citizen, 1 foreigner of 2017, 2 permit, 3 foreigner of 2023
	EngName     string `json:"EngName"`
	CertVol     string `json:"CertVol"`
	PassID      string `json:"PassID"`
	IssuesTimes string `json:"IssuesTimes"`
	Reserved    string `json:"Reserved"`
}

func (d *readMsg) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := parseReadMsg(r.URL.RawQuery)
	if q.callback != "" && !d.mayCall(w, r, q.callback) {
		return
	}
	if !d.busy.TryLock() {
		d.reply(w, q, message{Code: "1", RetCode: "0x1", RetMsg: "读卡器正忙"})
		return
	}
	defer d.busy.Unlock()
	ctx, cancel := context.WithTimeout(r.Context(), q.wait)
	defer cancel()
	d.reply(w, q, messageOf(d.board.Ask(ctx, q.once), q))
}

// readMsgQuery is what a page may ask for; all else is passed over, as the vendor's service does.
type readMsgQuery struct {
	wait     time.Duration // waitTime, seconds
	once     bool          // readOnce=1
	noPhoto  bool          // NoPhoto=1
	callback string        // JSONP
}

func parseReadMsg(query string) (q readMsgQuery) {
	v, _ := url.ParseQuery(query) // what is broken is left out
	q.wait, _ = parseSeconds(v.Get("waitTime"), time.Hour)
	q.once = v.Get("readOnce") == "1"
	q.noPhoto = v.Get("NoPhoto") == "1"
	q.callback = v.Get("callback")
	return q
}

func messageOf(s State, q readMsgQuery) message {
	switch {
	case s.Kind == Lying && q.once && s.Taken:
		return message{Code: "1", RetCode: "0x80", RetMsg: "这张卡已经读过：请拿开再放"}
	case s.Kind == Lying:
		return cardMessage(*s.Card, s.Photo.image(), q.noPhoto)
	case s.Kind == Empty:
		return message{Code: "1", RetCode: "0x80", RetMsg: "未放卡：请把证件平放在读卡区"}
	case s.Problem == nil:
		return message{Code: "1", RetCode: "0x1", RetMsg: "正在连接读卡器，请稍候"}
	}
	code := s.Problem.Code
	if code == "" {
		code = "0x1"
	}
	return message{Code: "1", RetCode: code, RetMsg: s.Problem.Rider.ZH, ErrMsg: s.Problem.Technician.ZH}
}

func cardMessage(c samv.Card, photo []byte, noPhoto bool) message {
	m := message{
		Code: "0", RetCode: "0x90 0x1", RetMsg: "操作成功||未读取相片",
		Name: c.Name, Sex: sexes[c.Sex], Nation: c.Nation, Born: compact(c.Birth), Address: c.Address, CardNo: c.Number,
		UserLifeB: compact(c.ValidFrom), UserLifeE: compact(c.ValidTo), Police: c.Issuer, CardType: cardTypes[c.Kind],
		EngName: c.LatinName, CertVol: c.CardVersion, PassID: c.PassNumber, IssuesTimes: c.IssueCount, Reserved: c.OldNumber,
	}
	if len(photo) > 0 && !noPhoto {
		m.RetMsg, m.PhotoBase64 = "操作成功||相片解码解码正确", base64.StdEncoding.EncodeToString(photo)
	}
	return m
}

var sexes = map[samv.Sex]string{samv.Male: "男", samv.Female: "女", samv.Unstated: "未说明", samv.Unknown: "未知"}

var cardTypes = map[samv.Kind]string{samv.Citizen: "0", samv.Foreigner2017: "1", samv.Permit: "2", samv.Foreigner2023: "3"}

// compact is a date as cards and vendors' services write it: YYYYMMDD, or what stands there instead.
func compact(date string) string {
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return date
	}
	return strings.ReplaceAll(date, "-", "")
}

func (d *readMsg) reply(w http.ResponseWriter, q readMsgQuery, m message) {
	if q.callback == "" {
		answer(w, http.StatusOK, m)
		return
	}
	body, err := json.Marshal(m) // which escapes <, > and the line ends that scripts have and JSON has not
	if err != nil {
		refuse(w, http.StatusInternalServerError, "the answer cannot be written")
		return
	}
	// The empty comment keeps the first bytes from being a file of another kind.
	write(w, "application/javascript; charset=utf-8", http.StatusOK, []byte("/**/"+q.callback+"("+string(body)+");"))
}

// mayCall says why a call with a callback is not answered, if so: its answer is a script, which every page may
// run. Only a page of an allowed origin, which the guard has let pass, has an origin here.
func (d *readMsg) mayCall(w http.ResponseWriter, r *http.Request, callback string) bool {
	origin, _ := page(r)
	switch {
	case !d.jsonp:
		refuse(w, http.StatusForbidden, "callbacks are not answered: start nuanxin-bridge serve with --jsonp, or ask with fetch")
	case origin == "":
		refuse(w, http.StatusForbidden, "a callback is answered only where the browser tells the page: use a Referrer-Policy of strict-origin")
	case !validCallback(callback):
		refuse(w, http.StatusBadRequest, "the callback is not the name of a function")
	default:
		return true
	}
	return false
}

// validCallback is true for names, and names of names: jQuery123_4, app.onCard. A name of ASCII letters alone
// can end no statement and begin none.
func validCallback(name string) bool {
	if len(name) > 128 {
		return false
	}
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || (part[0] >= '0' && part[0] <= '9') || strings.IndexFunc(part, notOfName) >= 0 {
			return false
		}
	}
	return true
}

func notOfName(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '$'
}

package phone

import "net/http"

// fixed are the files that every page loads; phones keep them.
var fixed = map[string]http.HandlerFunc{
	stylePath: serveStyle, iconPath: serveIcon, scriptPath: serveScript, "/favicon.ico": serveIcon,
}

// doors let a phone in that has scanned a code.
func (s *Server) doors() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{"/s/{token}": s.enter, "/t/{id}": s.arriveToWrite, "/h/{id}": s.arriveToTake}
}

// shown are the pages and images of a phone that is in, by path.
func (s *Server) shown() map[string]handler {
	return map[string]handler{
		"/{$}":           s.home,
		"/checked-in":    s.checkedIn,
		"/service":       s.service,
		"/confirm":       s.confirm,
		"/bookings":      s.bookings,
		"/booking":       s.booking,
		"/booking.png":   s.bookingCode,
		"/pass":          s.pass,
		"/pass.png":      s.passCode,
		"/appeals":       s.appeals,
		"/appeal":        s.appeal,
		"/progress":      s.progress,
		"/hazard":        s.hazard,
		"/receipt":       s.receipt,
		"/receipt.png":   s.receiptCode,
		"/points":        s.points,
		"/learning":      s.learning,
		"/lesson":        s.lesson,
		"/lesson.png":    s.lessonPicture,
		"/quiz":          s.quiz,
		"/result":        s.result,
		"/tasks":         s.tasks,
		"/organisations": s.organisations,
		"/stories":       s.stories,
		"/notices":       s.notices,
		"/announcements": s.announcements,
		"/my-data":       s.myData,
		"/my-data.json":  s.export,
	}
}

// forms act, each once, by path.
func (s *Server) forms() map[string]handler {
	return map[string]handler{
		"/check-in":   s.checkIn,
		"/book":       s.book,
		"/reschedule": s.reschedule,
		"/cancel":     s.cancel,
		"/appeal":     s.fileAppeal,
		"/follow":     s.follow,
		"/rate":       s.rate,
		"/reopen":     s.reopen,
		"/hazard":     s.reportHazard,
		"/redeem":     s.redeem,
		"/read":       s.read,
		"/quiz":       s.takeQuiz,
		"/task":       s.answerTask,
		"/story":      s.tellStory,
		"/new-pass":   s.newPass,
		"/withdraw":   s.withdraw,
		"/erase":      s.erase,
		"/t/{id}":     s.takeText,
		"/h/{id}":     s.takePass,
		"/other-pass": s.otherPass,
		"/leave":      s.leave,
	}
}

func (s *Server) route() {
	for path, h := range fixed {
		s.mux.HandleFunc("GET "+path, h)
	}
	for path, h := range s.doors() {
		s.mux.HandleFunc("GET "+path, h)
	}
	for path, h := range s.shown() {
		s.mux.HandleFunc("GET "+path, s.page(h))
	}
	for path, h := range s.forms() {
		s.mux.HandleFunc("POST "+path, s.page(s.form(s.once(h))))
	}
	s.mux.HandleFunc("POST /t/{id}/still", s.page(s.form(s.still)))
}

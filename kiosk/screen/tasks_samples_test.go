package screen

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

var tasksSample = []station.Task{
	{ID: "search", Urgent: true, Title: station.Text{ZH: "帮忙找走失老人", EN: "Searching for an elderly man"}, Starts: now, Ends: now.Add(5 * time.Hour), Left: 12, Text: searchText},
	{ID: "snow", Title: station.Text{ZH: "望京东园小区门口扫雪除冰", EN: "Clearing snow at the gates of Wangjing East Garden"}, Starts: now.AddDate(0, 0, 1), Ends: now.AddDate(0, 0, 2), Left: 3, State: event.TaskState_TASK_STATE_ACCEPTED, Text: vestText},
	{ID: "bikes", Title: station.Text{ZH: "摆正乱停的共享单车", EN: "Straightening shared bikes"}, Starts: now.Add(time.Hour), Text: bikesText},
	{ID: "teach", Title: station.Text{ZH: "给老人教用手机", EN: "Showing the elderly how to use a phone"}, Starts: now.AddDate(0, 0, 3), Ends: now.AddDate(0, 0, 3).Add(2 * time.Hour), State: event.TaskState_TASK_STATE_DONE, Text: phonesText},
}

func taskSample(i int) flow.Task { return flow.Task{Task: tasksSample[i], Page: page2} }

package screen

import (
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// door is how an entry is offered.
type door struct {
	icon        theme.Icon
	title, hint i18n.Key
}

var doors = map[flow.Entry]door{
	flow.EnterBookings:      {theme.Calendar, i18n.MyBookings, i18n.MyBookingsHint},
	flow.EnterPass:          {theme.Code, i18n.MyPass, i18n.MyPassHint},
	flow.EnterAppeals:       {theme.Voice, i18n.Appeals, i18n.AppealsHint},
	flow.EnterHazards:       {theme.Danger, i18n.Hazards, i18n.HazardsHint},
	flow.EnterPoints:        {theme.Star, i18n.MyPoints, i18n.MyPointsHint},
	flow.EnterLearning:      {theme.Book, i18n.Learning, i18n.LearningHint},
	flow.EnterTasks:         {theme.Hand, i18n.VolunteerTasks, i18n.VolunteerHint},
	flow.EnterMyData:        {theme.Shield, i18n.MyData, i18n.MyDataHint},
	flow.EnterAnnouncements: {theme.Posted, i18n.Announcements, i18n.AnnouncementsHint},
	flow.EnterHelp:          {theme.Question, i18n.Help, i18n.HelpHint},
	flow.EnterOrganisations: {theme.House, i18n.OrganisationsEntry, i18n.OrganisationsHint},
	flow.EnterStories:       {theme.Story, i18n.Stories, i18n.StoriesHint},
}

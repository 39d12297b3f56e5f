package screen

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
)

var lessonsSample = []flow.Lesson{
	{ID: "winter", Title: station.Text{ZH: "冬季骑行安全", EN: "Riding safely in winter"}, Read: 12, Pages: 12, Quiz: true, Passed: true},
	{ID: "rights", Title: station.Text{ZH: "工钱没结怎么办", EN: "What to do about unpaid wages"}, Read: 3, Pages: 9, Quiz: true},
	{ID: "fire", Title: station.Text{ZH: "电动车充电和火灾逃生", EN: "Charging electric bikes and getting out of a fire"}, Pages: 14, Quiz: true},
	{ID: "first-aid", Title: station.Text{ZH: "路上遇到有人倒地，您可以做的三件事", EN: "Three things to do for somebody who has collapsed"}, Read: 6, Pages: 6, Quiz: true},
}

// pictureSample is a sun over a hill.
func pictureSample() []byte {
	m := image.NewPaletted(image.Rect(0, 0, 320, 240), color.Palette{
		color.RGBA{190, 215, 235, 255}, color.RGBA{245, 190, 80, 255}, color.RGBA{90, 140, 100, 255},
	})
	for x := range 320 {
		for y := range 240 {
			switch {
			case 2*y > 240+x:
				m.SetColorIndex(x, y, 2)
			case (x-230)*(x-230)+(y-70)*(y-70) < 1600:
				m.SetColorIndex(x, y, 1)
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, m); err != nil {
		panic(err)
	}
	return file.Bytes()
}

func packsSample() flow.Packs {
	return flow.Packs{Packs: lessonsSample, Occupation: "delivery-rider", Asked: true, Page: page2}
}

func quizSample() flow.Quiz {
	return flow.Quiz{
		Title:  lessonsSample[0].Title,
		Text:   station.Text{ZH: "下雪天骑车下坡，前面的路口变成红灯，您应该怎么做？", EN: "You ride downhill in snow and the light ahead turns red. What do you do?"},
		Number: 3, Of: 5, Page: page1,
		Answers: []flow.Choice{
			{Index: 0, Text: station.Text{ZH: "马上捏紧前刹", EN: "Pull the front brake hard"}},
			{Index: 1, Text: station.Text{ZH: "提前松电门，后刹轻点，慢慢停下来", EN: "Ease off early and brake gently at the back"}},
			{Index: 2, Text: station.Text{ZH: "趁还没有车，加速冲过去", EN: "Speed up while nobody is coming"}},
			{Index: 3, Text: station.Text{ZH: "用脚拖地减速", EN: "Drag your feet on the ground"}},
		},
	}
}

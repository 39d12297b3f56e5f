package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"os"
	"time"
)

// standing is what the demonstration publishes whatever the day: notices, services, organisations, points, packs.
// Nobody in it is a real person, and no organisation exists.
//
//go:embed content.json
var standing []byte

// rain is the picture that content.json names. It is drawn in pictures/rain.svg:
//
//	chromium --headless --hide-scrollbars --window-size=1200,900 --screenshot=full.png pictures/rain.svg
//	convert full.png +dither -resize 800x600 -colors 48 -strip PNG8:pictures/rain.png
//
//go:embed pictures/rain.png
var rain []byte

// budget is how many points riders of the demonstration may redeem.
const budget = "5000"

// furnish has something to show for every subject. Publishing the same again changes nothing.
func (d *demo) furnish(ctx context.Context) error {
	if err := d.hand(ctx, "picture", "picture.png", rain); err != nil {
		return err
	}
	if err := d.publish(ctx, standing); err != nil {
		return err
	}
	now := time.Now()
	dated, err := json.Marshal(map[string]any{"tasks": tasksFrom(now), "announcements": announcementsFrom(now)})
	if err != nil {
		return err
	}
	if err := d.publish(ctx, dated); err != nil {
		return err
	}
	return d.once("points-lent", func() error {
		_, err := d.tool(ctx, "nuanxin-hub", "points", "lend", station, budget, "--as", "demo", "--data", d.in("hub"))
		return err
	})
}

func (d *demo) publish(ctx context.Context, document []byte) error {
	return d.hand(ctx, "publish", "content.json", document)
}

// hand has the hub publish a file by one of its commands.
func (d *demo) hand(ctx context.Context, command, name string, content []byte) error {
	file := d.in(name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		return err
	}
	_, err := d.tool(ctx, "nuanxin-hub", command, file, "--as", "demo", "--data", d.in("hub"))
	return err
}

// once does something in the first run that gets so far.
func (d *demo) once(what string, do func() error) error {
	mark := d.in("." + what)
	if _, err := os.Stat(mark); err == nil {
		return nil
	}
	if err := do(); err != nil {
		return err
	}
	return os.WriteFile(mark, nil, 0o600)
}

// task is one of docs/content.md.
type task struct {
	ID       string   `json:"id"`
	Stations []string `json:"stations"`
	TitleZH  string   `json:"title_zh"`
	TitleEN  string   `json:"title_en"`
	TextZH   string   `json:"text_zh"`
	TextEN   string   `json:"text_en"`
	Starts   int64    `json:"starts_ms,string"`
	Ends     int64    `json:"ends_ms,string"`
	Urgent   bool     `json:"urgent"`
	Places   int      `json:"places"`
}

// tasksFrom are those of the coming days: one is urgent.
func tasksFrom(now time.Time) []task {
	at := on(now)
	return []task{
		{
			ID: "snow-clearing", Stations: []string{station}, Urgent: true, Places: 8, Starts: at(0, 0), Ends: at(2, 0),
			TitleZH: "清扫路口积雪", TitleEN: "Clear snow at the crossings",
			TextZH: "和平路、建设街两个路口结冰，请带好手套，工具在驿站门口领。每次约半小时。",
			TextEN: "Two crossings are icy. Bring gloves; tools are at the station's door. About half an hour each time.",
		},
		{
			ID: "fire-lanes", Stations: []string{station}, Places: 12, Starts: at(1, 0), Ends: at(8, 0),
			TitleZH: "送单路上看消防通道", TitleEN: "Keep an eye on the fire lanes",
			TextZH: "一周里送单时留意小区消防通道有没有被占，看见了随手拍照报隐患。",
			TextEN: "For a week, look out for blocked fire lanes on your way, and report what you see.",
		},
		{
			ID: "old-people", Stations: []string{station}, Places: 5, Starts: at(3, 14), Ends: at(3, 17),
			TitleZH: "给独居老人送冬衣", TitleEN: "Bring winter clothes to old people",
			TextZH: "社区有 20 位独居老人，每人送四家，送到门口问声好。",
			TextEN: "Twenty old people live alone nearby. Four homes each: bring the parcel to the door and say hello.",
		},
	}
}

// on gives the milliseconds of an hour some days after a moment.
func on(now time.Time) func(days, hour int) int64 {
	return func(days, hour int) int64 {
		return time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, now.Location()).UnixMilli()
	}
}

// announcement is one of docs/content.md.
type announcement struct {
	ID       string   `json:"id"`
	Stations []string `json:"stations,omitempty"`
	TitleZH  string   `json:"title_zh"`
	TitleEN  string   `json:"title_en"`
	TextZH   string   `json:"text_zh"`
	TextEN   string   `json:"text_en"`
	From     int64    `json:"from_ms,string"`
	Until    int64    `json:"until_ms,string"`
	Urgent   bool     `json:"urgent"`
}

// announcementsFrom are two of the coming days: one for this station alone. Neither is urgent, so that stories have
// their turn.
func announcementsFrom(now time.Time) []announcement {
	at := on(now)
	return []announcement{
		{
			ID: "water-off", Stations: []string{station}, From: at(0, 0), Until: at(2, 0),
			TitleZH: "明天上午停水两小时", TitleEN: "No water for two hours tomorrow morning",
			TextZH: "明天 9 点到 11 点检修水管，热水和卫生间暂停使用，请提前灌好水。走两分钟的建设街公厕照常开放。",
			TextEN: "The pipes are mended from 9 to 11 tomorrow: no hot water and no toilet here then. Fill your flask before. The public toilet on Jianshe Street, two minutes away, stays open.",
		},
		{
			ID: "winter-hours", From: at(0, 0), Until: at(90, 0),
			TitleZH: "入冬了，驿站延长开放到晚上 11 点", TitleEN: "Open until 11 in the evening this winter",
			TextZH: "即日起每天 7 点开门、23 点关门，热水、微波炉、充电都能用。夜里太冷，进来暖暖再走。",
			TextEN: "From today we open at 7 and close at 23, with hot water, microwave and charging. Nights are cold: come in and warm up.",
		},
	}
}

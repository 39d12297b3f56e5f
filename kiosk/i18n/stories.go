package i18n

// Stories.
var (
	Stories        = text("骑手故事", "Riders' stories")
	StoriesHint    = text("看看身边的人", "People like you")
	AboutStories   = text("看看大家的故事，也可以讲讲自己的", "Read what others did, and tell your own")
	StoryNumber    = text("故事 %d / %d", "Story %d of %d") // number, of
	NoStories      = text("这里还没有故事", "There is no story here yet")
	NoStoriesHint  = text("路上的暖心事，您来讲第一个吧", "Yours could be the first")
	TellStory      = text("讲讲我的故事", "Tell my story")
	StoryText      = text("我的故事", "My story")
	StoryTextHint  = text("写一件您想让大家知道的事，不用写名字。", "Write of something you want others to know. Leave out names.")
	StoryConfirm   = text("就这样交上去？", "Hand it in like this?")
	StoryRewrite   = text("改一改", "Change it")
	StoryHandIn    = text("交上去", "Hand it in")
	StoryFiled     = text("故事收到了，谢谢您", "Your story is in. Thank you")
	StoryFiledHint = text("街道会认真看。选中的会在驿站屏幕上展示，不写名字。", "The street office reads it. If chosen, the stations show it without your name.")
	BusyStories    = text("正在打开故事…", "Opening the stories…")
	BusyFiling     = text("正在保存…", "Saving…")
)

// Consent, before it is given.
var (
	ConsentAsk    = text("先看一看：%s", "Please read first: %s") // purpose
	ConsentYes    = text("我同意", "I agree")
	ConsentNo     = text("不同意", "I do not agree")
	NoticeMissing = trouble("这件事的须知还没送到本站，过几天再来吧", "The notice on this has not come to this station yet: please come again")
	NeedsConsent  = trouble("要先看须知、同意以后才能办", "Please read the notice and agree first")
	BusyNotice    = text("正在打开须知…", "Opening the notice…")
	BusyConsent   = text("正在记下您的同意…", "Noting that you agree…")
)

// Something handed in.
var (
	FiledCode   = text("拍下这个码，可以证明您提交的时间。", "Photograph this code: it proves when you handed it in.")
	FiledSealed = text("内容已加密，本站看不到，只有经办人能打开。", "It is sealed: only whoever deals with it can open it, not this station.")
)

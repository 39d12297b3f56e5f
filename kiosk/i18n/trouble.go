package i18n

// What went wrong, and what to do.
var (
	CardUnreadable = trouble("没有读到身份证，请重新平放一次", "The card could not be read. Please lay it flat once more")
	CardOther      = trouble("读不了这种卡，请放身份证、居住证或永久居留证", "This kind of card cannot be read: please use an ID card or residence permit")
	CardRefused    = trouble("这张证件没有通过核验，请再放一次，或告诉工作人员", "This card was not verified: please place it again, or tell the attendant")
	CardNotNow     = trouble("读卡器暂时不可用，请用手机扫码，或告诉工作人员", "Card reader not available now: please use your phone, or tell the attendant")
	CodeUnreadable = trouble("没有读出这个码，请重新扫一次", "This code could not be read: please scan it again")
	NotPass        = trouble("这不是骑手通行码，请换一个码", "That is not a rider pass. Please show another code")
	PassForged     = trouble("这个通行码无法核实，请用身份证签到", "That pass cannot be verified. Please use your ID card")
	PassExpired    = trouble("通行码已过期，请用身份证签到，再领新的", "The pass has expired. Check in by card, then take a new one")
	PassRevoked    = trouble("通行码已作废，请用身份证签到，再领新的", "The pass was revoked. Check in by card, then take a new one")
	SlotFull       = trouble("这个时间刚刚约满，请另选一个", "That time has just filled up. Please choose another")
	SlotStarted    = trouble("这个时间已经开始，请另选一个", "That time has begun. Please choose another")
	SlotGone       = trouble("这个时间已经取消，请另选一个", "That time is no longer offered. Please choose another")
	BookingGone    = trouble("这个预约已经不在了", "That booking is no longer there")
	NeedsIdentity  = trouble("预约需要身份证或通行码", "Booking needs an ID card or a pass")
	StorageFailed  = trouble("刚才的操作没有记录下来，请告诉工作人员", "That was not recorded. Please tell the attendant")
	Unexpected     = trouble("没有办成，请再试一次，或告诉工作人员", "That did not work. Please try again, or tell the attendant")
)

package i18n

// Points.
var (
	MyPoints          = text("我的积分", "My points")
	MyPointsHint      = text("查余额，换东西", "Balance and rewards")
	AboutPoints       = text("签到、学习、做志愿攒积分，可以换东西", "Earn them by visits, learning and volunteering")
	PointsPrice       = text("%d 分", "%d points")                                // points
	PointsShort       = text("%d 分，还差 %d 分", "%d points, %d short")              // price, points lacking
	PointsOut         = text("%d 分，本站额度暂时用完", "%d points, used up here for now") // price
	HowToEarn         = text("怎么攒积分", "How to earn")
	PointsHistory     = text("积分明细", "History")
	NoRewards         = text("本站暂时没有可以换的东西", "Nothing to redeem here at present")
	NoRewardsHint     = text("积分一直给您留着", "Your points are kept")
	NoPointsRules     = text("本站暂时没有积分活动", "Nothing earns points at present")
	NoPointsRulesHint = text("有了新活动会写在这里，已有的积分不会少", "When something does, it is told here. Your points stay as they are")
	NoPointsLines     = text("您在本站还没有积分记录", "No points were earned or spent here yet")
	NoPointsLinesHint = text("得了多少、换了什么，都会记在这里", "What you earn and redeem will be listed here")
	RewardsTitle      = text("用积分换", "Redeem")
	EarnEach          = text("每次 +%d 分", "+%d each time")                           // points
	EarnOnceADay      = text("+%d 分，每天一次", "+%d, once a day")                       // points
	EarnTimesADay     = text("每次 +%d 分，每天最多 %d 次", "+%d each time, up to %d a day") // points, times
	PointsMore        = text("+%d", "+%d")                                          // points
	PointsLess        = text("%d", "%d")                                            // points, below zero
	PointsEarned      = text("获得积分", "Earned")
	PointsSpent       = text("兑换", "Redeemed")
	PointsBack        = text("更正", "Corrected")
	PointsReversed    = text("已更正", "corrected later")
	PointsHanded      = text("已领取", "handed out")
	PointsToHand      = text("待领取", "not handed out yet")
	PointsAge         = text("积分余额按中心最近一次通知计算，其他驿站的积分可能晚些才到。", "The balance is what the hub last said: points of other stations may come later.")
)

// Redeeming.
var (
	ConfirmReward   = text("要换这个吗？", "Redeem this?")
	ConfirmRedeem   = text("确认兑换", "Yes, redeem it")
	RewardCosts     = text("用 %d 分", "For %d points")              // price
	RewardLeaves    = text("换完还剩 %d 分", "%d points left after it") // points
	RewardWhere     = text("换好后向本站工作人员领取", "The attendant here hands it to you")
	RewardDone      = text("兑换成功", "Redeemed")
	RewardNumber    = text("领取编号", "Number")
	RewardHandOut   = text("把编号或领取码给工作人员看，当场领取。可以先拍下来。", "Show the number or the code to the attendant, who hands it out. You may photograph it.")
	TooFewPoints    = trouble("积分还不够，再攒攒就可以换", "Not enough points yet. A few more and it is yours")
	BudgetSpent     = trouble("本站的兑换额度暂时用完了，积分给您留着，过几天再来", "Used up at this station for now. Your points are kept: please come again")
	PointsElsewhere = trouble("这些积分还在另一个驿站，暂时不能在这里用", "These points are still with another station: they cannot be used here yet")
	PriceChanged    = trouble("这样东西的价格刚刚变了，请再看一看", "The price has just changed. Please look again")
	RewardGone      = trouble("这样东西不再提供了，请另选一样", "That is no longer offered. Please choose another")
	BusyPoints      = text("正在查看积分…", "Looking up points…")
	BusyRedeeming   = text("正在兑换…", "Redeeming…")
)

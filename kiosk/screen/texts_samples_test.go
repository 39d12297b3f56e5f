package screen

import "github.com/nuanxin/station-kit/station"

// Texts that nearly fill a page as flow makes them.
var (
	longText = station.Text{
		ZH: "雨雪天路面湿滑，刹车距离会变长：离前车远一点，转弯前先把速度降下来，弯道里不捏前刹。桥面、树荫下和井盖上最容易结薄冰，看着不亮也可能滑。手冷就停下来搓一搓，戴能捏刹车的厚手套。头盔系紧，反光背心穿在最外面，灯早点开。真滑倒了先放开车，人往路边去，再看车和餐；疼就别硬撑，打电话叫人。单子可以等，您平安要紧。",
		EN: "On wet and icy roads braking takes longer. Keep more distance, slow down before a bend and leave the front brake alone in it. Bridges, shade and manhole covers freeze first, and thin ice does not shine. Stop to warm your hands, wear gloves that let you brake. If you fall, let the bike go and get off the road.",
	}
	galeText = station.Text{
		ZH: "气象台昨天发布大风橙色预警，今天夜里到明天上午阵风八到九级，气温骤降十度。请停好车进屋避一避，本站通宵开门，有热水、插座和折叠床。路上遇到大风，下车推行，别在广告牌、脚手架、大树和玻璃幕墙下停留；箱盖用绑带扎紧。送不了的单子请在平台上报备天气原因，平台答应不算超时。有人受伤，先打一二〇。大家互相提醒一声。",
		EN: "An orange warning of gales is out: gusts of force eight to nine from tonight until tomorrow noon, and ten degrees colder. Come in: we are open all night, with hot water, sockets and camp beds. On the road get off and push, and keep away from boards, scaffolds and trees. Report the weather on your platform. Keep warm.",
	}
	storyText = station.Text{
		ZH: "暴雨那天，外卖骑手李师傅在望京东路看见一位老人摔倒在水里。他把车支在来车那边挡着，撑开雨披给老人遮雨，打了一二〇，又推着车陪到社区医院，自己垫了挂号费。那一晚他有六单超时。街坊后来在驿站认出他，他只说：谁家没有老人呢。站点和平台商量，把那六单的扣款退了回来。如今他是本站的志愿者，每周三教新来的骑手急救。",
		EN: "On the day of the rainstorm rider Li saw an old woman fall into the water on Wangjing East Road. He parked his bike to shield her from the traffic, held his cape over her and called 120, then walked with her to the clinic. Six orders were late that night. Neighbours knew him again here. He volunteers with us now.",
	}
	ownStory = "我跑外卖三年了，去年冬天夜里送最后一单，上到六楼闻见楼道里有煤气味。我先敲了这家的门，又挨家敲，叫大家别开灯、别打电话，都下楼。有位大爷腿脚不好，我把他背了下来，再到楼外打了抢修电话。师傅来了说是接口老化，再晚一会儿就不好说了。那单超时二十分钟，客人知道以后给我送了一面锦旗，工会还请我去讲了一回课。"

	consentText = station.Text{
		ZH: "您愿意把自己的故事讲给大家听，我们会这样用它：文字在本机加密，只有街道的编辑能打开；选中以后会请您再看一遍，再放到驿站的屏幕上。不写您的姓名、证件号、手机号和住处。您随时可以在任何一个驿站撤回，撤回之后所有驿站都停止展示，已经印出来的材料收不回来，但不再加印。您不同意，也不影响积分和在这里办别的事。",
		EN: "You offer your story to be read by others. Its words are sealed on this machine, and only the street office's editor can open them. What is chosen is shown to you once more before it goes on the screens, without name, ID, phone number or address. You can withdraw at any station at any time: all stop showing it then.",
	}
	vestText = station.Text{
		ZH: "请穿反光背心，两人一组，一人扫雪一人看车。工具在驿站门口，盐在蓝桶里，台阶和坡道先撒。干到下班前一小时，冷了就回来喝口热水，累了换人。做完请打这个电话，我们来确认，手套请自己带。",
		EN: "Wear a reflective vest and go in pairs: one clears, one watches the traffic. Tools are at the door, salt in the blue bin. Steps first. Come in when you are cold, and ring us when done.",
	}
	searchText = station.Text{
		ZH: "张大爷，七十八岁，中等个子，穿深蓝棉袄、黑棉鞋，今早九点在望京东园走失，记不清家在哪里。沿送单的路留心看，见到请陪着他、别着急催，马上打这个电话告诉我们，谢谢您。",
		EN: "Mr Zhang, 78, of middle height, in a dark blue coat and black shoes, has been missing from Wangjing East Garden since nine. Look out on your rounds; stay with him, do not hurry him, and ring us.",
	}
	bikesText = station.Text{
		ZH: "地铁口和盲道上的共享单车，按白线摆正，一人一段，不要搬上马路牙子。坏车翻过来车座朝下，运维会来收。戴手套，注意来车，雨天和夜里不做。摆好以后给这一段拍张照片就行了。",
		EN: "Shared bikes at the underground's exits and on the tactile paving: straighten them along the white line, leave broken ones upside down. Wear gloves and mind the traffic. One photograph will do.",
	}
	phonesText = station.Text{
		ZH: "在社区活动室教老人挂号、打车、视频通话，一对一，慢慢来，多教几遍不嫌烦。不碰老人的钱和密码，付款的事请他们自己点，拿不准就问旁边的社区工作人员。带上耐心和老花镜。",
		EN: "Show the elderly how to see a doctor, call a car and ring their family by video, one to one and without haste. Never touch their money or passwords: have them tap, and ask the staff when in doubt.",
	}
)

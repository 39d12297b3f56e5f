package choice

// Hazards are what can be dangerous, in the order of the screen.
var Hazards = []Choice{
	choice("electric-bike", "电动车违规停放充电", "Electric bikes parked or charged unsafely"),
	choice("fire", "着火隐患、通道堵塞", "Fire risk, blocked exit"),
	choice("road", "路面破损、井盖缺失", "Broken road, missing cover"),
	choice("water", "积水、结冰", "Standing water, ice"),
	choice("wires", "电线垂落裸露", "Hanging or bare wires"),
	choice("gas", "燃气味", "Smell of gas"),
	choice("building", "外墙、招牌要掉", "Wall or sign about to fall"),
	choice("person", "有人需要帮助", "Somebody needs help"),
	choice("other", "别的危险", "Something else"),
}

// Places are where, in the order of the screen.
var Places = []Choice{
	choice("station", "就在驿站", "At the station"),
	choice("nearby", "驿站附近", "Near the station"),
	choice("street", "马路、路口", "Street or crossing"),
	choice("estate", "居民小区", "Housing estate"),
	choice("shops", "商场、店铺", "Shops"),
	choice("offices", "写字楼、园区", "Offices"),
	choice("school", "学校、医院门口", "School or hospital gate"),
	choice("site", "工地", "Building site"),
}

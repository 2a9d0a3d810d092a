"""Who and what the sample season consists of. All of it is invented."""

from dataclasses import dataclass

COMMUNITY = {
    "community_zh": "榕溪社区", "community_en": "Rongxi Community",
    "office_zh": "榕溪社区居民委员会", "office_en": "Rongxi Residents' Committee",
    "office_phone": "000-5550100", "office_address_zh": "榕荫路 1 号党群服务中心一楼", "office_address_en": "1 Rongyin Road, ground floor",
}
SEASON = ("榕溪邻里杯 第一季", "Rongxi Cup, season one")
UNITS = (("榕溪社区居民委员会", "Rongxi Residents' Committee"), ("榕溪邻里志愿服务队", "Rongxi Neighbours' Volunteer Team"))
ROSTER_SOURCE = "示例花名册"
KIOSK = "党群服务中心大厅"

#: Both organisers sign in with it. It is printed at every start of the demo, and no secret.
PASSWORD = "rongxi-demo"
ORGANISERS = (("organiser", "林小榕", "社区工作者"), ("second", "周桥", "社区工作者"))


@dataclass(frozen=True)
class Home:
    """A compound. keen: how often its residents play, 0 to 1; volunteers: how many of them clean up."""

    zh: str
    en: str
    households: int
    basis: str
    residents: int
    guests: int
    keen: float
    volunteers: int


HOMES = (
    Home("榕荫苑", "Rongyin Court", 320, "slips", 24, 9, 0.34, 6),
    Home("江畔花园", "Riverside Garden", 860, "on_site", 22, 8, 0.26, 13),
    Home("龙屯新村", "Longtun New Village", 1500, "slips", 36, 16, 0.24, 7),
    Home("桂雨里", "Guiyu Lane", 60, "slips", 9, 3, 0.40, 3),
    Home("桥头大院", "Qiaotou Yard", 140, "on_site", 13, 4, 0.30, 7),
    Home("前进里", "Qianjin Lane", 210, "slips", 16, 6, 0.28, 4),
    Home("玉兰苑", "Yulan Court", 430, "slips", 26, 10, 0.33, 8),
    Home("荷塘小区", "Lotus Pond Estate", 640, "on_site", 17, 7, 0.24, 9),
    Home("书院街宿舍", "Shuyuan Street Quarters", 95, "on_site", 10, 3, 0.30, 6),
)


@dataclass(frozen=True)
class Named:
    """A resident whose PIN is printed, so that somebody can try the product as them."""

    nickname: str
    home: str
    pin: str
    slip: bool


#: Has a history; has none on site yet; keeps the lists of activities.
AUNTIE = Named("桂花婶", "玉兰苑", "274916", True)
NEWCOMER = Named("阿竹", "桥头大院", "681437", False)
COORDINATOR = Named("江伯", "江畔花园", "935286", False)
KNOWN = (AUNTIE, NEWCOMER, COORDINATOR)

#: Nicknames are made of one of each.
FIRST = (
    "榕树下", "江边", "桥头", "早起的", "爱笑的", "遛弯", "巷口", "三楼", "阳台", "菜园", "书摊", "茶馆", "石阶", "晚风",
    "月下", "晨跑", "竹椅", "小院", "花匠", "单车",
)
SECOND = ("阿姨", "大叔", "老陈", "小林", "阿婆", "老周", "小满", "阿光", "老马", "小雨", "大姐", "老伯")
FOREIGN = ("Anna", "Sunny", "Leo", "Mia", "Tom 1988", "Kiki")


@dataclass(frozen=True)
class Work:
    """What an activity is about. kind: a code of linli.volunteer.kinds."""

    title: str
    location: str
    work: str
    risk: str
    kind: str = "cleanup"


WORKS = (
    Work("河边步道清洁", "榕溪步道起点", "捡拾步道和护栏边的垃圾，擦拭座椅。", "临水，穿防滑鞋，不越过护栏。"),
    Work("楼道杂物清理", "前进里 3 栋楼下集合", "和住户一起把楼道里的杂物搬到临时堆放点。", "搬重物两人一组，戴手套。"),
    Work("共享单车摆放", "桥头大院门口", "把占道的单车摆进停放区，清理车筐里的垃圾。", "路边作业，穿反光背心，注意来车。", "traffic"),
    Work("绿地捡拾烟头", "玉兰苑中心绿地", "捡拾绿地和路边的烟头、纸屑，做好分类。", "用夹子，不徒手捡尖锐物。"),
    Work("菜场周边清扫", "龙屯菜场东门", "清扫人行道，清洗果皮箱，劝导沿街堆放。", "地面湿滑，小心行走。"),
    Work("宣传栏擦洗", "党群服务中心门口", "擦洗宣传栏和公告牌，撕掉过期的小广告。", "登高由两人扶梯，单人不登高。"),
)
#: What comes besides the clean-ups; the first is full, with people who wait, the last is cancelled.
MORE_WORKS = (
    Work("玉兰苑补种月季", "玉兰苑中心绿地", "给花坛松土，补种月季，浇定根水。", "铁锹锋利，隔开两步；戴手套，穿防滑鞋。", "greening"),
    Work("垃圾分类站点引导", "桥头大院 2 号投放点", "站在投放点旁，告诉邻居怎么分，记下常分错的种类。", "戴手套、口罩，不伸手掏垃圾袋；避让清运车。", "sorting"),
    Work("陪老邻居聊聊天", "党群服务中心门口集合", "两人一组，到事先约好的老人家里读报、教用手机。", "两人同行，只去事先同意的人家；不经手钱物，不拍照。", "elderly"),
    Work("冬季消防安全巡逻", "前进里岗亭集合", "两人一组，看楼道有没有堵、电动车有没有进楼充电。", "只看只报，不上前处置；天黑带手电，穿反光背心。", "patrol"),
)

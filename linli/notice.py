"""The notice that a person reads before a nickname is made (PIPL art. 14, 17), in both languages.

It is a text of its own rather than catalogue messages, because it has a version: whoever changes
a sentence changes `VERSION`, and each resident's row says which version was agreed to.
"""

from dataclasses import dataclass

from linli.locale import pick
from linli.rules.settings import Settings

VERSION = "2026-11-3"


@dataclass(frozen=True)
class Part:
    """A heading and its paragraphs, in the current language."""

    heading: str
    paragraphs: tuple[str, ...]


_ZH = (
    ("谁在处理",
     "{community}的邻里杯由{office}举办，也由它处理你的信息。电话 {phone}，地址 {address}。数据存在举办方自己的电脑或服务器上，不交给别人，不出境，不做广告。"),
    ("不想留信息也能玩",
     "不起昵称就是游客：照样答题，给小区加分。只留一次没有名字的作答；手机的随机编号在第二天结束时删掉。"),
    ("起昵称时记什么",
     "昵称、所在小区、六位口令（只存读不出原文的摘要）、系统给的六位玩家号、同意的时间和本页版本；愿意的话，再加一户一码。",
     "不问也不存电话、身份证号、门牌、照片、人脸、位置和生日。昵称别用真名。"),
    ("用起来会有什么",
     "答过的题和对错、积分；答错的题什么时候该再见一面；试卷里选的答案；报名和候补、到场和离场的时间、志愿服务的时长和审核，"
     "开过的记录单（姓名和证件号由你在纸上手写，不存在这里）；哪些手机记住了你（浏览器里的一个随机编号）。",
     "点了“这题好像不对”，记下是哪道题、哪一种原因，好告诉你后来怎么处理；删除账号后，它就和你无关了。",
     "口令输错时，记下时间、手机编号和网络地址的摘要，一天后删掉，只为防人乱猜。"),
    ("为什么记",
     "为了算你的分和时长、让小区榜算得准、让你换手机也能接着用。志愿服务的时长要如实记录，这是《志愿服务条例》第十九条的要求。积分不进任何考核，没参加的人不会被列出来。",
     "时长要转入全国志愿服务信息系统的，由办公室当面征得你同意，姓名在纸上对，不在这里填。"),
    ("别人看得到什么",
     "别人看到的是小区的合计。你的昵称只给办活动的人看；要上个人榜，得你自己另外点同意。少于五个人的数不显示。",
     "审核通过的志愿时长会公示 {final_days} 天：那里只写一个代码；你自己另外点了同意、办公室看过昵称，才写昵称，随时可以收回。"
     "负责人可以拍活动前后的场地，不拍人，照片里的位置等信息会抹掉。"),
    ("留多久",
     "手机的关联：{device_days} 天没用就删。签到用的手机编号：30 天。报名没来的记录：30 天，只有那次活动的负责人和你自己看得到。访问日志：6 个月，里面没有昵称。",
     "账号留到你删除为止。删除后，昵称、口令、手机关联和报名马上删掉；小区的合计还在，里面找不到你；已开出的记录单仍能核对。备份 30 天内换完。"),
    ("你的权利",
     "在“我的”里随时可以：看、改昵称和口令、下载全部数据、换小区、删除账号。删除就是收回同意，和当初同意一样方便，不影响之前的处理。",
     "忘了口令，带上玩家号找办公室当面改。有疑问或意见，打上面的电话；也可以向当地网信部门反映。"),
    ("十四岁以下",
     "十四岁以下请以游客身份玩，不起昵称，不存个人信息。14 到 17 岁参加清洁日等志愿服务，要带监护人签字的纸质同意书，负责人看过后打个勾，纸由办公室保管。"),
)

_EN = (
    ("Who is responsible",
     "Linli Cup of {community} is run by {office}, which also handles your data. Phone {phone}, address {address}."
     " The data stays on the organiser's own computer or server; it is not given to others, not sent abroad, and not used for advertising."),
    ("You can play without leaving anything",
     "Without a nickname you are a guest: you answer the same questions and add to your compound."
     " Only an attempt without a name is kept; the phone's random number is deleted at the end of the next day."),
    ("What is kept when you make a nickname",
     "The nickname, your compound, a six-digit PIN (only as a digest that cannot be read back), a six-digit player number that we give you,"
     " when you agreed and to which version of this page; and, if you like, a household slip.",
     "We neither ask for nor keep phone number, ID number, door number, photo, face, location or birthday. Please do not use your real name."),
    ("What comes with use",
     "Questions answered and whether right, points; when you should meet again what you had wrong; what you chose in a paper;"
     " sign-ups and waiting lists, when you came and left, volunteer hours and their approval, record sheets that were made"
     " (your name and ID number are written by hand on the paper and not kept here); which phones remember you (a random number in the browser).",
     "If you tap “this seems wrong”: which question and which of the reasons, so that you can be told what became of it; once you delete the account it is no longer tied to you.",
     "When a PIN is mistyped, the time and digests of the phone's number and the network address are kept for a day, only against guessing."),
    ("What for",
     "To count your points and hours, to keep the board right, and to let you go on after a change of phone."
     " Volunteer hours have to be recorded truthfully (Regulations on Voluntary Services, art. 19)."
     " Points enter no appraisal, and nobody who does not take part is ever listed.",
     "Where hours are to be entered in the national system, the office asks you in person; names are matched on paper, not typed here."),
    ("What others see",
     "Others see the sums of a compound. Your nickname is seen by those who run activities; a personal board shows it only if you agree to that separately."
     " A figure that rests on fewer than five people is not shown.",
     "Approved volunteer hours stand on a public list for {final_days} days: under a code alone, or under your nickname if you agree to that separately"
     " and the office has looked at it; you may take that back at any time. Coordinators may photograph the place before and after, not people;"
     " the location and the like are removed from the picture."),
    ("How long",
     "The link to a phone: {device_days} days after its last use. The phone's number at a sign-in: 30 days."
     " A no-show note: 30 days, seen by that activity's coordinator and you alone. The access log: 6 months, without nicknames.",
     "The account: until you delete it. Then nickname, PIN, links to phones and sign-ups go at once; the compound's sums stay and do not show you;"
     " record sheets already issued can still be checked. Backups are replaced within 30 days."),
    ("Your rights",
     "Under “Me”, at any time: see everything, change nickname and PIN, download all data, move to another compound, delete the account."
     " Deleting withdraws your consent; it is as easy as giving it and does not touch what was done before.",
     "If you forget the PIN, bring your player number to the office. For questions or complaints call the number above; you may also turn to the local cyberspace administration."),
    ("Under fourteen",
     "Please play as a guest: no nickname, no personal data. From 14 to 17, a clean-up or other voluntary service needs a guardian's consent on paper;"
     " the coordinator ticks that it was seen, and the office keeps the paper."),
)


def notice(settings: Settings) -> list[Part]:
    """The notice in the current language, with the community's office in its first part."""
    fields = {
        "community": pick(settings.community_zh, settings.community_en) or pick("本社区", "this community"),
        "office": pick(settings.office_zh, settings.office_en) or pick("社区办公室", "the community office"),
        "phone": settings.office_phone or pick("（办公室尚未填写）", "(not given yet)"),
        "address": pick(settings.office_address_zh, settings.office_address_en) or pick("（办公室尚未填写）", "(not given yet)"),
        "device_days": settings.device_days,
        "final_days": settings.final_days,
    }
    chosen = _ZH if pick("zh", "en") == "zh" else _EN
    return [Part(heading, tuple(text.format(**fields) for text in texts)) for heading, *texts in chosen]

"""A community's own questions as a clerk writes them down: most are complete, some lack something, some are wrong."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

HEAD = ("序号", "题型", "题目", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "依据", "条", "原文")
FIRE, GAS, DOGS = "《中华人民共和国消防法》", "城镇燃气管理条例", "动物防疫法"
DOG, DEVICE, PIPE, ALARM = "带狗出门散步，哪种做法对？", "楼道里的灭火器，装修时可以先借用。", "家里的燃气，哪些事不能自己做？", "发现邻居家着火，先做什么？"
BARE, QUOTELESS, TYPED, KEYLESS, WRONG = "院里的健身器材谁都能用吗？", "楼道里能放旧沙发吗？", "火警电话是____。", "垃圾桶满了怎么办？", "快递盒应该投进哪个桶？"
LEASH = "携带犬只出户的，应当按照规定佩戴犬牌并采取系犬绳等措施"
Row = tuple[str, ...]

GOOD: tuple[Row, ...] = (
    ("单选题", DOG, "系好犬绳，戴好犬牌", "让狗自己跑一跑", "人少的时候不用牵", "抱着就不用犬牌", "A", "牵着绳，狗不会吓到老人和孩子，自己也安全。", DOGS, "30", LEASH),
    ("判断题", DEVICE, "", "", "", "", "×", "消防器材是救命的，平时谁都不能挪作他用。", FIRE, "第二十八条", "不得损坏、挪用或者擅自拆除、停用消防设施、器材"),
    ("多选", PIPE, "自己改装燃气管", "自己拆燃气表", "用肥皂水查漏气", "把地线接在燃气管上", "ABD", "改装、拆表要找燃气公司，燃气管不能当地线。",
     GAS, "第28条", "擅自安装、改装、拆除户内燃气设施和燃气计量装置"),
)
LACKING: tuple[Row, ...] = (
    ("单选", BARE, "谁都能用", "只有老人能用", "", "", "A", "", "", "", ""),
    ("单选", QUOTELESS, "不能，会挡住逃生的路", "能，放几天没关系", "", "", "A", "疏散通道、安全出口不得占用、堵塞。", FIRE, "28", ""),
    ("填空题", TYPED, "", "", "", "", "119", "发现火情先打 119。", FIRE, "44", "任何人发现火灾都应当立即报警"),
)
FAULTY: tuple[Row, ...] = (
    ("单选", KEYLESS, "再往上堆", "放到旁边的空桶", "", "", "", "", "", "", ""),
    ("单选", WRONG, "可回收物", "厨余垃圾", "", "", "E", "压平再投更省地方。", "", "", ""),
)
#: The second file: one new question, one with another explanation.
MORE: Row = ("单选", ALARM, "马上打 119", "先拍视频", "先去搬东西", "", "A", "早一分钟报警，就多一分机会。", FIRE, "第四十四条", "任何人发现火灾都应当立即报警")
OTHER_WORDS = "灭火器是救命的，挪走了，着火时就没有了。"


def first() -> list[Row]:
    """What the first file holds: 3 complete, 3 drafts, 2 that cannot be read."""
    return [*GOOD, *LACKING, *FAULTY]


def second() -> list[Row]:
    """What the second file holds: as the first, one changed, one new."""
    changed = (*GOOD[1][:7], OTHER_WORDS, *GOOD[1][8:])
    return [GOOD[0], changed, GOOD[2], *LACKING, MORE]


def gb18030(rows: Sequence[Row]) -> bytes:
    """The rows as a CSV in the encoding of a Chinese Excel."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([HEAD, *((str(number), *row) for number, row in enumerate(rows, 1))])
    return out.getvalue().encode("gb18030")


def xlsx(rows: Sequence[Row]) -> bytes:
    """The rows as a workbook with a title above its head."""
    book = Workbook()
    sheet = book.active
    sheet.append(["榕溪社区知识竞赛题库"])
    sheet.append(list(HEAD))
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()

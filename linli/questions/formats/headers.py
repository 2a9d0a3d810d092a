"""Header words of question tables, as Chinese clerks and English sites write them, and where they stand.

`found` looks for the header among the first rows; `guessed` makes one up for a table without.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from linli.questions.formats import keys
from linli.questions.formats.grid import EMPTY, Cell, Grid

#: Headings that may stand above the header.
WITHIN = 12
LETTERS = "ABCDEFGHIJKL"

#: Field to its words: NFKC, small letters, no blanks, nothing in brackets. The first column that fits is taken.
WORDS = {
    "stem": "题目 题干 问题 试题 内容 考题 题目内容 试题内容 题干内容 问题内容 试题题干 试题题目 题目名称 试题名称 题目描述 题目题干 试题正文 "
            "question questiontext questiontitle stem prompt questions 题",
    "type": "题型 类型 试题类型 题目类型 题型类别 试题题型 考题类型 questiontype type kind qtype",
    "packed": "选项 备选项 备选答案 可选答案 选项内容 全部选项 试题选项 题目选项 答案选项 候选答案 候选项 options choices answers alternatives",
    "answer": "答案 正确答案 参考答案 标准答案 正确选项 试题答案 题目答案 正确项 答案内容 key answer correctanswer correctanswers correct "
              "rightanswer answerkey correctoption correctoptions solution",
    "why": "解析 说明 答案解析 试题解析 题目解析 解释 答案说明 分析 答题解析 解析说明 点评 explanation answerexplanation feedback rationale",
    "level": "难度 难易度 难易程度 难度等级 难度系数 难易 试题难度 题目难度 level difficulty",
    "topic": "主题 分类 章节 知识点 类别 专题 题目分类 试题分类 所属分类 所属章节 所属主题 考点 模块 领域 topic category chapter subject theme",
    "source": "依据 出处 来源 法条 法律依据 政策依据 法规依据 参考依据 参考出处 题目来源 试题来源 法律法规 法律 法规 source reference law citation",
    "article": "条 条款 条号 条文号 第几条 article",
    "quote": "原文 条文原文 法条原文 条文内容 条文 引文 依据原文 quote",
    "id": "编号 编码 题目编号 试题编号 题目编码 试题编码 id code questionid 题目id 试题id",
    "place": "序号 题号 序 no no. number # 顺序 行号",
    "day": "审核日期 核对日期 reviewedon",
    "sibling": "姊妹题 sibling", "checker": "审核人 核对人 审核员 checkedby checker", "expires": "有效期至 有效期 到期日 失效日期 expireson",
    "licence": "授权 许可 版权 licence license", "picture": "图片 配图 题目图片 试题图片 image imagelink picture",
    "worth": "分值 分数 得分 本题分值 score points time timeinseconds timelimit 时间 时限 备注 remark remarks note notes",
}
_FIELD = {word: name for name, words in WORDS.items() for word in words.split()}
#: The project's own template: texts stand twice, once in each language.
_OURS = {"题干(中文)": "stem", "题干(英文)": "stem_en", "解析(中文)": "why", "解析(英文)": "why_en"}
_OUR_OPTION = re.compile(r"选项([a-l])\((中文|英文)\)")
_OPTION = re.compile(
    r"(?:选项|备选答案|备选项|备选|答案选项|答案|候选项|选择项?|option|choice|answer|alternative)?[-_:.(]?"
    r"([a-l]|1[0-2]|[1-9]|[一二三四五六七八])(?:选项|项|答案)?[).:]?",
)
_CHINESE = "一二三四五六七八"
_AFTER = re.compile(r"\s[-–—]\s.*$", re.DOTALL)     # 'Question - max 120 characters'
_ASIDE = re.compile(r"[(\[【<].*?[)\]】>]")


@dataclass(slots=True)
class Layout:
    """Which column holds what. ours: the project's template; numbered: options are called 1, 2, 3."""

    at: dict[str, int] = field(default_factory=dict)
    options: dict[int, int] = field(default_factory=dict)       # number of the option to its column
    english: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)         # column to its header, for sentences
    ours: bool = False
    form: str = ""              # 'workbook', 'kahoot', 'quizizz', empty for any other table
    numbered: bool = False
    head: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it can be the header of questions: a stem, and something that answers it."""
        return "stem" in self.at and bool("answer" in self.at or "packed" in self.at or len(self.options) > 1)

    def columns(self) -> list[int]:
        """The columns that are read."""
        return [at for name, at in self.at.items() if name not in ("worth", "place")] + [*self.options.values(), *self.english.values()]


def word(text: str) -> str:
    """A header cell for comparing."""
    return "".join(unicodedata.normalize("NFKC", _AFTER.sub("", text)).casefold().split()).strip("*:：;,。.")


def layout(cells: Sequence[Cell]) -> Layout:
    """What the columns would hold if this row were the header."""
    made = Layout(head=tuple(each.text for each in cells))
    digits = 0
    for at, cell in enumerate(cells):
        if not cell.text or len(cell.text) > 200 or cell.odd:
            continue
        said = word(cell.text)
        plain = _ASIDE.sub("", said) or said
        made.names[at] = cell.text[:20]
        if not _ours(made, said, at):
            digits += _theirs(made, plain, at)
    made.numbered = digits > 0 and digits == len(made.options)
    if "packed" in made.at and "answer" not in made.at and word(made.head[made.at["packed"]]) == "answers":
        made.at["answer"] = made.at.pop("packed")
    if "article" in made.at or "quote" in made.at:
        made.at |= {"law": made.at.pop("source")} if "source" in made.at else {}
    return made


def _ours(made: Layout, said: str, at: int) -> bool:
    option = _OUR_OPTION.fullmatch(said)
    if option:
        into = made.options if option[2] == "中文" else made.english
        into.setdefault(ord(option[1]) - ord("a"), at)
    elif said in _OURS:
        made.at.setdefault(_OURS[said], at)
        if said == "题干(中文)":
            made.ours, made.form = True, "workbook"
    else:
        return False
    return True


def _theirs(made: Layout, plain: str, at: int) -> int:
    """Puts a column where its word belongs; 1 if it is an option called by a digit."""
    if plain in _FIELD:
        made.at.setdefault(_FIELD[plain], at)
        return 0
    option = _OPTION.fullmatch(plain)
    if not option:
        return 0
    called = option[1]
    bare_digit = plain == called and called.isdigit()
    if bare_digit:
        return 0
    number = int(called) - 1 if called.isdigit() else _CHINESE.index(called) if called in _CHINESE else ord(called) - ord("a")
    if number in made.options:
        return 0
    made.options[number] = at
    return int(not called.isascii() or called.isdigit())


def found(grid: Grid) -> tuple[int, Layout] | None:
    """(index of the first row of data, layout) of the best header among the first rows; None if there is none."""
    best: tuple[int, Layout] | None = None
    for index, (_number, cells) in enumerate(grid.rows[:WITHIN]):
        made = layout(cells)
        start = index + 1
        if not (made.whole and made.options) and index + 1 < len(grid.rows):
            made, start = _two_rows(made, cells, grid.rows[index + 1][1], start)
        if made.whole and (best is None or _score(made) > _score(best[1])):
            best = start, made
    return best


def _two_rows(made: Layout, upper: Sequence[Cell], lower: Sequence[Cell], start: int) -> tuple[Layout, int]:
    """Merged cells: '选项' above, A B C D in the row beneath it."""
    if "stem" not in made.at:
        return made, start
    wide = max(len(upper), len(lower))
    both = [_get(lower, at) if _get(lower, at).text else _get(upper, at) for at in range(wide)]
    joined = layout(both)
    return (joined, start + 1) if joined.whole and len(joined.options) > 1 else (made, start)


def _score(made: Layout) -> int:
    return len(made.at) + len(made.options) + len(made.english) + 3 * ("answer" in made.at)


def _get(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else EMPTY


# -- a table without a header -------------------------------------------------------------------

_ASKS = re.compile(r"[?？]|[（(]\s*[)）]|_{2,}|＿{2,}")


def guessed(grid: Grid) -> Layout | None:
    """The columns of a table that begins with its first question; None if they cannot be told apart."""
    sample = [cells for _number, cells in grid.rows[:60]]
    wide = max((len(cells) for cells in sample), default=0)
    columns = [[_get(cells, at).text for cells in sample] for at in range(wide)]
    held = [at for at, texts in enumerate(columns) if any(texts)]
    made = Layout()
    if held and _share(columns[held[0]], lambda text: text.isdecimal()) > 0.9:
        held.pop(0)
    kinds = [at for at in held if _share(columns[at], keys.is_type) > 0.8]
    if kinds:
        made.at["type"] = kinds[0]
        held.remove(kinds[0])
    if len(held) < 2 or _share(columns[held[0]], lambda text: bool(_ASKS.search(text)) or len(text) > 9) < 0.5:
        return None
    made.at["stem"] = held.pop(0)
    return _guess_answer(made, columns, held)


def _guess_answer(made: Layout, columns: list[list[str]], held: list[int]) -> Layout | None:
    answers = [at for at in held if _share(columns[at], keys.looks_like_key) > 0.8 and at != made.at["stem"]]
    if answers:
        made.at["answer"] = answers[-1]
    elif len(held) == 1:
        made.at["answer"] = held[0]
    elif _repeats(columns, held):
        made.at["answer"] = held[-1]
    else:
        return None
    at = held.index(made.at["answer"])
    options, after = (held[:at], held[at + 1:]) if at else (held[1:], [])
    if len(options) == 1:
        made.at["packed"] = options[0]
    else:
        made.options = dict(enumerate(options))
    made.at |= {"why": after[0]} if after else {}
    return made


def _share(texts: list[str], fits: "keys.Fits") -> float:
    there = [text for text in texts if text]
    return sum(map(fits, there)) / len(there) if there else 0.0


def _repeats(columns: list[list[str]], held: list[int]) -> bool:
    """Whether the last column repeats one of the others: the right option in full."""
    rows = range(len(columns[held[-1]]))
    there = [row for row in rows if columns[held[-1]][row]]
    same = sum(any(columns[held[-1]][row] == columns[at][row] for at in held[:-1]) for row in there)
    return bool(there) and same > 0.8 * len(there)

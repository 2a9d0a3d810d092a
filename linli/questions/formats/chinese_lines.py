"""Lines of Chinese question papers: what a number, a heading, a field or an option looks like.

Everything is matched in a copy of the line whose full-width letters, digits and marks are narrow and
which has the same length, so places in it are places in the line.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

_WIDE = str.maketrans({code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20, 0xA0: 0x20, 0x09: 0x20, 0x3014: 0x28, 0x3015: 0x29})
_CN = "一二三四五六七八九十"
_TYPES = {
    "single": "单选题 单选 单项选择题 单项选择 单项单选题", "multiple": "多选题 多选 多项选择题 多项选择", "any": "不定项选择题 不定项选择 不定项",
    "true_false": "判断题 判断 是非题 是非 判断对错 判断正误 对错题 正误题", "short": "填空题 填空", "choice": "选择题 选择",
}
TYPES = {word: kind for kind, words in _TYPES.items() for word in words.split()}
REFUSED = (
    "简答题 简答 论述题 论述 问答题 问答 名词解释 材料题 材料分析题 案例题 案例分析题 案例分析 作文题 作文 写作题 计算题 连线题 匹配题 配对题 排序题 "
    "阅读理解 完形填空 应用题 综合题 操作题 实操题 主观题 解答题 翻译题"
).split()
_WORDS = "|".join(sorted([*TYPES, *REFUSED], key=len, reverse=True))
_HEADING = re.compile(
    rf"(?:第?[{_CN}]{{1,3}}(?:部分|大题)?[、.:\s]{{0,3}}|\([{_CN}]{{1,3}}\)[、.\s]{{0,2}}|\d{{1,2}}[、.]\s?|[IVX]{{1,4}}[、.\s]{{1,2}})?"
    rf"(?:[【\[(]({_WORDS})[】\])]|({_WORDS}))\s?(?:[(,;共每本].{{0,120}}|[:。].{{0,40}})?",
)
_TAG = re.compile(rf"[【\[(]\s?({_WORDS})(?:[,;\s][^】\])]{{0,20}})?[】\])]\s?")
NUMBERS = {
    "di": re.compile(rf"第\s?(\d{{1,4}}|[{_CN}百]{{1,5}})\s?题[.、:]?\s{{0,3}}"),
    "dot": re.compile(r"(\d{1,4})\s?(?:[.、:)](?!\d)\s{0,3}|(?=[【\[(]\s?(?:单|多|判断|填空|选择|不定)))"),
    "paren": re.compile(r"\((\d{1,4})\)[.、:]?\s{0,3}"),
    "han": re.compile(rf"([{_CN}]{{1,3}})[、.]\s{{0,3}}"),
}
_FIELDS = {
    "mine": "我的答案 你的答案 学生答案 考生答案 作答", "answer": "正确答案 参考答案 标准答案 正确选项 答案 Answer ANSWER",
    "why": "答案解析 试题解析 题目解析 解析 详解 分析 解释", "topic": "知识点 考点 所属章节 章节 分类 主题", "level": "难易程度 难易度 难度",
    "source": "法律依据 命题依据 法条依据 依据 来源 出处", "type": "题型", "none": "得分 分值 本题得分 分数 选项",
}
_FIELD = {word: kind for kind, words in _FIELDS.items() for word in words.split()}
_NAMES = "|".join(sorted(_FIELD, key=len, reverse=True))
_MARKED = re.compile(rf"[【\[]\s?({_NAMES})\s?[】\]]\s?:?\s{{0,3}}|({_NAMES})\s?:\s{{0,3}}")
_LONE = re.compile(r"(?:正确|参考|标准)?答案?(?:是|为|:)?\s?(?=[A-H√×对错](?:[\s,、]?[A-H])*$)")
#: Fields that may begin in mid-line; the others would cut sentences such as "垃圾的来源：".
_MIDLINE = frozenset(("mine", "answer", "why"))
KEYS = re.compile(r"(?P<open>[(\[【]|_{2,20})\s{0,4}(?P<key>[A-H](?:[\s,、;]{0,2}[A-H]){0,7}|[√✓✔×✗✘]|正确|错误|对|错|不对|T|F)\s{0,4}(?P<close>[)\]】]|_{2,20})")
_EMPTY = re.compile(r"\(\s{0,20}\)|__")
_ANSWERS = re.compile(rf"(?:[{_CN}]{{1,2}}[、.]\s?)?(?:附录?:?\s?)?[【\[]?(?:参考|标准|正确|试题)?答案(?:及解析|与解析|和解析|解析|部分|汇总|:|】|\])?\s?:?")
_LABEL_END = r"\s?(?:[)\]】][.、:]?|[.、:])\s{0,3}"
_RUNS = (
    (r"(?:^|(?<=\n))[(\[【]?\s?[{upper}{lower}]" + _LABEL_END, "ABCDEFGHIJKL"),
    (r"(?<![^\s;,。)?:】\]、])[(\[【]?\s?{upper}" + _LABEL_END, "ABCDEFGHIJKL"),
    (r"[(\[【]?{upper}" + _LABEL_END, "ABCDEFGHIJKL"),
    (r"(?:^|(?<=\n)){upper}(?:\s{1,3}|(?=[\u3400-\u9fff\d]))", "ABCDEFGHIJKL"),
    (r"{upper}[.、:]?\s{0,3}", "①②③④⑤⑥⑦⑧"),
)
_PATTERNS = [[re.compile(form.replace("{upper}", letter).replace("{lower}", letter.lower())) for letter in letters] for form, letters in _RUNS]
_OPTION = re.compile(r"[(\[【]?\s?(?:[A-L]\s?(?:[)\]】.、:])|[①-⑧]|[A-H]\s)")


@lru_cache(maxsize=512)
def narrow(line: str) -> str:
    """A copy of the line to look for marks in; the same length."""
    return line.translate(_WIDE)


def heading(line: str) -> str:
    """The word for a type of question that a narrow line is the heading of; empty if it is none."""
    found = _HEADING.fullmatch(line) if len(line) < 160 else None
    if not found or "?" in line or _EMPTY.search(line) or KEYS.search(line):
        return ""
    return found[1] or found[2]


def tag(line: str) -> re.Match[str] | None:
    """The type that stands in brackets in a narrow line: [单选题]."""
    return _TAG.search(line)


def is_answers(line: str) -> bool:
    """Whether a narrow line is the heading of a list of answers."""
    return len(line) < 30 and bool(_ANSWERS.fullmatch(line))


def is_option(line: str) -> bool:
    """Whether a narrow line begins with the label of an option."""
    return bool(_OPTION.match(line))


def fields(line: str) -> tuple[str, list[tuple[str, str]]]:
    """(what stands before the first field, the fields as (kind, words)) of a line."""
    thin = narrow(line)
    lone = _LONE.match(thin)
    if lone and not _MARKED.match(thin):
        return "", [("answer", line[lone.end():].strip())]
    marks: list[tuple[int, int, str]] = []
    for found in _MARKED.finditer(thin):
        kind = _FIELD[found[1] or found[2]]
        if marks or found.start() == 0 or kind in _MIDLINE:
            marks.append((found.start(), found.end(), kind))
    if not marks:
        return line, []
    ends = [start for start, _end, _kind in marks[1:]] + [len(line)]
    return line[:marks[0][0]].strip(), [(kind, line[end:stop].strip(" \t\u3000;；")) for (_start, end, kind), stop in zip(marks, ends, strict=True)]


def asks(line: str) -> bool:
    """Whether a narrow line asks something: with a question mark, empty brackets or a gap."""
    return "?" in line or bool(_EMPTY.search(line))


def options(text: str) -> tuple[str, list[str]]:
    """(what stands before option A, the options) of a question's text; none if it has no run of labels."""
    thin = narrow(text)
    if "A" not in thin and "a" not in thin and "①" not in thin:
        return text, []
    for patterns in ((_PATTERNS[0], _PATTERNS[1]), (_PATTERNS[2],), (_PATTERNS[3],), (_PATTERNS[4],)):
        spans = max((_run(thin, each) for each in patterns), key=len)
        if len(spans) > 1:
            ends = [start for start, _end in spans[1:]] + [len(text)]
            held = [text[end:stop].strip().rstrip(";；") for (_start, end), stop in zip(spans, ends, strict=True)]
            if all(held) or patterns[0] is _PATTERNS[0]:
                return text[:spans[0][0]].strip(), held
    return text, []


def _run(text: str, patterns: Sequence[re.Pattern[str]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for pattern in patterns:
        found = pattern.search(text, spans[-1][1] if spans else 0)
        if not found:
            break
        spans.append(found.span())
    return spans


def style(lines: Sequence[str]) -> str:
    """How the questions of narrow lines are numbered: di, dot, paren, han; empty if they are not."""
    counts = {name: sum(bool(pattern.match(line)) and not heading(line) for line in lines) for name, pattern in NUMBERS.items()}
    most = max(counts.values())
    return next((name for name, count in counts.items() if count and count * 3 >= most), "")


def whole(words: str) -> int:
    """A number below a hundred in digits or in Chinese."""
    if words.isascii():
        return int(words)
    tens, mark, ones = words.partition("十")
    digit = {sign: number for number, sign in enumerate(_CN[:9], 1)}
    return digit.get(tens, 1) * 10 + digit.get(ones, 0) if mark else digit.get(words, 0)

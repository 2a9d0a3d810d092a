"""What the cells of types, answers and levels say: letters, digits, √ and ×, the text of the option itself."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from linli.locale import N_
from linli.questions.formats.said import Refused

Fits = Callable[[str], bool]

RIGHT = frozenset("对 正确 是 true t √ ✓ ✔ ☑ v y yes right correct 对的 正确的 是的 ○ ok 1".split())
WRONG = frozenset("不对 错 错误 否 false f × ✗ ✘ ╳ x n no wrong incorrect 错的 错误的 不是 不正确 ❌ ✕ 0".split())
DEFAULTS = (("对", "不对"), ("True", "False"))
_LETTERS = re.compile(r"[a-l](?:[\s,、;/|.+&和与]*[a-l])*\.?")
_DIGITS = re.compile(r"\d{1,2}(?:[\s,、;/|+&和与]+\d{1,2})*\.?")
_LABELLED = re.compile(r"([a-l])[.、:)\s]\s*(.+)", re.DOTALL)
_LEAD = re.compile(r"^(?:(?:正确|参考|标准)?答案(?:是|为|:)*|正确选项(?:是|为|:)*|选(?:项|择)?(?=[a-l:])|(?:answer|key):)")
_LIST = re.compile(r"""\[\s*(?:(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*(?:,\s*)?)*\]""", re.DOTALL)
_ITEM = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""", re.DOTALL)

#: Type to the words for it, as `word()` makes them.
_TYPES = {
    "single": "单选 单项选择 单选择 单项 single singlechoice singleanswer singleselect mcq oneanswer radio",
    "multiple": "多选 多项选择 不定项 不定项选择 多项 multi multiple multipleanswer multipleanswers multipleresponse multipleselect multiselect "
                "checkbox checkboxes msq",
    "choice": "选择 客观 multiplechoice choice mc",
    "true_false": "判断 是非 对错 正误 判断正误 判断对错 truefalse true/false trueorfalse tf t/f boolean yes/no yesno",
    "short": "填空 简答 问答 名词解释 单项填空 short shortanswer fillintheblank fillintheblanks fillin fillblank blank text",
    "numeric": "数字 数值 计算 numeric numerical number",
}
_TYPE = {word: kind for kind, words in _TYPES.items() for word in words.split()}
#: What the game cannot ask, wherever one of these words stands in the type.
_REFUSED = re.compile(
    "(?:匹配|连线|配对|排序|材料|论述|案例|作文|写作|阅读|阅读理解|完形|翻译|操作|实操|编程|绘图|画图|听力|组合|拖拽)(?:分析|选择|填空|改错)?"
    "|(?:.*(?:match|order|essay|openended|poll|draw|drag|cloze|hotspot|coding).*)",
)
_LEVELS = {
    1: "1 易 简单 容易 低 初级 较易 easy ★ 基础 一级 低难度", 2: "2 中 中等 一般 中级 适中 medium normal ★★ 普通 二级 中难度",
    3: "3 难 困难 较难 高 高级 hard difficult ★★★ 很难 三级 高难度",
}
_LEVEL = {word: level for level, words in _LEVELS.items() for word in words.split()}


def fold(text: str) -> str:
    """A text for comparing: width and case folded, without blanks and emoji marks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("\ufe0f", "").split())


def _type_word(text: str) -> str:
    return re.sub(r"\(.*?\)|[-_()]", "", fold(text[:60])).removesuffix("题").removesuffix("question").removesuffix("questions")


def is_type(text: str) -> bool:
    """Whether a cell names a type of question, readable here or not."""
    return bool(_type_word(text) in _TYPE or (len(text) < 12 and _REFUSED.fullmatch(_type_word(text))))


def kind(text: str) -> str:
    """The type that a cell names: single, multiple, choice, true_false, short, numeric; empty if it names none.

    Raises Refused for the types that a quiz cannot ask.
    """
    said = _type_word(text)
    if said in _TYPE:
        return _TYPE[said]
    if _REFUSED.fullmatch(said):
        raise Refused(N_("a question of the type {type} cannot be asked here; only choice, true or false, and short answers are read."), type=text[:30])
    return ""


def level(text: str) -> int | None:
    """1 to 3, or None."""
    return _LEVEL.get(fold(text).removesuffix("度"))


def polarity(text: str) -> bool | None:
    """True for 对 and its like, False for 错 and its like, None for anything else."""
    said = fold(text).strip("。.!;:,")
    return True if said in RIGHT else False if said in WRONG else None


def looks_like_key(text: str) -> bool:
    """Whether a cell could be an answer rather than an option: letters, small digits, 对 or 错."""
    said = fold(text)
    return len(said) < 24 and bool(_LETTERS.fullmatch(said) or (_DIGITS.fullmatch(said) and said[0] in "12345678") or polarity(text) is not None)


def listed(text: str) -> list[str] | None:
    """The texts of a list as Python or JSON writes it, None if the cell is none."""
    if not (text.startswith("[") and text.endswith("]") and len(text) < 20_000):
        return None
    if not _LIST.fullmatch(text):
        return None
    return [re.sub(r"\\(['\"\\])", r"\1", one or two).replace("\\n", "\n").strip() for one, two in _ITEM.findall(text)]


def right(answer: str, options: Sequence[str], *, numbered: bool = False, two: bool = False, exact: bool = True) -> frozenset[int]:
    """The numbers (from 0) of the options that an answer names.

    numbered: the options are called 1, 2, 3 in this table. two: a true or false question. exact:
    an answer that is an option's text means that option, even where it is a letter. Raises
    Refused with a sentence for the author.
    """
    folded = [fold(each) for each in options]
    said = _LEAD.sub("", fold(answer), count=1).strip("()[]【】{}。.,、;") or fold(answer)
    ways = [_by_text, _by_letters, _by_digits] if not numbered else [_by_digits, _by_text, _by_letters]
    if two:
        ways = [_by_text, _by_polarity, _by_letters, _by_digits]
    whole = _by_text(fold(answer), folded) if exact and not numbered else None
    if whole:
        return whole
    if not exact:
        ways = [_by_letters, _by_polarity, _by_text, _by_digits] if two else [_by_letters, _by_text, _by_digits]
    for way in [*ways, _by_label, _by_texts, _by_polarity]:
        found = way(said, folded)
        if found is not None:
            return _within(found, answer, len(options))
    listing = listed(answer)
    if listing:
        every = [_by_text(fold(each), folded) for each in listing]
        if all(every):
            return frozenset().union(*(each for each in every if each))
    raise Refused(N_("the answer '{answer}' is none of the options. Write the letters of the right options, as A or AC."), answer=answer[:60])


def _within(found: frozenset[int], answer: str, count: int) -> frozenset[int]:
    if max(found) >= count or min(found) < 0:
        raise Refused(N_("the answer '{answer}' names an option that is not there; the question has {n}. Correct the answer, or add the option."),
                      answer=answer[:60], n=count)
    return found


def _by_text(said: str, options: Sequence[str]) -> frozenset[int] | None:
    same = [number for number, text in enumerate(options) if text and text in (said, said + "。", said.strip("。."))]
    return frozenset(same[:1]) or None


def _by_letters(said: str, options: Sequence[str]) -> frozenset[int] | None:
    if not _LETTERS.fullmatch(said):
        return None
    return frozenset(ord(letter) - ord("a") for letter in said if "a" <= letter <= "l")


def _by_digits(said: str, options: Sequence[str]) -> frozenset[int] | None:
    if not _DIGITS.fullmatch(said):
        return None
    numbers = [int(each) for each in re.findall(r"\d+", said)]
    if len(numbers) == 1 and numbers[0] > len(options) and len(set(said)) == len(said):
        numbers = [int(each) for each in said if each.isdigit()]     # '134' of four options
        if max(numbers) > len(options) or min(numbers) < 1:
            return None
    return frozenset(number - 1 for number in numbers) if min(numbers) > 0 else None


def _by_polarity(said: str, options: Sequence[str]) -> frozenset[int] | None:
    wanted = polarity(said)
    found = [number for number, text in enumerate(options) if wanted is not None and polarity(text) == wanted]
    return frozenset(found) if len(found) == 1 else None


def _by_label(said: str, options: Sequence[str]) -> frozenset[int] | None:
    """`A.` and the text after it: both must mean the same option."""
    named = _LABELLED.fullmatch(said)
    if not named:
        return None
    by_text = _by_text(named[2], options)
    return by_text if by_text == frozenset({ord(named[1]) - ord("a")}) else None


def _by_texts(said: str, options: Sequence[str]) -> frozenset[int] | None:
    """Several options in full, parted by one of the usual marks."""
    for mark in ("\n", "|", ";", ",", "、", "/"):
        parts = [part for part in said.split(mark) if part]
        every = [_by_text(part, options) for part in parts] if len(parts) > 1 else [None]
        if all(every):
            return frozenset().union(*(each for each in every if each))
    return None

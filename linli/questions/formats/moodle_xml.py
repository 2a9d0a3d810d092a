"""Moodle XML (question/format/xml/format.php of Moodle): a `<quiz>` of `<question type="…">`."""

import math
import re
from xml.etree.ElementTree import Element

from linli.locale import N_
from linli.questions.formats import xml_blocks
from linli.questions.formats.common import NEAR, settle, true_false, unplayable
from linli.questions.formats.html_text import Markup, to_text
from linli.questions.formats.model import FULL, Choice, Parsed, Picture, Question, Remark, Type
from linli.questions.formats.pictures import LeftOut, Taker, sources

_MARKUP: dict[str, Markup] = {"html": "html", "plain_text": "plain", "plain": "plain", "markdown": "markdown", "moodle_auto_format": "moodle", "moodle": "moodle"}
#: Percents that Moodle lets one choose; negative ones, too.
GRADES = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0,
)
_CATEGORY = re.compile(r"^\$\w+\$/?")
#: What Moodle itself writes when nobody has written anything.
_STOCK = {"your answer is correct.", "your answer is incorrect.", "your answer is partially correct.", "correct", "回答正确。", "您的答案正确。", "votre réponse est correcte."}
#: Types that Moodle has and no screen here can ask.
OTHER_TYPES = set((
    "cloze multianswer essay description calculated calculatedsimple calculatedmulti ddwtos ddimageortext ddmarker ddmatch gapselect "
    "randomsamatch random ordering stack coderunner wordselect"
).split())


def read_moodle(content: str, _name: str = "") -> Parsed:
    """The questions of a Moodle XML file. Raises Entities; everything else wrong is a remark."""
    xml_blocks.refuse_entities(content, _name)
    reader = _Reader()
    for block in xml_blocks.first(content, "question", reader.remarks):
        element, remarks = xml_blocks.parse(block)
        reader.remarks += remarks
        if element is not None:
            reader.question(element, block.line)
    if not reader.questions and not reader.remarks:
        reader.remarks.append(Remark(N_("there is no <question> in this XML file; export the questions from Moodle as Moodle XML.")))
    return Parsed("moodle_xml", tuple(reader.questions), tuple(reader.remarks))


class _Reader:
    """What was read so far of one file."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.remarks: list[Remark] = []
        self.topic = ""
        self.pictures = Taker()
        self.line = 1

    def note(self, text: str, *, lost: bool = False, **fields: object) -> None:
        """Say something about the question that is being read."""
        self.remarks.append(Remark(text, self.line, fields=fields, lost=lost))

    def question(self, element: Element, line: int) -> None:
        """Read one question element."""
        self.line = line
        kind = element.get("type", "").strip().lower()
        if kind == "category":
            self.topic = _category(xml_blocks.inner(element.find("category/text")))
            return
        readers = {"multichoice": _choices, "truefalse": _statement, "numerical": _numbers, "shortanswer": _words, "matching": _pairs, "match": _pairs}
        if kind not in readers:
            self._other(kind)
            return
        found = readers[kind](self, element)
        if found is None:
            return
        question = self._whole(element, *found)
        self.questions.append(question)
        if note := unplayable(question):
            self.remarks.append(note)

    def _other(self, kind: str) -> None:
        if not kind:
            self.note(N_("the question says no type; write type=\"multichoice\" or another into its <question> tag."), lost=True)
        elif kind in OTHER_TYPES:
            self.note(N_("a question of the type '{kind}' cannot be played here and was left out. Make a choice question of it."), lost=True, kind=kind)
        else:
            self.note(N_("a question of the unknown type '{kind}' was left out. Make a choice question of it."), lost=True, kind=kind[:40])

    def _whole(self, element: Element, kind: Type, options: tuple[Choice, ...]) -> Question:
        return Question(
            kind, text_of(element.find("questiontext")), options, _explanation(element), self.line, _id(element),
            self.topic or _tag(element), picture=self._picture(element),
        )

    def _picture(self, element: Element) -> Picture | None:
        """The first picture of the stem that can be kept; a note for every other."""
        stem = element.find("questiontext")
        found = [] if stem is None else [self.pictures.of_source(one, _files(stem)) for one in sources(xml_blocks.inner(stem.find("text")))]
        old = xml_blocks.inner(element.find("image_base64")).strip()
        if old:
            found.append(self.pictures.of_base64(old, xml_blocks.inner(element.find("image")).strip() or "image"))
        kept: Picture | None = None
        for one in found:
            if isinstance(one, LeftOut):
                self.note(one.text, **one.fields)
            elif kept is None:
                kept = one
            elif one != kept:
                self.note(N_("the question has several pictures; the first is kept."))
        if any(sources(xml_blocks.inner(answer.find("text"))) for answer in element.iterfind("answer")):
            self.note(N_("pictures in options are left out; their words are kept. Describe in words what they show."))
        return kept

    def weight(self, answer: Element) -> float:
        """The percent of the credit, with a note where it is none that Moodle knows."""
        said = answer.get("fraction", "0").strip().replace(",", ".")
        try:
            weight = float(said)
        except ValueError:
            weight = math.nan
        if not math.isfinite(weight) or abs(weight) > FULL + NEAR:
            self.note(N_("an answer has the fraction '{said}', which is no percentage; it counts as 0."), said=said[:30])
            return 0.0
        if min(abs(abs(weight) - grade) for grade in GRADES) > NEAR:
            self.note(N_("an answer has the fraction {said}, which Moodle does not know (33.33333 rather than 33); it was read as it stands."), said=said[:30])
        return weight

    def choice(self, answer: Element, markup: Markup) -> Choice:
        """One answer with its weight and feedback."""
        weight = self.weight(answer)
        return Choice(text_of(answer, markup), weight >= FULL - NEAR, weight, text_of(answer.find("feedback")))


_Found = tuple[Type, tuple[Choice, ...]] | None


def _choices(reader: _Reader, element: Element) -> _Found:
    options = [reader.choice(answer, "html") for answer in element.iterfind("answer")]
    if not options:
        reader.note(N_("the question has no answers; add them and read the file again."), lost=True)
        return None
    said = xml_blocks.inner(element.find("single")).strip().lower()
    single = said not in ("false", "0", "no")
    kind, settled, remarks = settle(options, single, reader.line)
    reader.remarks += remarks
    return (kind, settled) if kind in ("single", "multiple") else None  # type: ignore[return-value]


def _statement(reader: _Reader, element: Element) -> _Found:
    held: dict[str, Choice] = {}
    for answer in element.iterfind("answer"):
        choice = reader.choice(answer, "plain")
        held[choice.text.strip().lower()] = choice
    yes, no = held.get("true"), held.get("false")
    if yes is None or no is None:
        reader.note(N_("a true/false question needs the answers 'true' and 'false'; it has {found}."), lost=True, found=", ".join(held)[:60] or "0")
        return None
    if yes.correct == no.correct:
        reader.note(N_("a true/false question needs 100 on one of its answers and 0 on the other."), lost=True)
        return None
    return "true_false", true_false(yes.correct, (yes.feedback, no.feedback))


def _numbers(reader: _Reader, element: Element) -> _Found:
    options = []
    for answer in element.iterfind("answer"):
        choice = reader.choice(answer, "plain")
        tolerance = xml_blocks.inner(answer.find("tolerance")).strip()
        text = f"{choice.text}:{tolerance}" if tolerance and tolerance.strip("0.") else choice.text
        options.append(Choice(text, choice.correct, choice.weight, choice.feedback))
    return _typed(reader, "numeric", options)


def _words(reader: _Reader, element: Element) -> _Found:
    return _typed(reader, "short", [reader.choice(answer, "plain") for answer in element.iterfind("answer")])


def _typed(reader: _Reader, kind: Type, options: list[Choice]) -> _Found:
    if not any(choice.weight > NEAR for choice in options):
        reader.note(N_("no answer is marked as right; mark one and read the file again."), lost=True)
        return None
    return kind, tuple(options)


def _pairs(reader: _Reader, element: Element) -> _Found:
    pairs = []
    for sub in element.iterfind("subquestion"):
        text, match = text_of(sub), text_of(sub.find("answer"), "plain")
        if match:
            pairs.append(Choice(text, bool(text), FULL if text else 0.0, "", "", match))
    if sum(bool(pair.text) for pair in pairs) < 2:
        reader.note(N_("a matching question needs at least two pairs."), lost=True)
        return None
    return "matching", tuple(pairs)


def text_of(element: Element | None, markup: Markup = "html") -> str:
    """The plain words of an element with `<text>` and `format`; markup: where it says none."""
    if element is None:
        return ""
    held = element.find("text")
    raw = xml_blocks.inner(held) if held is not None else (element.text or "")
    said = _MARKUP.get(element.get("format", "").strip(), markup)
    return to_text(raw, "html" if said == "plain" and held is not None and len(held) else said)


def _explanation(element: Element) -> str:
    """The general feedback; where there is none, what is said to a right answer, if somebody wrote that."""
    general = text_of(element.find("generalfeedback"))
    said = general or text_of(element.find("correctfeedback"))
    return "" if said.strip().lower() in _STOCK else said


def _category(path: str) -> str:
    """`$course$/top/消防` as `消防`: without what every course has."""
    parts = [part.strip() for part in re.split(r"(?<!/)/(?!/)", _CATEGORY.sub("", path.strip()))]
    return "/".join(part.replace("//", "/") for part in parts if part and part.lower() != "top")[:200]


def _id(element: Element) -> str:
    return " ".join(xml_blocks.inner(element.find("idnumber")).split())[:100]


def _tag(element: Element) -> str:
    for path in ("tags/tag/text", "tag/text"):
        found = " ".join(xml_blocks.inner(element.find(path)).split())
        if found:
            return found[:100]
    return ""


def _files(stem: Element) -> dict[str, str]:
    """The files that came with a text: name to base64."""
    return {one.get("name", ""): one.text or "" for one in stem.iterfind("file") if one.get("encoding", "base64") == "base64"}

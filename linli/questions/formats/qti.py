"""QTI as plain XML: version 1.2 as Canvas writes it, and choice questions of version 2.1."""

import re
from xml.etree.ElementTree import Element

from linli.locale import N_
from linli.questions.formats import xml_blocks
from linli.questions.formats.common import settle, true_false, unplayable
from linli.questions.formats.html_text import to_text
from linli.questions.formats.model import FULL, Choice, Parsed, Question, Remark, Type
from linli.questions.formats.xml_blocks import inner

_READ = {"multiple_choice_question", "multiple_answers_question", "true_false_question", "short_answer_question", "numerical_question", ""}
_TRUE = {"true", "对", "正确", "yes"}
_FALSE = {"false", "不对", "错", "错误", "no"}


def read_qti(content: str, _name: str = "") -> Parsed:
    """The questions of a QTI file. Raises Entities; everything else wrong is a remark."""
    xml_blocks.refuse_entities(content, _name)
    questions: list[Question] = []
    remarks: list[Remark] = []
    newer = re.search(r"<(?:[\w.-]+:)?assessmentItem[\s>]", content) is not None
    title = "" if newer else _title(content)
    for block in xml_blocks.first(content, "assessmentItem" if newer else "item", remarks):
        element, notes = xml_blocks.parse(block)
        remarks += notes
        if element is None:
            continue
        question, notes = _newer(element, block.line) if newer else _older(element, block.line, title)
        remarks += notes
        if question:
            questions.append(question)
            note = unplayable(question)
            remarks += [note] if note else []
    if not questions and not remarks:
        remarks.append(Remark(N_("there is no question in this QTI file; of a package, choose the .xml file that holds the questions (not imsmanifest.xml).")))
    return Parsed("qti", tuple(questions), tuple(remarks))


def _title(content: str) -> str:
    found = re.search(r"<assessment\s[^<>]{0,500}?title=\"([^\"<>]{1,200})\"", content)
    return to_text(found[1]) if found else ""


def _older(item: Element, line: int, title: str) -> tuple[Question | None, list[Remark]]:
    """Version 1.2: what is right stands in the conditions that give a score."""
    said = _metadata(item).get("question_type", "")
    if said not in _READ:
        return None, [_not_read(said, line)]
    stem = _material(item.find("presentation/material"))
    stem = stem or _material(item.find("presentation/flow/material"))
    scores, feedback = _scores(item), _feedback(item)
    labels = list(item.iterfind("presentation//response_label"))
    explanation = feedback.get("general_fb", "") or feedback.get("general_incorrect_fb", "")
    if labels:
        options = [
            Choice(_material(one.find(".//material")), False, scores.get(one.get("ident", ""), 0.0), feedback.get(f"{one.get('ident')}_fb", "")) for one in labels
        ]
        if len(list(item.iterfind("presentation//response_lid"))) > 1:
            return None, [_not_read(said or "matching", line)]
        several = item.find("presentation//response_lid[@rcardinality='Multiple']") is not None or said == "multiple_answers_question"
        return _choice(stem, options, explanation, line, title, several=several)
    texts = [Choice(text, True, FULL) for text in scores]
    if not texts:
        return None, [Remark(N_("no answer is marked as right; mark one and read the file again."), line)]
    numeric = said == "numerical_question" or all(re.fullmatch(r"-?\d+(?:\.\d+)?", one.text) for one in texts)
    return Question("numeric" if numeric else "short", stem, tuple(texts), explanation, line, topic=title), []


def _not_read(kind: str, line: int) -> Remark:
    return Remark(N_("a question of the type '{kind}' cannot be played here and was left out. Make a choice question of it."), line, fields={"kind": kind[:40]})


def _choice(stem: str, options: list[Choice], explanation: str, line: int, title: str, *, several: bool) -> tuple[Question | None, list[Remark]]:
    kind, settled, notes = settle(options, not several, line)
    if not kind:
        return None, notes
    words = [one.text.strip().lower() for one in settled]
    if kind == "single" and len(words) == 2 and words[0] in _TRUE | _FALSE and words[1] in _TRUE | _FALSE and (words[0] in _TRUE) != (words[1] in _TRUE):
        yes = 0 if words[0] in _TRUE else 1
        settled = true_false(settled[yes].correct, (settled[yes].feedback, settled[1 - yes].feedback))
        kind = "true_false"
    made: Type = kind  # type: ignore[assignment]
    return Question(made, stem, tuple(settled), explanation, line, topic=title), notes


def _metadata(item: Element) -> dict[str, str]:
    return {inner(one.find("fieldlabel")).strip(): inner(one.find("fieldentry")).strip() for one in item.iterfind(".//qtimetadatafield")}


def _material(element: Element | None) -> str:
    if element is None:
        return ""
    texts = [to_text(inner(one), "plain" if one.get("texttype") == "text/plain" and not len(one) else "html") for one in element.iterfind(".//mattext")]
    return "\n".join(text for text in texts if text)


def _scores(item: Element) -> dict[str, float]:
    """Identifier (or typed answer) to the percent of the best score."""
    found: dict[str, float] = {}
    for condition in item.iterfind("resprocessing/respcondition"):
        value = max((_number(inner(one)) for one in condition.iterfind("setvar")), default=0.0)
        part = condition.find("conditionvar")
        if part is None or value <= 0:
            continue
        for equal in _wanted(part):
            said = inner(equal).strip()
            found[said] = max(found.get(said, 0.0), value)
    most = max(found.values(), default=0.0)
    return {said: value / most * FULL for said, value in found.items()}


def _wanted(part: Element) -> list[Element]:
    """What must be chosen: every varequal that does not stand in a `not`."""
    stack, wanted = [part], []
    while stack:
        one = stack.pop()
        if one.tag == "varequal":
            wanted.append(one)
        elif one.tag != "not":
            stack += list(one)[::-1]
    return wanted


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if 0 <= found < 1e6 else 0.0


def _feedback(item: Element) -> dict[str, str]:
    return {one.get("ident", ""): _material(one) for one in item.iterfind("itemfeedback")}


def _newer(item: Element, line: int) -> tuple[Question | None, list[Remark]]:
    """Version 2.1: one choice interaction and a correct response."""
    body = item.find("itemBody")
    choices = [] if body is None else list(body.iterfind(".//choiceInteraction"))
    others = [] if body is None else [one.tag for one in body.iter() if isinstance(one.tag, str) and one.tag.endswith("Interaction")]
    if body is None or len(choices) != 1 or len(others) != 1:
        kind = next((tag for tag in others if tag != "choiceInteraction"), "itemBody")
        return None, [_not_read(kind, line)]
    asked = choices[0]
    right = {inner(one).strip() for one in item.iterfind("responseDeclaration/correctResponse/value")}
    options = [
        Choice(to_text(inner(one)), False, FULL if one.get("identifier", "") in right else 0.0) for one in asked.iterfind("simpleChoice")
    ]
    prompt = to_text(inner(asked.find("prompt")))
    several = len(right) > 1 or asked.get("maxChoices") == "0"
    asked.clear()
    asked.tag = "div"
    stem = "\n".join(text for text in (to_text(inner(body)), prompt) if text)
    question, notes = _choice(stem, options, "", line, "", several=several)
    return question, notes

"""Any file of questions, recognised and read: `read(data, name)`.

The formats themselves stand beside this file, each a function from bytes or text to Parsed.
"""

import logging
from collections.abc import Callable
from importlib import import_module

from linli.errors import GameError
from linli.locale import N_, _
from linli.questions.formats import recognise
from linli.questions.formats.decoding import decode
from linli.questions.formats.model import Parsed, Remark
from linli.questions.formats.refusals import LARGEST, LINES_MOST, EmptyFile, TooLarge, TooManyLines, not_questions

log = logging.getLogger(__name__)

#: Codes of the formats and what people call them.
FORMATS = {
    "workbook": N_("the template of this product"), "xlsx": N_("Excel"), "csv": N_("CSV"), "kahoot": N_("Kahoot sheet"),
    "quizizz": N_("Quizizz sheet"), "classquiz": N_("ClassQuiz sheet"), "docx": N_("Word"), "chinese_text": N_("text"), "gift": N_("GIFT"),
    "aiken": N_("Aiken"), "moodle_xml": N_("Moodle XML"), "qti": N_("QTI"), "opentdb": N_("Open Trivia DB"), "json": N_("JSON"),
    "yaml": N_("YAML"), "text": N_("text"),
}
#: Faults that are told one by one; more of them are counted.
REMARKS_MOST = 500
#: Off in tests: a fault of our own then shows itself instead of becoming a sentence.
NET = True

#: Readers of bytes and of text: module and function. Loaded when they are needed.
_OF_BYTES = {"xlsx": ("sheet", "read_xlsx"), "docx": ("docx", "read_docx"), "csv": ("csv_text", "read_csv")}
_OF_TEXT = {
    "moodle_xml": ("moodle_xml", "read_moodle"), "qti": ("qti", "read_qti"), "json": ("json_text", "read_json"), "yaml": ("yaml_text", "read_yaml"),
    "gift": ("gift", "read_gift"), "aiken": ("aiken", "read_aiken"), "chinese_text": ("chinese_text", "read_chinese"),
}


def format_name(code: str) -> str:
    """What people call a format, in the current language."""
    return _(FORMATS[code]) if code in FORMATS else code


def read(data: bytes, name: str) -> Parsed:
    """The questions of a file and what is to be said about it.

    name: its file name, which decides only where the content does not. Raises GameError for a file
    that is refused as a whole: too large, empty, hostile, or of a kind that is not read. Anything
    wrong inside a file is a remark, and reading goes on.
    """
    if len(data) > LARGEST:
        raise TooLarge(name, len(data))
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(name)
    code = recognise.binary(data, name)
    if code:
        return _read(code, name, lambda reader: reader(data, name))
    content = decode(data, name)
    if not content.strip("\ufeff \n\t"):
        raise EmptyFile(name)
    if (lines := content.count("\n")) > LINES_MOST:
        raise TooManyLines(name, lines)
    code = recognise.text(content, name)
    if code == "csv":
        return _read(code, name, lambda reader: reader(data, name))
    if code:
        return _read(code, name, lambda reader: reader(content, name))
    if not _is_writing(content):
        raise not_questions(name, "unknown")
    return Parsed("text", (), (_nothing(),))


def _read(code: str, name: str, run: Callable[[Callable[..., Parsed]], Parsed]) -> Parsed:
    """Run a reader; a fault of our own in it becomes a remark, with its trace in the log."""
    try:
        found = run(_reader(code))
    except GameError:
        raise
    except Exception:
        if not NET:
            raise
        log.exception("the reader of %s failed on %s", code, name)
        return Parsed(code, (), (Remark(N_("reading this file failed; that is a fault of this product, not yours. Nothing was changed. Save it as .xlsx and try that."),),))
    if not found.questions and not any(remark.lost for remark in found.remarks):
        found = Parsed(found.format, (), (*found.remarks, _nothing()), found.topics)
    return _shortened(found)


def _reader(code: str) -> Callable[..., Parsed]:
    module, function = (_OF_BYTES | _OF_TEXT)[code]
    found: Callable[..., Parsed] = getattr(import_module(f"linli.questions.formats.{module}"), function)
    return found


def _nothing() -> Remark:
    return Remark(N_(
        "no question was recognised. Excel and CSV with the heads 题目, 选项A … and 答案, Word and text (1. … A. … 答案：C), GIFT, Aiken, "
        "Moodle XML, Open Trivia DB, JSON and YAML are read."
    ))


def _shortened(found: Parsed) -> Parsed:
    more = len(found.remarks) - REMARKS_MOST
    if more <= 0:
        return found
    rest = Remark(N_("and {n} more remarks like these; mend the first ones and read the file again."), fields={"n": more})
    return Parsed(found.format, found.questions, (*found.remarks[:REMARKS_MOST], rest), found.topics)


def _is_writing(content: str) -> bool:
    """Whether a text is one that people wrote: hardly any control characters."""
    head = content[:4_000]
    return sum(ord(c) < 32 and c not in "\n\t\f" for c in head) <= len(head) // 100

"""Which format a file has: by its content first, by its name where the content does not tell."""

import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePath

from linli.questions.formats.refusals import UNPACKED_MOST, Bomb, Broken, not_questions

#: Entries of an archive; a workbook has 10 to 40, one with pictures some hundreds.
ENTRIES_MOST = 5_000
_HEAD = 20_000
#: What files begin with that are never questions.
_MAGIC = (
    (b"%PDF", "pdf"), (b"\xd0\xcf\x11\xe0", "old_office"), (b"{\\rtf", "other_text"),
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture"), (b"RIFF", "picture"),
    (b"ID3", "picture"), (b"II*\0", "picture"), (b"MM\0*", "picture"), (b"OggS", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ", "archive"),
)
_NAMED = {".cqa": "classquiz", ".mbz": "moodle_backup", ".h5p": "h5p"}
_XML = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_YAML = re.compile(r"\A(?:\s*#[^\n]*\n|\s*\n)*(?:%YAML|---[ \t]*(?:\n|$)|-?[ \t]*[\"']?\w[\w -]{0,40}[\"']?:[ \t]*(?:\n|[^\n]*\n[ \t]*-?[ \t]*\w[\w -]{0,40}:(?:\s|$)))")
_YAML_WORD = re.compile(r"^\s*(?:- +)?[\"']?(?:topic|items|questions?|stem|quiz|options|choices|answers?|题目|题干|选项)[\"']?:(?:\s|$)", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\{\s*(?:[\"'}]|$)|\[\s*(?:[{\"\[\]]|$))")
_AIKEN = re.compile(r"^ANSWER:[ \t]*\S", re.MULTILINE)
_AIKEN_OPTION = re.compile(r"^[A-Z][.)]", re.MULTILINE)
_GIFT = re.compile(r"^\$CATEGORY:|^::[^\n:]{0,300}::|\{[^{}\n]{0,1000}\}|\{(?:T|F|TRUE|FALSE)[#}]|\{[ \t]*\n\s*[=~#]", re.MULTILINE)
_GIFT_MARK = re.compile(r"(?<!\\)[=~#]|^\{(?:T|F|TRUE|FALSE)?\}$")
_CHINESE = re.compile(
    r"^\s*(?:第?\s*[\d一二三四五六七八九十]+\s*[.、．:：题)）]|[【\[(（]\s*(?:单选|多选|判断|答案))|(?:答案|我的答案)\s*[】\])）]?\s*[:：]|[（(]\s*[A-HＡ-Ｈ√×✓✗对错]*\s*[)）]",
    re.MULTILINE,
)
_HAN = re.compile("[\u3400-\u9fff]")
_HEADERS = {
    "题目", "题干", "问题", "试题", "题目内容", "试题内容", "试题题干", "答案", "正确答案", "参考答案", "题型", "题目类型", "选项", "选项a", "a选项", "a",
    "question", "question text", "questions", "answer", "answers", "correct", "correct answer", "correct answer(s)", "options", "option 1", "option a", "answer 1",
    "question type", "type", "stem", "explanation", "解析",
}
_BY_NAME = {
    ".csv": "csv", ".tsv": "csv", ".gift": "gift", ".aiken": "aiken", ".xml": "moodle_xml", ".json": "json", ".yaml": "yaml", ".yml": "yaml",
    ".jsonl": "json", ".ndjson": "json",
}


def binary(data: bytes, name: str) -> str:
    """The format of an archive: xlsx or docx; "" for what may be text. Raises NotQuestions, Bomb and Broken."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data, name)
    ending = PurePath(name).suffix.lower()
    if data.startswith(b"\x1f\x8b"):
        raise not_questions(name, _NAMED.get(ending, "archive"))
    for begins, kind in _MAGIC:
        if data.startswith(begins) and not _may_be_text(data, begins):
            raise not_questions(name, kind)
    if data[4:8] == b"ftyp":
        raise not_questions(name, "picture")
    return ""


def _may_be_text(data: bytes, begins: bytes) -> bool:
    """Whether a short mark of letters begins a text by chance, as in "BMI is …"."""
    return begins in (b"BM", b"RIFF", b"ID3", b"BZh") and not any(byte < 9 for byte in data[:64])


def _archive(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            held = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Broken(name) from error
    size = sum(one.file_size for one in held)
    if size > UNPACKED_MOST or len(held) > ENTRIES_MOST:
        raise Bomb(name, size)
    if any(one.flag_bits & 1 for one in held):
        raise Broken(name)
    return _packed({one.filename for one in held}, name)


def _packed(names: set[str], name: str) -> str:
    """What the entries of an archive make it."""
    tops = {each.split("/", 1)[0].casefold() for each in names}
    if "xl" in tops and "xl/workbook.bin" not in names:
        return "xlsx"
    if "word" in tops:
        return "docx"
    ending = PurePath(name).suffix.lower()
    kinds = (
        ("xl" in tops or "index/document.iwa" in {each.casefold() for each in names} or ending in (".ods", ".numbers"), "other_sheet"),
        ("ppt" in tops or ending in (".odp", ".key"), "slides"), ("h5p.json" in tops or ending == ".h5p", "h5p"),
        ("imsmanifest.xml" in tops, "qti_zip"), ("moodle_backup.xml" in tops or ending == ".mbz", "moodle_backup"),
        ("mimetype" in tops or ending in (".odt", ".pages"), "other_text"),
    )
    raise not_questions(name, next((kind for fits, kind in kinds if fits), "archive"))


def text(content: str, name: str) -> str:
    """The format of a text, as reading.FORMATS names it; "" where nothing tells. Raises NotQuestions for web pages."""
    head = content[:_HEAD].lstrip("\ufeff \t\n")
    ending = PurePath(name).suffix.lower()
    if head.startswith("<") and (found := _markup(head, name, ending)):
        return found
    if _JSON.match(head) and (ending in (".json", ".jsonl", ".ndjson", ".yml", ".yaml") or re.match(r"\s*[\[{]\s*[{\[]?\s*\"", head)):
        return "json"
    named = _BY_NAME.get(ending, "")
    if named in ("csv", "yaml", "gift", "aiken"):
        return _corrected(named, content, head)
    return _plain(content, head) or named


def _markup(head: str, name: str, ending: str) -> str:
    """The format by the first element. A GIFT text may begin with a tag, too."""
    found = _XML.search(head)
    root = found[1].lower() if found else ""
    if root in ("quiz", "question") and (ending == ".xml" or head.startswith(("<?xml", "<quiz", "<question"))):
        return "moodle_xml"
    if root in ("questestinterop", "assessmentitem", "assessmenttest", "item", "manifest"):
        return "qti"
    if head.startswith("<?xml") or ending == ".xml" or re.match(r"<!DOCTYPE\s+(?!html)", head, re.IGNORECASE):
        return "moodle_xml"
    if root in ("html", "head", "body") or head[:9].lower() == "<!doctype":
        raise _page(name)
    return ""


def _page(name: str) -> Exception:
    return not_questions(name, "page")


def _corrected(named: str, content: str, head: str) -> str:
    """What the name says, unless the content is plainly something else."""
    if named != "yaml" and is_yaml(head):
        return "yaml"
    if named in ("gift", "aiken"):
        other = "aiken" if named == "gift" else "gift"
        fits = {"gift": is_gift(content), "aiken": bool(_AIKEN.search(content))}
        if not fits[named] and fits[other]:
            return other
    return named


def _plain(content: str, head: str) -> str:
    if is_yaml(head):
        return "yaml"
    if is_table(head):
        return "csv"
    if _AIKEN.search(content) and _AIKEN_OPTION.search(content):
        return "aiken"
    if is_gift(content) and not re.search(r"^[^\n{}]*答案\s*[:：]", content, re.MULTILINE):
        return "gift"
    return "chinese_text" if _HAN.search(content) and _CHINESE.search(content) else ""


def is_gift(content: str) -> bool:
    """Whether a text has a mark that only GIFT has: a title, a category, an answer in braces."""
    return any(not found[0].startswith("{") or _GIFT_MARK.search(found[0]) for found in _GIFT.finditer(content))


def is_yaml(head: str) -> bool:
    """Whether a text begins as YAML about questions does, whatever it is called."""
    return bool(_YAML.match(head) and _YAML_WORD.search(head))


def is_table(head: str) -> bool:
    """Whether one of the first lines is the head of a table: at least three cells, two of them known words."""
    for line in [line for line in head.split("\n") if line.strip()][:10]:
        for mark in ("\t", ",", ";", "，"):
            cells = {unicodedata.normalize("NFKC", cell).strip(" \"'").casefold() for cell in line.split(mark)}
            if len(cells) >= 3 and len(cells & _HEADERS) >= 2:
                return True
    return False

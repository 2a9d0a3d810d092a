"""YAML: our own files, and those of other sites as far as questions can be told in them.

A text that breaks the whole file (a colon in it, unquoted) is put in quotation marks and told.
"""

import json
import re

from linli.locale import N_
from linli.questions import tree
from linli.questions.formats import plain_questions, yaml_lines
from linli.questions.formats.model import Parsed, Remark
from linli.questions.tree import Value

#: Characters that are read line by line, and by the whole parser, which takes 300,000 a second.
LONGEST = 1_500_000
LONGEST_WHOLE = 400_000
#: Characters that are parsed in vain before giving up, and how often.
_BUDGET = 100_000
_TRIES = 8
#: Lists and maps within each other on one line.
DEEPEST = 40
_PLAIN = re.compile(r"^(\s*(?:- +)*(?:[\w\u4e00-\u9fff][\w .-]{0,60}:[ ]+|(?<=- )))([^\s\"'\[{|>&*#][^\n]*?)\s*$")
_ITEM = re.compile(r"^( *)- ")


def read_yaml(content: str, name: str = "") -> Parsed:
    """The questions of a YAML text; faults are remarks."""
    if len(content) > LONGEST:
        return Parsed("yaml", (), (_too_long(LONGEST),))
    content, deep = _shallow(content)
    root, remarks = _tree(content)
    remarks = deep + remarks
    if root is None:
        return Parsed("yaml", (), tuple(remarks))
    found = plain_questions.read_tree(root, "yaml", name)
    return Parsed("yaml", found.questions, (*remarks, *found.remarks), found.topics)


def _too_long(most: int) -> Remark:
    return Remark(N_("the file has more than {most} characters; make several files of it."), fields={"most": most})


def _shallow(content: str) -> tuple[str, list[Remark]]:
    """The text without lines that nest deeper than any question: the whole parser takes minutes over them."""
    lines, remarks, open_ones = content.split("\n"), [], 0
    for number, line in enumerate(lines):
        here = line.count("[") + line.count("{")
        open_ones = max(open_ones + here - line.count("]") - line.count("}"), 0)
        if here > DEEPEST or open_ones > DEEPEST or line.count("- ") > DEEPEST and not line.replace("- ", "").replace(" ", ""):
            lines[number], open_ones = "", 0
            remarks.append(Remark(N_("the line nests lists or maps too deeply and was left out."), number + 1))
    return "\n".join(lines), remarks


def _tree(content: str) -> tuple[Value | None, list[Remark]]:
    """The tree; a broken one mended where it can be, else without the entries that cannot be read."""
    quick = yaml_lines.parse(content)
    if quick:
        return quick, []
    small = len(content) <= LONGEST_WHOLE
    root, problems = tree.parse(content) if small else (None, [])
    if root is not None:
        return root, [Remark(text, line, fields=fields, lost=False) for line, text, fields in problems]
    mended, notes = _quoted(content)
    if notes and (root := yaml_lines.parse(mended) or (tree.parse(mended)[0] if small else None)):
        return root, notes
    return _without(mended, [*notes]) if small else (None, [*notes, _too_long(LONGEST_WHOLE)])


def _quoted(content: str) -> tuple[str, list[Remark]]:
    """Every text with ': ' or ' #' in it in quotation marks, with a note each."""
    notes = []
    lines = content.split("\n")
    for number, line in enumerate(lines):
        found = _PLAIN.match(line)
        if found and (": " in found[2] or found[2].endswith(":")) and not re.match(r"[\w-]+:\s+[{\[|>]", found[2]):
            lines[number] = found[1] + json.dumps(found[2], ensure_ascii=False)
            text = N_("the text '{near}' holds a colon, which breaks a YAML file; it was read as one text. Put it in quotation marks.")
            notes.append(Remark(text, number + 1, fields={"near": found[2][:40]}, lost=False))
    return "\n".join(lines), notes


def _without(content: str, notes: list[Remark]) -> tuple[Value | None, list[Remark]]:
    """The tree without the list entries that break it, one remark each."""
    lines = content.split("\n")
    budget = _BUDGET
    for tried in range(_TRIES):
        root, problems = tree.parse("\n".join(lines))
        if root is not None:
            return root, notes
        number, text, fields = problems[-1] if problems else (1, N_("the file is empty."), {})
        notes.append(Remark(text, number, fields=fields))
        budget -= len(content)
        if (budget <= 0 and tried >= 1) or not _take_out(lines, min(number, len(lines)) - 1):
            break
    return None, notes


def _take_out(lines: list[str], at: int) -> bool:
    """Empty the list entry in which a line stands; False if it stands in none."""
    start = next((number for number in range(at, -1, -1) if _ITEM.match(lines[number])), None)
    if start is None:
        return False
    deep = len((_ITEM.match(lines[start]) or [""])[0]) - 2
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip(" ")) > deep):
        end += 1
    lines[start:max(end, at + 1)] = [""] * (max(end, at + 1) - start)
    return True

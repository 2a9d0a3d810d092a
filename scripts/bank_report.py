"""Counts the question bank and writes what it found into docs/bank-report.md, between its two marks.

    python scripts/bank_report.py            write it
    python scripts/bank_report.py --check    1 when the document is not what the bank says
"""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from linli import clock  # noqa: E402 - the product is no installed package
from linli.questions import files, report  # noqa: E402
from linli.questions.items import Item, LawSource  # noqa: E402

DOCUMENT = ROOT / "docs" / "bank-report.md"
BEGIN, END = "<!-- counted by scripts/bank_report.py -->", "<!-- end of what is counted -->"


def counted() -> str:
    """The counted part of the document."""
    today = (clock.now() + timedelta(days=1)).date()
    read = [files.read(path, today, path.name) for path in files.find([ROOT / "quizzes"])]
    items = [item for each in read for item in each.items]
    lines = [
        *_sums(items), "", *report.table([(each.topic, each.path, each.items) for each in read if each.topic]), "",
        "### Lengths that give the key away", "", *_lengths(items), "", "### Several right answers", "", *_several(items), "",
        "### Items that resemble each other", "", *_alike(items),
    ]
    return "\n".join(lines)


def _sums(items: Sequence[Item]) -> list[str]:
    laws = sum(isinstance(item.source, LawSource) for item in items)
    topics = len({item.topic for item in items})
    siblings = sum(bool(item.sibling) for item in items)
    return [
        f"{len(items)} items over {topics} topics: {laws} rest on a law's article, {len(items) - laws} on a numbered fact."
        f" {siblings} are “what would you do” siblings of an item about the same rule.",
    ]


def _lengths(items: Sequence[Item]) -> list[str]:
    rows = ["| language | single-choice items | key alone longest | by chance | standard deviations above |", "|---|---|---|---|---|"]
    for language, name in (("zh", "Chinese"), ("en", "English")):
        found = report.bias(items, language)
        rows.append(f"| {name} | {found.items} | {found.longest} | {found.expected:.0f} | {found.z:+.1f} |")
    return rows


def _several(items: Sequence[Item]) -> list[str]:
    found = sorted(report.right_of(items).items())
    told = "; ".join(f"{right} of {of} right: {count} items" for (right, of), count in found)
    return [f"{told}."]


def _alike(items: Sequence[Item]) -> list[str]:
    pairs, quotes = report.alike(items), report.same_quotes(items)
    strangers = [pair for pair in pairs if not pair.siblings]
    lines = [
        f"Found by comparing triples of characters of Chinese stem and key: pairs that share {report.ALIKE:.0%} or more (Jaccard),"
        " and pairs that quote overlapping words of one article.",
        "", f"- alike in words: {len(pairs)} pairs, of which {len(pairs) - len(strangers)} are declared siblings"
        + (": " if strangers else ".") + ", ".join(f"`{pair.first}` and `{pair.second}` ({pair.part:.0%})" for pair in strangers),
    ]
    other = [(first, second) for first, second, siblings in quotes if not siblings]
    lines.append(f"- quoting the same words: {len(quotes)} pairs, of which {len(quotes) - len(other)} are declared siblings"
                 + (": " if other else ".") + ", ".join(f"`{first}` and `{second}`" for first, second in other))
    return lines


def main(arguments: Sequence[str]) -> int:
    """Write the document, or say whether it is up to date."""
    text = DOCUMENT.read_text("utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    made = f"{before}{BEGIN}\n\n{counted()}\n\n{END}{after}"
    if "--check" in arguments:
        if made != text:
            print("docs/bank-report.md is not what the bank says now; run: python scripts/bank_report.py", file=sys.stderr)
        return int(made != text)
    DOCUMENT.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

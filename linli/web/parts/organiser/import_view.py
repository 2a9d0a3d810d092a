"""What a file would do, in tables: new, changed, drafts with what they lack, refused, gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from linli.locale import _, ngettext, number
from linli.questions import taking
from linli.questions.citing import NATION
from linli.questions.formats.model import Question, Remark
from linli.questions.importing import Batch, Gone, Kept, Preview, Taken
from linli.questions.items import Item, LawSource
from linli.questions.queue import differences
from linli.questions.sources import Sources
from linli.web import plain
from linli.web.parts.organiser import check_view, question_view
from linli.web.parts.organiser.tables import table

#: Rows on one page of a table.
ROWS = 25


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of things in a preview: its name, what it means, its things, and how a page of them looks."""

    name: str
    lead: str
    things: Sequence[object]
    draw: Callable[[Sequence[object]], str]

    @property
    def pages(self) -> int:
        """How many pages it fills."""
        return max(1, -(-len(self.things) // ROWS))

    def page(self, place: int) -> str:
        """One page of it, from 1."""
        return self.draw(self.things[(place - 1) * ROWS:place * ROWS])


def groups(seen: Preview, names: dict[str, str], texts: Sources) -> dict[str, Group]:
    """Those groups of a preview that hold anything, by code. names: of topics, by id."""
    lost, notes = [one for one in seen.remarks if one.lost], [one for one in seen.remarks if not one.lost]
    every = {
        "new": Group(_("New"), _("Complete questions. They wait for a second person; nobody is asked them before."), seen.new, lambda page: _new(page, names, texts)),
        "changed": Group(_("Changed"), _("Known questions with other words. The change waits for a second person; until then the old words are asked."), seen.changed, _changed),
        "drafts": Group(_("Drafts"), _("Questions that lack something. They are kept as drafts, where they can be completed."), seen.drafts, lambda page: _drafts(page, texts)),
        "lost": Group(_("Refused"), _("What could not be read. It is left out; mend it in the file and choose the file again."), lost, _remarks),
        "notes": Group(_("Remarks"), _("These questions were read, but not quite as they stand."), notes, _remarks),
        "gone": Group(_("Gone"), _("An earlier file of this name brought these, and this one does not hold them. They stay unless you tick it below."), seen.gone, _gone),
    }
    return {code: one for code, one in every.items() if one.things}


def headline(seen: Preview, form: str) -> str:
    """The counts of a preview in one sentence, and the topics that come with it."""
    n = len(seen.new) + len(seen.changed) + seen.same + len(seen.drafts)
    read = ngettext("{name} ({format}): {shown} question was read.", "{name} ({format}): {shown} questions were read.", n, name=seen.name, format=form, shown=number(n))
    said = _("{new} new, {changed} changed, {drafts} drafts, {same} as before.", new=len(seen.new), changed=len(seen.changed), drafts=len(seen.drafts), same=seen.same)
    html = plain.say("", f"{read} {said}")
    if seen.topics:
        html += plain.say("gold", _("New topics: {names}", names=_(", ").join(question_view.said(one.name) for one in seen.topics)))
    topicless = sum(all(lack.code == "topic" for lack in one.lacks) for one in seen.drafts)
    if topicless:
        html += plain.say("gold", ngettext(
            "{n} question is complete but for its topic: choose one above, beside the file.",
            "{n} questions are complete but for their topic: choose one above, beside the file.", topicless))
    return f'<div class="stack">{html}</div>'


def _new(page: Sequence[object], names: dict[str, str], texts: Sources) -> str:
    kinds = question_view.kinds()
    rows = [
        (str(one.question.line), one.item.stem.zh, _right(one.item), names.get(one.item.topic, one.item.topic), kinds[one.item.kind], cited(one.item, texts))
        for one in page if isinstance(one, Taken)
    ]
    return table((_("Row"), _("Question"), _("Right answer"), _("Topic"), _("Kind of question"), _("Source")), rows)


def _right(item: Item) -> str:
    return _(", ").join(option.text.zh for option in item.options if option.key)


def cited(item: Item, texts: Sources) -> str:
    """The law and article, or the fact, that an item rests on."""
    if isinstance(item.source, LawSource):
        law = texts.laws.get(item.source.law)
        return f"{law.title.removeprefix(NATION) if law else item.source.law} {item.source.article}"
    return item.source.fact


def _changed(page: Sequence[object]) -> str:
    rows = []
    for one in page:
        if isinstance(one, Taken) and one.before:
            for place, (name, before, after) in enumerate(differences(one.before, one.item)):
                head = (str(one.question.line), one.item.stem.zh) if place == 0 else ("", "")
                rows.append((*head, check_view.field_name(name), before or "–", after or "–"))
    return table((_("Row"), _("Question"), _("Field"), _("before"), _("after")), rows)


def _drafts(page: Sequence[object], texts: Sources) -> str:
    rows = [(str(one.question.line), one.question.stem, _lacking(one, texts)) for one in page if isinstance(one, Kept)]
    return table((_("Row"), _("Question"), _("What it lacks")), rows)


def _lacking(one: Kept, texts: Sources) -> str:
    """Everything a draft lacks, and the words of its article that may fit as the quote."""
    said = [lack.message for lack in one.lacks]
    if words := taking.suggestion(one.question, texts):
        said.append(_("These words may fit: “{words}”", words=words))
    return " ".join(said)


def _remarks(page: Sequence[object]) -> str:
    return table((_("Position"), _("What")), [(place(one), one.message) for one in page if isinstance(one, Remark)])


def place(remark: Remark) -> str:
    """Where in the file a remark belongs; it may be about all of it."""
    if remark.row is not None:
        return _("row {n}", n=remark.row)
    return _("line {n}", n=remark.line) if remark.line is not None else _("the whole file")


def _gone(page: Sequence[object]) -> str:
    rows = [(one.id, one.stem, _("question") if one.kind == "item" else _("draft")) for one in page if isinstance(one, Gone)]
    return table((_("Number"), _("Question"), ""), rows)


def counted(batch: Batch) -> str:
    """What a batch did, in a few words."""
    return _("{new} new, {changed} changed, {drafts} drafts, {gone} taken out", new=batch.new, changed=batch.changed, drafts=batch.drafts, gone=batch.gone)


def source_said(question: Question) -> str:
    """Where a file says the answer comes from, in its own words."""
    return " ".join(part for part in (question.fact or question.law or question.source, question.article) if part)

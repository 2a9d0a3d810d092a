"""A month for a compound's own notice board: no figure of 1 to 4 people leaves, nor anything it could be worked out from."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from linli import clock, community, ids, roles
from linli.documents import month_poster
from linli.rules.settings import Settings
from linli.volunteer import hours, summary
from linli.volunteer.summary import Summary
from tests.hours.conftest import ELEVEN, Stage, staff

LATER = ELEVEN + timedelta(hours=3)
MONTH = "2026-11"


def serve(stage: Stage, count: int, *, kind: str = "signed_in", minutes: int = 60, activity: str = "", compound: str = "", first: str = "p") -> list[str]:
    """So many new people with approved hours; their subjects."""
    people = [stage.person(f"{first}{kind[:2]}{place}", compound=compound) for place in range(count)]
    for person in people:
        record = stage.served(person, 0, minutes, activity)
        hours.approve(stage.store, record, stage.li, LATER)
        with stage.store.writing() as tx:
            tx.run("update record set kind = :kind where id = :id", kind=kind, id=record)
    return people


def of(stage: Stage, compound: str = "") -> Summary:
    """The summary of Yulan Court, or another."""
    return summary.of_month(stage.store, MONTH, stage.li, LATER, compound=compound or stage.cast.yulan)[0]


def bags(stage: Stage, count: int, activity: str = "") -> None:
    """So many bags were filled."""
    with stage.store.writing() as tx:
        row = {"activity": activity or stage.activity, "bags": count, "places": "", "by_whom": f"staff:{stage.li}", "at": clock.stamp(LATER)}
        tx.insert("activity_result", [row])


def test_five_people_show_and_four_do_not(stage: Stage) -> None:
    serve(stage, 4)
    few = of(stage)
    assert few.few and (few.people, few.activities, few.minutes, few.extra, few.bags) == (None, None, None, None, None)
    serve(stage, 1, first="q")
    enough = of(stage)
    assert (enough.few, enough.people, enough.activities, enough.minutes, enough.extra) == (False, 5, 1, 300, 0)


def test_supplementary_minutes_of_four_people_are_hidden_and_no_sum_gives_them_away(stage: Stage) -> None:
    serve(stage, 6)
    serve(stage, 4, kind="supplementary", minutes=97)
    one = of(stage)
    assert (one.people, one.minutes, one.extra) == (10, 360, None)
    text = text_of([one])
    assert "6.0" in text and "12.5" not in text and "6.5" not in text and "补录" not in text
    serve(stage, 1, kind="supplementary", minutes=97, first="z")
    assert of(stage).extra == 5 * 97


def test_signed_in_minutes_of_four_people_are_hidden_too(stage: Stage) -> None:
    serve(stage, 4)
    serve(stage, 5, kind="supplementary", minutes=30)
    assert (of(stage).minutes, of(stage).extra, of(stage).people) == (None, 150, 9)


def test_bags_count_where_five_people_served_in_all_compounds(stage: Stage) -> None:
    serve(stage, 5)
    small = stage.another(title="Small", starts_at=stage.draft.starts_at, ends_at=stage.draft.ends_at)
    serve(stage, 2, activity=small, first="s")
    bags(stage, 12)
    bags(stage, 3, small)
    assert of(stage).bags == 12
    serve(stage, 3, activity=small, first="t", compound=stage.cast.willow)
    assert of(stage).bags == 15


def test_each_compound_is_told_of_its_own_alone(stage: Stage) -> None:
    serve(stage, 5)
    other = of(stage, stage.cast.willow)
    assert other.few and other.people is None
    found = summary.of_month(stage.store, MONTH, stage.li, LATER)
    assert [one.compound.id for one in found] == [one.id for one in _compounds(stage)]


def _compounds(stage: Stage) -> list[community.Compound]:
    with stage.store.reading() as tx:
        return community.compounds(tx)


def test_only_approved_hours_of_the_month_count(stage: Stage) -> None:
    people = serve(stage, 6)
    stage.served(stage.person("waits"), 0, 60)
    hours.reverse(stage.store, stage.record(people[0]), "Counted twice", stage.chen, LATER)
    assert (of(stage).people, of(stage).minutes) == (5, 300)
    assert summary.of_month(stage.store, "2026-10", stage.li, LATER, compound=stage.cast.yulan)[0].few


@pytest.mark.parametrize("month", ["2026-12", "2026-13", "26-11", "", "2026-11-01", "２０２６-11"])
def test_a_month_that_has_not_begun_is_refused(stage: Stage, month: str) -> None:
    with pytest.raises(summary.BadMonth):
        summary.of_month(stage.store, month, stage.li, LATER)


def test_an_inspector_reads_no_summary_and_a_clerk_does(stage: Stage) -> None:
    with pytest.raises(roles.NotAllowed):
        summary.of_month(stage.store, MONTH, staff(stage.store, "Looks", "inspector"), LATER)
    assert summary.of_month(stage.store, MONTH, staff(stage.store, "Clerk", "clerk"), LATER)


def test_months_go_back_to_the_first_approved_hours(stage: Stage) -> None:
    assert summary.months(stage.store, LATER) == [MONTH]
    serve(stage, 1)
    assert summary.months(stage.store, LATER + timedelta(days=70)) == ["2027-02", "2027-01", "2026-12", "2026-11"]


def text_of(made: list[Summary]) -> str:
    """All text of the posters."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(month_poster.poster(made, Settings(community_zh="榕溪社区")))).pages)


def test_a_poster_is_one_page_says_what_it_is_for_and_names_no_other_compound(stage: Stage) -> None:
    serve(stage, 5)
    bags(stage, 12)
    made = summary.of_month(stage.store, MONTH, stage.li, LATER)
    pages = PdfReader(BytesIO(month_poster.poster(made, Settings()))).pages
    assert len(pages) == len(made)
    text = next(page.extract_text() for page, one in zip(pages, made, strict=True) if not one.few)
    assert "12" in text and "5.0" in text and "不用于任何考核评比" in text and "voluntary" in text
    own = next(one.compound for one in made if not one.few)
    assert own.name_zh in text and all(one.compound.name_zh not in text for one in made if one.compound.id != own.id)


def test_a_full_poster_with_long_names_stays_on_one_page() -> None:
    home = community.Compound(ids.new(), "K", "很长很长的小区名字一直写到二十个字那么长的花园", "A very long name of a garden court by the river", 0, 9, "", "", "slips")
    coming = tuple(summary.Coming("活动" * 20, "地点" * 40, LATER) for _place in range(summary.NEXT))
    made = Summary(home, MONTH, "2026-11-28", True, False, 1234, 56, 123456, 12345, 6789, coming)
    settings = Settings(community_zh="榕溪社区" * 5, community_en="Rongxi Community " * 3, sample=True)
    assert len(PdfReader(BytesIO(month_poster.poster([made], settings))).pages) == 1

"""The sample season: believable, up to now, made by the rules, and never over real data."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from linli import boards, clock, community, item_figures, papers, residents, staff, verify
from linli.demo import cast, cleanups, people, run, season
from linli.demo.batch import Batch
from linli.store import Store, open_store
from linli.volunteer import activities
from tests.cast import settle
from tests.run.conftest import Cli, one_sentence

#: A Tuesday at half past two in Shanghai.
NOW = clock.parse("2026-11-24T06:30:00.000000Z")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample season as it stands at `NOW`."""
    made = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINLI_DATA", str(made))
        run.make(made, NOW)
    return made


@pytest.fixture
def demo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store of that folder."""
    monkeypatch.setenv("LINLI_DATA", str(folder))
    opened = open_store("", folder=folder)
    yield opened
    opened.close()


def test_every_sum_of_the_season_agrees_with_its_ledger(demo: Store) -> None:
    assert verify.verify(demo) == []


def test_it_is_marked_as_sample(demo: Store) -> None:
    with demo.reading() as tx:
        assert community.settings(tx).sample


def test_both_bases_are_ranked_with_five_or_more_participants_each(demo: Store) -> None:
    board = boards.read(demo, "fair", "season", at=NOW)
    for ranking in board.rankings:
        assert ranking.ranked and len(ranking.lines) >= 3
        assert all(line.sums.anybody >= 5 and line.rank for line in ranking.lines)
    assert {ranking.basis for ranking in board.rankings} == {"slips", "on_site"}


def test_there_are_small_and_large_compounds_guests_and_points_of_today(demo: Store) -> None:
    lines = [line for ranking in boards.read(demo, "total", "season", at=NOW).rankings for line in ranking.lines]
    assert len(lines) >= 8 and min(line.n for line in lines) == 60 and max(line.n for line in lines) == 1500
    assert all(line.sums.guest and line.sums.quiz and line.sums.hours for line in lines)
    today = [line for ranking in boards.read(demo, "total", "day", at=NOW).rankings for line in ranking.lines]
    assert sum(line.sums.total for line in today) > 0


def test_some_hours_are_approved_and_some_wait(demo: Store) -> None:
    states = {row["state"]: row["n"] for row in demo.rows("select state, count(*) as n from record group by state order by state")}
    assert states["approved"] > 50 and states["pending"] > 3


def test_a_clean_up_is_open_for_sign_in_and_sign_out_right_now(demo: Store) -> None:
    found = activities.view(demo, cleanups.open_now(demo, NOW), NOW)
    assert found.state == "running" and found.taken > 3
    assert found.ends_at - activities.LEAVE_FROM <= NOW < found.ends_at
    assert [one for one in activities.upcoming(demo, NOW) if one.state == "upcoming"]


def test_later_on_the_demo_opens_another_one(demo: Store) -> None:
    later = NOW + timedelta(hours=5)
    found = activities.view(demo, cleanups.open_now(demo, later), later)
    assert found.state == "signing_in" and found.ends_at - activities.LEAVE_FROM <= later


def test_the_printed_accounts_work(demo: Store) -> None:
    for username, _name, _post in cast.ORGANISERS:
        assert staff.sign_in(demo, username=username, password=cast.PASSWORD, device="d", at=NOW)
    for one in cast.KNOWN:
        row = demo.one("select compound from resident where nickname = :name", name=one.nickname)
        assert row and residents.sign_in(demo, compound=row["compound"], name_or_number=one.nickname, pin=one.pin, device="d", at=NOW)


def test_the_newcomer_s_clean_up_will_move_the_headline(demo: Store) -> None:
    subject = "select s.subject from subject_resident s join resident r on r.id = s.resident where r.nickname = :name"
    acts = demo.one(f"select count(*) as n from ledger where on_site = 1 and subject = ({subject})", name=cast.NEWCOMER.nickname)
    assert acts == {"n": 0}


def test_the_same_seed_invents_the_same_people(demo: Store) -> None:
    def invented() -> list[tuple[str, str, float]]:
        made = season.Season(Batch(demo), NOW, homes={home.zh: home.zh for home in cast.HOMES})
        return [(one.nickname, one.home.zh, one.skill) for one in people.invent(made)]

    assert invented() == invented() and len(set(invented())) == sum(home.residents for home in cast.HOMES)


def test_the_question_desk_has_something_to_look_at(demo: Store) -> None:
    with demo.reading() as tx:
        assert [paper.is_open(NOW) for paper in papers.listing(tx)] == [True, False]
        waiting = {row["reason"] for row in tx.rows("select reason from item where state = 'to_check'")}
        drafts = tx.value("select count(*) as n from draft where state = 'open'")
        season_id = community.seasons(tx)[0].id
        told = item_figures.figures(tx, season_id)
    assert "new" in waiting and drafts >= 1
    flagged = [one for one in told.items if "key" in one.statistics.flags]
    assert len([one for one in told.items if one.statistics.facility is not None]) >= 15 and len(flagged) >= 1


def test_a_real_community_is_left_alone(cli: Cli, data: Path) -> None:
    store = open_store("", folder=data)
    settle(store)
    store.close()
    for arguments in (["demo", "--no-start"], ["demo", "--new", "--no-start"]):
        assert "is not sample data" in one_sentence(cli(*arguments))
    store = open_store("", folder=data)
    assert store.one("select count(*) as n from compound") == {"n": 3}
    store.close()


def test_the_accounts_are_printed_in_both_languages(cli: Cli, folder: Path) -> None:
    english = cli("demo", "--no-start", LINLI_DATA=str(folder))
    assert english.returncode == 0 and cast.PASSWORD in english.stdout and "274916" in english.stdout
    chinese = cli("demo", "--no-start", LINLI_DATA=str(folder), LINLI_LANG="zh")
    assert "组织者：organiser" in chinese.stdout and "现在可以签到、签退" in chinese.stdout

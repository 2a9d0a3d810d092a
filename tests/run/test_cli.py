"""The commands of the operator, on a real database."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from linli import backups, ids, ledger, residents, slips, staff, verify
from linli.staff import StaffForm
from linli.store import Store, open_store
from tests.cast import MONDAY, Cast, act, settle
from tests.run.conftest import Cli, one_sentence

FORM = StaffForm("organiser", "林小榕", "社区工作者", "000-0000", "a quiet sentence", declared_none=True)


@pytest.fixture
def store(data: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The database that the command line will find."""
    monkeypatch.setenv("LINLI_DATA", str(data))
    return open_store("", folder=data)


@pytest.fixture
def cast(store: Store) -> Cast:
    """A community with a few points."""
    made = settle(store)
    for compound in (made.yulan, made.willow, made.harbour):
        with store.writing() as tx:
            ledger.post(tx, act(compound, ids.new()), MONDAY)
    return made


def test_without_a_database_a_command_says_so(cli: Cli, data: Path) -> None:
    assert str(data) in one_sentence(cli("verify")) and not data.exists()


def test_verify_is_content_with_what_the_rules_made(cli: Cli, cast: Cast) -> None:
    done = cli("verify")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Recounted 3 entries: everything agrees.\n", "")


def test_verify_finds_a_falsified_total_and_names_it(cli: Cli, cast: Cast, store: Store) -> None:
    with store.writing() as tx:
        tx.run("update board_total set quiz = quiz + 1000 where window_kind = 'season' and compound = :id", id=cast.yulan)
    done = cli("verify")
    assert done.returncode == 1 and done.stderr == "1 difference was found.\n"
    assert "kept 1010, the ledger says 10" in done.stdout and cast.yulan in done.stdout


def test_verify_finds_an_entry_that_was_taken_out(cli: Cli, cast: Cast, store: Store) -> None:
    with store.writing() as tx:
        tx.run("drop trigger ledger_no_delete")
        tx.run("delete from ledger where compound = :id", id=cast.harbour)
    done = cli("verify", LINLI_LANG="zh")
    assert done.returncode == 1 and "处不一致" in done.stderr


def test_slips_prints_one_code_for_each_household(cli: Cli, cast: Cast, store: Store) -> None:
    first = cli("slips", "柳巷").stdout.split()
    assert len(set(first)) == 40
    assert cli("slips", "Willow Lane").stdout.split() == first
    with store.reading() as tx:
        assert slips.find(tx, cast.willow, first[0])


def test_slips_prints_so_many_new_ones_and_never_too_many(cli: Cli, cast: Cast) -> None:
    assert len(cli("slips", "玉兰苑", "--count", "60").stdout.split()) == 60
    assert "60 slips are out, so only 40 more" in one_sentence(cli("slips", "玉兰苑", "--count", "41"))
    assert "above 0" in one_sentence(cli("slips", "玉兰苑", "--count", "0"))


def test_slips_of_an_unknown_compound_are_refused(cli: Cli, cast: Cast) -> None:
    assert "“nowhere”" in one_sentence(cli("slips", "nowhere"))


def test_reset_organiser_prints_a_link_that_sets_a_new_password(cli: Cli, cast: Cast, store: Store) -> None:
    assert "no organiser yet" in one_sentence(cli("reset-organiser"))
    code = staff.setup_code(store, MONDAY)
    staff.first_organiser(store, code or "", FORM, device="d", at=MONDAY)
    done = cli("reset-organiser", PORT="8600")
    link = next(line.strip() for line in done.stdout.splitlines() if "http://127.0.0.1:8600/staff/reset/" in line)
    from linli import clock

    staff.new_password(store, link.rsplit("/", 1)[1], "another quiet sentence", clock.now())
    assert staff.sign_in(store, username="organiser", password="another quiet sentence", device="d", at=clock.now())
    assert "organiser" in one_sentence(cli("reset-organiser", "nobody"))


def test_a_backup_made_while_others_write_is_whole_and_comes_back(cli: Cli, cast: Cast, store: Store) -> None:
    stop, posted = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with store.writing() as tx:
                posted.append(ledger.post(tx, act(cast.yulan, ids.new()), MONDAY))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        saved = backups.backup(store, MONDAY)
        done = cli("backup")
    finally:
        stop.set()
        writer.join()
    assert done.returncode == 0 and "Keep the file" in done.stdout
    assert entries(store) == len(posted) + 3
    assert cli("restore", str(saved)).returncode == 0
    assert 3 <= entries(store) <= len(posted) + 3 and verify.verify(store) == []
    assert cli("verify").returncode == 0


def test_who_left_after_a_backup_stays_away_after_its_restore(cli: Cli, cast: Cast, store: Store) -> None:
    from linli import privacy

    person = residents.join(
        store, compound=cast.yulan, nickname="桂花婶", pin="274916", slip_code=None, fourteen=True, notice_version="1",
        device=None, at=MONDAY,
    )
    saved = backups.backup(store, MONDAY)
    privacy.delete(store, person, MONDAY + timedelta(minutes=1))
    assert cli("restore", str(saved)).returncode == 0
    assert store.one("select id from resident where nickname = '桂花婶'") is None


def test_what_is_no_backup_is_refused_and_changes_nothing(cli: Cli, cast: Cast, store: Store, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    assert "letter.txt is not a backup" in one_sentence(cli("restore", str(tmp_path / "letter.txt")))
    assert "missing.db is not a backup" in one_sentence(cli("restore", str(tmp_path / "missing.db")))
    assert entries(store) == 3


def entries(store: Store) -> int:
    """How many entries the ledger has."""
    return int((store.one("select count(*) as n from ledger") or {"n": 0})["n"])


@pytest.mark.parametrize(("locale", "said"), [("zh_CN.UTF-8", "邻里杯：居民"), ("C.UTF-8", "Linli Cup: a civic quiz"), ("de_DE", "Linli Cup: a civic quiz")])
def test_help_speaks_the_language_of_the_terminal(cli: Cli, locale: str, said: str) -> None:
    assert said in cli("--help", LINLI_LANG="", LANG=locale).stdout


def test_questions_check_reads_the_published_bank(cli: Cli) -> None:
    done = cli("questions", "check")
    assert done.returncode == 0 and "items can be loaded" in done.stderr

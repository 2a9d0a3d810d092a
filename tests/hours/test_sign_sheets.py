"""Paper sign-in sheets: printed rows, typed in by two, compared, settled by a third, and the stays that come of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from linli import roles
from linli.volunteer import (
    activities,
    entered,
    hour_lists,
    hours,
    hours_retention,
    sheet_stays,
    sheet_typing,
    sign_sheets,
    sign_ups,
    ticks,
)
from linli.volunteer.duty import By, NotCoordinator
from linli.volunteer.past_entries import NotOverYet
from linli.volunteer.sheet_typing import Typed
from tests.hours.conftest import NINE, Stage, minutes, staff
from tests.hours.test_supplementary import account, number

SUNDAY = NINE + timedelta(days=1)
FRIDAY = NINE - timedelta(days=1)


class Paper:
    """A sheet printed on Friday for three who signed up, with blank rows; Zhao and Sun are clerks, Li settles."""

    def __init__(self, stage: Stage, *, blanks: int = 2) -> None:
        self.stage, self.store = stage, stage.store
        self.an, self.bo, self.cui = (stage.person(name) for name in ("An", "Bo", "Cui"))
        for one in (self.an, self.bo, self.cui):
            sign_ups.sign_up(stage.store, stage.activity, one, FRIDAY)
        self.zhao, self.sun = By(staff=staff(stage.store, "Zhao", "clerk")), By(staff=staff(stage.store, "Sun", "clerk"))
        self.li = By(staff=stage.li)
        self.code = sign_sheets.make(stage.store, stage.activity, self.zhao, FRIDAY, blanks=blanks)

    def type(self, by: By, *rows: tuple[int, str, str] | tuple[int, str, str, str], done: bool = True) -> None:
        """One person types rows (row, came, left, number) and finishes."""
        sheet_typing.start(self.store, self.code, by, SUNDAY)
        for row, came, left, *number_ in rows:
            sheet_typing.type_row(self.store, self.code, str(row), Typed(number_[0] if number_ else "", came, left), by, SUNDAY)
        if done:
            sheet_typing.finish(self.store, self.code, by, SUNDAY)

    def compared(self, by: By | None = None) -> dict[int, sheet_stays.Compared]:
        """The comparison by row."""
        return {one.row: one for one in sheet_stays.compare(self.store, self.code, by or self.li, SUNDAY).rows}

    def take(self) -> int:
        """Take over what stands."""
        return sheet_stays.take(self.store, self.code, self.li, SUNDAY)


@pytest.fixture
def paper(stage: Stage) -> Paper:
    """A sheet, on each engine."""
    return Paper(stage)


def test_a_sheet_has_a_row_for_who_signed_up_and_blank_ones(paper: Paper) -> None:
    made = sign_sheets.printable(paper.store, paper.code, paper.li)
    assert [(one.row, one.name, one.player_number) for one in made.lines] == [
        (1, "An", number(paper.stage, paper.an)), (2, "Bo", number(paper.stage, paper.bo)), (3, "Cui", number(paper.stage, paper.cui)), (4, "", ""), (5, "", ""),
    ]
    assert len({one.code for one in made.lines}) == 5
    assert (made.title, made.code, made.risk) == ("East gate", paper.code, "Wet leaves: wear firm shoes")
    listed = sign_sheets.of_activity(paper.store, paper.stage.activity, paper.zhao)
    assert [(one.code, one.rows, one.taken, one.made_by) for one in listed] == [(paper.code, 5, 0, "Zhao")]


def test_what_two_typed_alike_becomes_signed_in_hours_once(paper: Paper) -> None:
    paper.type(paper.zhao, (1, "855", "11:02"), (2, "9.10", "下午0点"), (4, "9:00", "11:00", number(paper.stage, dan := paper.stage.person("Dan"))))
    paper.type(paper.sun, (1, "8:55", "1102"), (2, "上午9点10", "12:00"), (4, "9", "11", number(paper.stage, dan)))
    assert {row: one.state for row, one in paper.compared().items()} == {1: "agrees", 2: "agrees", 3: "empty", 4: "agrees", 5: "empty"}
    assert (paper.take(), paper.take()) == (3, 0)
    rows = paper.store.rows("select * from presence order by came_at, id")
    assert [(one["came_how"], one["left_how"], one["came_by"], one["left_by"], one["open"]) for one in rows] == [
        ("paper", "paper", f"staff:{paper.zhao.staff}", f"staff:{paper.sun.staff}", None)] * 3
    waiting = {one.name: one for one in hour_lists.waiting(paper.store, SUNDAY, paper.stage.li)}
    assert {name: (one.minutes, one.kind) for name, one in waiting.items()} == {"An": (127, "signed_in"), "Bo": (125, "signed_in"), "Dan": (120, "signed_in")}
    assert hours.approve(paper.store, waiting["An"].record, paper.stage.li, SUNDAY).state == "approved"


def test_the_second_typist_sees_nothing_of_the_first(paper: Paper) -> None:
    paper.type(paper.zhao, (1, "8:55", "11:02"))
    sheet_typing.start(paper.store, paper.code, paper.sun, SUNDAY)
    seen = sheet_typing.mine(paper.store, paper.code, paper.sun)
    assert seen is not None
    assert (seen.turn, dict(seen.typed), seen.both) == (2, {}, False)
    for by in (paper.sun, paper.zhao, paper.li):
        with pytest.raises(sheet_stays.NotBothDone):
            sheet_stays.compare(paper.store, paper.code, by, SUNDAY)


def test_what_was_typed_is_there_after_a_reload_also_where_it_is_no_time_yet(paper: Paper) -> None:
    code_of_second = sign_sheets.printable(paper.store, paper.code, paper.li).lines[1].code
    paper.type(paper.zhao, (1, "8:5", ""), done=False)
    sheet_typing.type_row(paper.store, paper.code, code_of_second.lower(), Typed("", "9:00", "11:00"), paper.zhao, SUNDAY)
    seen = sheet_typing.mine(paper.store, paper.code, paper.zhao)
    assert seen is not None
    assert dict(seen.typed) == {1: Typed("", "8:5", ""), 2: Typed("", "9:00", "11:00")}
    with pytest.raises(sheet_typing.Unreadable):
        sheet_typing.finish(paper.store, paper.code, paper.zhao, SUNDAY)
    with pytest.raises(sheet_typing.NoRow):
        sheet_typing.type_row(paper.store, paper.code, "77", Typed(), paper.zhao, SUNDAY)


def test_two_different_people_type_and_a_third_is_kept_out(paper: Paper) -> None:
    twin = By(staff=account(paper.stage, "zhao-hall", "zhao", "organiser"))  # Zhao's second account
    assert sheet_typing.start(paper.store, paper.code, paper.zhao, SUNDAY) == 1
    assert sheet_typing.start(paper.store, paper.code, twin, SUNDAY) == 1
    assert sheet_typing.start(paper.store, paper.code, paper.sun, SUNDAY) == 2
    with pytest.raises(sheet_typing.TwoTypeIt, match="Zhao"):
        sheet_typing.start(paper.store, paper.code, paper.li, SUNDAY)


def test_two_who_begin_in_the_same_second_get_different_turns(paper: Paper) -> None:
    with ThreadPoolExecutor(4) as pool:
        turns = list(pool.map(lambda by: sheet_typing.start(paper.store, paper.code, by, SUNDAY), [paper.zhao, paper.sun, paper.zhao, paper.sun]))
    assert (turns[0], turns[1]) == (turns[2], turns[3])
    assert set(turns) == {1, 2}


def test_a_difference_goes_away_by_typing_it_again(paper: Paper) -> None:
    paper.type(paper.zhao, (1, "8:55", "11:00"), (2, "9:00", "11:00"))
    paper.type(paper.sun, (1, "8:56", "11:00"), (2, "9:00", "11:00"))
    assert paper.compared()[1].state == "differs"
    assert paper.take() == 1
    with pytest.raises(sheet_typing.Done):
        sheet_typing.type_row(paper.store, paper.code, "2", Typed("", "9:01", "11:00"), paper.sun, SUNDAY)
    sheet_typing.type_row(paper.store, paper.code, "1", Typed("", "8:55", "11:00"), paper.sun, SUNDAY)
    assert paper.compared()[1].state == "agrees"
    assert paper.take() == 1


def test_a_third_person_settles_a_difference_and_never_approves_that_row(paper: Paper) -> None:
    paper.type(paper.zhao, (1, "8:55", "11:00"), (2, "9:00", "11:00"))
    paper.type(paper.sun, (1, "8:35", "11:00"), (2, "9:00", "11:00"))
    with pytest.raises(sheet_stays.ThirdNeeded):
        sheet_stays.settle(paper.store, paper.code, "1", Typed("", "8:55", "11:00"), paper.sun, SUNDAY)
    with pytest.raises(sheet_stays.NothingToSettle):
        sheet_stays.settle(paper.store, paper.code, "2", Typed("", "8:00", "11:00"), paper.li, SUNDAY)
    sheet_stays.settle(paper.store, paper.code, "1", Typed("", "8:50", "11:00"), paper.li, SUNDAY)
    assert (paper.compared()[1].state, paper.compared()[1].settled_by) == ("settled", "Li")
    assert paper.take() == 2
    first, second = paper.stage.record(paper.an), paper.stage.record(paper.bo)
    with pytest.raises(entered.EnteredBySame):
        hours.approve(paper.store, first, paper.stage.li, SUNDAY)
    assert hours.approve(paper.store, first, paper.stage.chen, SUNDAY).minutes == 130
    assert hours.approve(paper.store, second, paper.stage.li, SUNDAY).minutes == 120


def test_organisers_who_typed_it_do_not_approve_it_also_after_its_end_was_corrected(stage: Stage) -> None:
    paper = Paper(stage)
    chen = By(staff=stage.chen)
    paper.type(paper.li, (1, "9:00", "11:00"))
    paper.type(chen, (1, "9:00", "11:00"))
    sheet_stays.take(stage.store, paper.code, paper.zhao, SUNDAY)
    record = stage.record(paper.an)
    stay = stage.store.one("select id from presence")
    assert stay
    ticks.undo(stage.store, stay["id"], By(staff=stage.wang), SUNDAY)
    ticks.confirm_end(stage.store, stay["id"], NINE + minutes(100), By(staff=stage.wang), SUNDAY)
    other = staff(stage.store, "Hua")
    for by in (stage.li, stage.chen, stage.wang):
        with pytest.raises(entered.EnteredBySame):
            hours.approve(stage.store, stage.record(paper.an), by, SUNDAY)
    assert hours.approve(stage.store, record, other, SUNDAY).minutes == 100


def test_nobody_types_or_settles_their_own_row(paper: Paper) -> None:
    stage = paper.stage
    own = By(staff=account(stage, "an", "An Hong", "clerk", stage.resident(paper.an)))
    sheet_typing.start(paper.store, paper.code, own, SUNDAY)
    with pytest.raises(sheet_typing.OwnRow):
        sheet_typing.type_row(paper.store, paper.code, "1", Typed("", "9:00", "11:00"), own, SUNDAY)
    with pytest.raises(sheet_typing.OwnRow):  # neither by their number on a blank one
        sheet_typing.type_row(paper.store, paper.code, "4", Typed(number(stage, paper.an), "9:00", "11:00"), own, SUNDAY)
    seen = sheet_typing.mine(paper.store, paper.code, own)
    assert seen is not None
    assert seen.own == {1}
    sheet_typing.finish(paper.store, paper.code, own, SUNDAY)
    paper.type(paper.sun, (1, "9:00", "11:00"))
    assert paper.compared()[1].state == "differs"
    sheet_stays.settle(paper.store, paper.code, "1", Typed("", "9:00", "11:00"), paper.li, SUNDAY)
    assert paper.take() == 1
    marks = paper.store.one("select came_by, left_by from presence")
    assert marks == {"came_by": f"staff:{paper.sun.staff}", "left_by": f"staff:{stage.li}"}
    with pytest.raises(entered.EnteredBySame):
        hours.approve(paper.store, stage.record(paper.an), stage.li, SUNDAY)


def test_an_account_linked_after_typing_needs_a_third_person_too(paper: Paper) -> None:
    paper.type(paper.zhao, (1, "9:00", "11:00"))
    paper.type(paper.sun, (1, "9:00", "11:00"))
    with paper.store.writing() as tx:
        tx.run("update staff set resident = :resident, declared_none = 0 where id = :id", resident=paper.stage.resident(paper.an), id=paper.sun.staff)
    assert isinstance(paper.compared()[1].trouble, sheet_stays.OnlyOneTyped)
    assert paper.take() == 0
    sheet_stays.settle(paper.store, paper.code, "1", Typed("", "9:00", "11:00"), paper.li, SUNDAY)
    assert paper.take() == 1


def test_who_is_signed_in_already_is_left_as_they_are_and_the_others_go_on(paper: Paper) -> None:
    stage = paper.stage
    stage.served(paper.an, 0, 60)
    river = stage.another(title="River walk")
    stage.served(paper.bo, 0, 120, river)
    rows = [(1, "9:00", "11:00"), (2, "9:00", "11:00"), (3, "9:00", "11:00")]
    paper.type(paper.zhao, *rows)
    paper.type(paper.sun, *rows)
    assert paper.take() == 1
    seen = paper.compared()
    assert isinstance(seen[1].trouble, sheet_stays.SignedInAlready)
    assert isinstance(seen[2].trouble, ticks.Overlap)
    assert (seen[3].state, seen[3].trouble) == ("taken", None)
    assert stage.count("presence", f"subject = '{paper.an}'") == 1


def test_a_stay_beside_one_by_code_joins_the_same_record(paper: Paper) -> None:
    record = paper.stage.served(paper.an, 0, 60)
    paper.type(paper.zhao, (1, "10:00", "11:00"))
    paper.type(paper.sun, (1, "10:00", "11:00"))
    assert paper.take() == 1
    assert paper.stage.record(paper.an) == record
    assert hours.approve(paper.store, record, paper.stage.li, SUNDAY).minutes == 120


def test_without_a_written_end_the_planned_one_is_proposed(paper: Paper) -> None:
    paper.type(paper.zhao, (1, "9:00", ""))
    paper.type(paper.sun, (1, "9:00", ""))
    assert paper.take() == 1
    with pytest.raises(hours.EndNotConfirmed):
        hours.approve(paper.store, paper.stage.record(paper.an), paper.stage.li, SUNDAY)
    stay = paper.store.one("select id from presence")
    assert stay
    ticks.confirm_end(paper.store, stay["id"], NINE + minutes(120), By(staff=paper.stage.wang), SUNDAY)
    with pytest.raises(entered.EnteredBySame):
        hours.approve(paper.store, paper.stage.record(paper.an), paper.stage.wang, SUNDAY)
    assert hours.approve(paper.store, paper.stage.record(paper.an), paper.stage.li, SUNDAY).minutes == 120


@pytest.mark.parametrize(("typed", "trouble"), [
    (("9:00", "8:00"), ticks.LeftBeforeCame), (("3:00", "11:00"), sheet_stays.FarFromPlan), (("", "11:00"), sheet_stays.CameMissing),
])
def test_a_row_that_cannot_be_says_why_and_a_third_person_settles_it(paper: Paper, typed: tuple[str, str], trouble: type[Exception]) -> None:
    paper.type(paper.zhao, (1, *typed))
    paper.type(paper.sun, (1, *typed))
    assert isinstance(paper.compared()[1].trouble, trouble)
    assert paper.take() == 0
    sheet_stays.settle(paper.store, paper.code, "1", Typed("", "9:00", "11:00"), paper.li, SUNDAY)
    assert paper.take() == 1


def test_a_walk_in_needs_a_number_that_somebody_has(paper: Paper) -> None:
    for by in (paper.zhao, paper.sun):
        paper.type(by, (4, "9:00", "11:00", "000001"), (5, "9:00", "11:00"))
    seen = paper.compared()
    assert isinstance(seen[4].trouble, ticks.UnknownResident)
    assert isinstance(seen[5].trouble, sheet_stays.NumberMissing)


def test_a_missing_consent_holds_the_row(paper: Paper) -> None:
    eva = paper.stage.person("Eva")
    with paper.store.writing() as tx:
        sign_ups.ask_consent(tx, paper.stage.activity, eva, FRIDAY)
    for by in (paper.zhao, paper.sun):
        paper.type(by, (4, "9:00", "11:00", number(paper.stage, eva)))
    assert paper.take() == 0
    ticks.see_consent(paper.store, paper.stage.activity, eva, paper.li, SUNDAY)
    assert paper.take() == 1


def test_coordinators_of_that_activity_print_and_type_and_nobody_else(paper: Paper) -> None:
    stage = paper.stage
    keeper = stage.coordinator(stage.person("Keeper"))
    other = stage.another(title="River walk")
    assert sign_sheets.make(stage.store, stage.activity, keeper, FRIDAY)
    assert sheet_typing.start(stage.store, paper.code, keeper, SUNDAY) == 1
    stranger = By(resident=stage.resident(stage.person("Stranger")))
    for by in (stranger, stage.coordinator(stage.person("Elsewhere"), other)):
        with pytest.raises(NotCoordinator):
            sheet_typing.start(stage.store, paper.code, by, SUNDAY)
    with pytest.raises(roles.NotAllowed):
        sign_sheets.make(stage.store, stage.activity, By(staff=staff(stage.store, "Host", "host")), FRIDAY)


def test_a_sheet_is_typed_in_after_the_activity_and_not_when_it_was_withdrawn(paper: Paper) -> None:
    with pytest.raises(NotOverYet):
        sheet_typing.start(paper.store, paper.code, paper.zhao, NINE + minutes(60))
    sign_sheets.withdraw(paper.store, paper.code, paper.zhao, FRIDAY)
    with pytest.raises(sign_sheets.SheetWithdrawn):
        sheet_typing.start(paper.store, paper.code, paper.zhao, SUNDAY)
    with pytest.raises(sign_sheets.UnknownSheet):
        sheet_typing.start(paper.store, "AAAAAA", paper.zhao, SUNDAY)
    again = sign_sheets.make(paper.store, paper.stage.activity, paper.zhao, FRIDAY)
    sheet_typing.start(paper.store, again, paper.zhao, SUNDAY)
    with pytest.raises(sign_sheets.SheetInUse):
        sign_sheets.withdraw(paper.store, again, paper.zhao, SUNDAY)


def test_sheets_of_a_cancelled_activity_make_no_hours(paper: Paper) -> None:
    activities.cancel(paper.store, paper.stage.activity, "rain", paper.stage.li, FRIDAY)
    paper.type(paper.zhao, (1, "9:00", "11:00"))
    paper.type(paper.sun, (1, "9:00", "11:00"))
    with pytest.raises(activities.Cancelled):
        paper.take()


def test_taking_over_at_once_from_four_desks_makes_each_stay_once(paper: Paper) -> None:
    rows = [(1, "9:00", "11:00"), (2, "9:00", "11:00"), (3, "9:00", "11:00")]
    paper.type(paper.zhao, *rows)
    paper.type(paper.sun, *rows)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _n: paper.take(), range(4)))
    assert sum(made) == 3
    assert paper.stage.count("presence") == 3
    assert paper.stage.count("record") == 3


def test_who_stood_on_a_sheet_and_was_not_there_is_forgotten_after_thirty_days(paper: Paper) -> None:
    for by in (paper.zhao, paper.sun):
        paper.type(by, (1, "9:00", "11:00"), (2, "9:00", "7:00"))
    assert paper.take() == 1
    late = NINE + timedelta(days=31)
    with paper.store.writing() as tx:
        hours_retention.forget(tx, NINE + timedelta(days=29))
        assert len(sheet_typing.typed_of(tx, sign_sheets.sheet_of(tx, paper.code)["id"], 1)) == 2
        hours_retention.forget(tx, late)
        assert [one.name for one in sign_sheets.lines(tx, sign_sheets.sheet_of(tx, paper.code)["id"])] == ["An", "", "", "", ""]
        assert list(sheet_typing.typed_of(tx, sign_sheets.sheet_of(tx, paper.code)["id"], 1)) == [1]


def test_a_typist_who_deletes_their_resident_account_still_approves_nothing_of_it(paper: Paper) -> None:
    """The staff account that was linked to it stands in."""
    stage = paper.stage
    keeper = stage.person("Hua")
    linked = staff(stage.store, "Hua", "organiser", stage.resident(keeper))
    phone = stage.coordinator(keeper)
    paper.type(paper.zhao, (1, "9:00", "11:00"))
    paper.type(phone, (1, "9:00", "11:00"))
    assert paper.take() == 1
    with stage.store.writing() as tx:
        hours_retention.forget_person(tx, keeper, stage.resident(keeper), SUNDAY)
        tx.run("update staff set resident = null, declared_none = 1 where id = :id", id=linked)
        tx.run("delete from subject_resident where subject = :subject", subject=keeper)
    with pytest.raises(entered.EnteredBySame):
        hours.approve(stage.store, stage.record(paper.an), linked, SUNDAY)
    assert next(one.entered for one in hour_lists.waiting(stage.store, SUNDAY, linked)) is True


def test_two_hundred_names_are_typed_compared_and_taken(stage: Stage) -> None:
    paper = Paper(stage, blanks=197)
    people = [number(stage, stage.person(f"V{place:03d}")) for place in range(197)]
    with stage.store.writing() as tx:
        sheet = sign_sheets.sheet_of(tx, paper.code)["id"]
        for turn, by in ((1, paper.zhao), (2, paper.sun)):
            tx.insert("sheet_typing", [{"sheet": sheet, "turn": turn, "by_whom": f"staff:{by.staff}", "started_at": "x", "done_at": "x"}])
            tx.insert("sheet_typed", [
                {"sheet": sheet, "turn": turn, "row": row, "number": one, "came": "9:00", "left_time": "11:00", "at": "x"} for row, one in enumerate(people, 4)
            ])
    assert paper.take() == 197
    assert sum(one.state == "taken" for one in paper.compared().values()) == 197

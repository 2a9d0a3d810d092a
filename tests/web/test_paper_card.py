"""A paper's questions as the phone shows them: with their picture, and with the way to report one after the close."""

from dataclasses import replace
from datetime import date

from linli.paper_sittings import PaperSitting, Sheet
from linli.papers import Paper
from linli.questions import sources
from linli.questions.files import read
from linli.web.parts import paper_card
from tests.cast import DAY, MONDAY
from tests.play.test_attempts import QUIZZES

PICTURE = "0" * 32 + ".png"


def sitting(chosen: tuple[int, ...], *, over: bool) -> PaperSitting:
    """A paper of one question that has a picture."""
    item = replace(read(QUIZZES / "fire.yaml", date(2030, 1, 1)).items[0], image=PICTURE)
    paper = Paper("p", "ABC234", "冬季卷", "", "1", 1, None, MONDAY, MONDAY + DAY, 1, "open", 1)
    sheet = Sheet(0, item, tuple(range(len(item.options))), chosen, False, False if over else None, 0 if over else None)
    return PaperSitting("a", paper, MONDAY + DAY, over, over, 0, 0, (sheet,))


def test_a_question_of_a_paper_shows_its_picture() -> None:
    assert f'src="/img/{PICTURE}"' in paper_card.question(sitting((), over=False), 0, MONDAY, large=False)
    assert f'src="/img/{PICTURE}"' in paper_card.result(sitting((0,), over=True), sources.read(), large=False, name="")


def test_after_the_close_who_answered_a_question_can_report_it() -> None:
    answered, left_open = (paper_card.result(sitting(chosen, over=True), sources.read(), large=False, name="") for chosen in ((0,), ()))
    assert 'data-reports="fire-01"' in answered
    assert "data-reports" not in left_open

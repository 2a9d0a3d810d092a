"""Languages: catalogues, choosing, dates and numbers."""

import re
from datetime import date, datetime

import pytest

from linli import locale
from linli.locale import N_, _, from_header, ngettext, pick, use_language
from tests.web.messages import messages


def test_a_message_is_shown_in_the_language_of_the_run() -> None:
    with use_language("en"):
        assert _("Next question") == "Next question"
        with use_language("zh"):
            assert _("Next question") == "下一题"
            assert _("Question {n} of {of}", n=2, of=5) == "第 2 题，共 5 题"
        assert locale.language() == "en"


def test_a_message_without_chinese_falls_back_to_english() -> None:
    with use_language("zh"):
        assert _("Nobody has translated {this}.", this="x") == "Nobody has translated x."
        assert N_("kept") == "kept"


@pytest.mark.parametrize(("n", "said"), [(1, "1 point"), (2, "2 points")])
def test_english_has_two_forms_and_chinese_one(n: int, said: str) -> None:
    with use_language("en"):
        assert f"{n} " + ngettext("point", "points", n) == said
    with use_language("zh"):
        assert ngettext("point", "points", n) == "分"


@pytest.mark.parametrize(("header", "chosen"), [
    ("", "zh"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-US,en;q=0.9", "en"), ("fr,de;q=0.3", "en"),
    ("en;q=0.3,zh;q=0.9", "zh"), ("en;q=broken, zh", "zh"), (",,;;q=", "en"),
])
def test_the_browser_s_wishes_choose_the_language(header: str, chosen: str) -> None:
    assert from_header(header) == chosen


def test_dates_and_numbers_follow_the_language() -> None:
    day, at = date(2026, 12, 5), datetime(2026, 12, 5, 9, 5)
    with use_language("zh"):
        assert (locale.month_day(day), locale.weekday(day), locale.clock_time(at)) == ("12 月 5 日", "周六", "9:05")
        assert locale.number(1234567) == "1,234,567"
    with use_language("en"):
        assert (locale.month_day("2026-12-05"), locale.weekday(day, short=True)) == ("5 December", "Sat")
        assert locale.number(2, 1) == "2.0"
        assert locale.full_day(day) == "5 December 2026"


def test_data_in_two_languages_gives_the_other_where_one_is_empty() -> None:
    with use_language("en"):
        assert pick("榕荫苑", "Rongyin Court") == "Rongyin Court"
        assert pick("榕荫苑", "") == "榕荫苑"


def test_every_message_of_the_shell_has_chinese() -> None:
    known = locale.catalogue()
    own = re.compile(r"linli/web/(index|middleware|plain|routes|shell|self_test)\.py$|linli/web/(parts/(frame|quiz_card|board|badge)\.py)$")
    missing = {message: where for message, where in messages("linli/web").items() if own.match(where) and message not in known}
    assert missing == {}


def test_a_translation_has_the_fields_of_its_message() -> None:
    fields = re.compile(r"{(\w*)}")
    wrong = {
        message: text for message, text in locale.read(locale.FOLDER / "zh_CN" / "web.po").items()
        if set(fields.findall(message)) != set(fields.findall(text))
    }
    assert wrong == {}

"""Nicknames as people type them, and as others abuse them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli import nicknames
from linli.errors import GameError
from linli.nicknames import NicknameCharacters, NicknameDigits, NicknameLength, NicknameReserved


@pytest.mark.parametrize("name", ["阿华", "桂花婶", "Li Ming", "小满 2 号", "Élodie", "Ngọc Ánh", "买买提·依明", "👍家", "一二三四五六七八九十甲乙"])
def test_ordinary_names_are_kept_as_typed(name: str) -> None:
    assert nicknames.check(name) == name


@pytest.mark.parametrize(("typed", "kept"), [
    ("  阿华\n", "阿华"), ("阿\u200b华", "阿华"), ("e\u0301lan", "élan"), ("张　三", "张 三"), ("❤\ufe0f李", "❤李"),
])
def test_what_keyboards_leave_behind_is_dropped(typed: str, kept: str) -> None:
    assert nicknames.check(typed) == kept


@pytest.mark.parametrize(("name", "refusal"), [
    ("", NicknameLength), ("李", NicknameLength), ("\u3164\u3164", NicknameLength), ("一二三四五六七八九十甲乙丙", NicknameLength),
    ("长" * 10_000, NicknameLength), ("\ufdfa\ufdfa", NicknameLength),
    ("**bold**", NicknameCharacters), ("![](http://x/a.png)", NicknameCharacters), ("<b>阿华", NicknameCharacters),
    (":smile:", NicknameCharacters), ("$x$", NicknameCharacters), ("a.example", NicknameCharacters), ("＜ｂ＞阿华", NicknameCharacters),
    ("阿\x00华", NicknameCharacters), ("阿\x1b华", NicknameCharacters), ("\u202e华阿", NicknameCharacters), ("\ud800阿华", NicknameCharacters),
    ("Z" + "\u0301" * 9, NicknameCharacters), ("\u0301\u0301ab", NicknameCharacters), ("--", NicknameCharacters),
    ("123456", NicknameDigits), ("王138000", NicknameDigits), ("１２３４５６", NicknameDigits), ("王12-34 56", NicknameDigits),
    ("组织者", NicknameReserved), ("Ａdmin", NicknameReserved),
])
def test_each_refusal_is_one_sentence(name: str, refusal: type[GameError]) -> None:
    with pytest.raises(refusal) as caught:
        nicknames.check(name)
    assert str(caught.value).endswith(".") and len(str(caught.value)) < 140


def test_width_case_and_composition_do_not_make_another_name() -> None:
    assert len({nicknames.key(name) for name in ("Ming", "ＭＩＮＧ", "ming", " MING ", "m\u200bing")}) == 1
    assert nicknames.key("Ngo\u0323c") == nicknames.key("Ngọc")


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=30))
def test_any_text_can_be_looked_up(text: str) -> None:
    shown, key = nicknames.normalise(text), nicknames.key(text)
    assert nicknames.key(key) == key
    assert shown == shown.strip() and not any(unicodedata.category(one) in ("Cc", "Cs") for one in shown + key)


@given(st.text(max_size=20))
def test_a_kept_name_is_kept_again(text: str) -> None:
    try:
        kept = nicknames.check(text)
    except GameError:
        return
    assert nicknames.check(kept) == kept
    assert not set(kept) & set("<>[]()*_`$:!\\/@&\"'#~|")

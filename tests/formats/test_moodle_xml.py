"""Moodle XML as other people write it: types, weights, feedback, entities, pictures, faults."""

import pytest

from linli.locale import use_language
from linli.questions.formats.model import Parsed
from linli.questions.formats.reading import read
from linli.questions.formats.refusals import Entities
from tests.formats.pictures import png

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def xml(*questions: str, head: str = HEAD) -> Parsed:
    """The reading of a file with these question elements, the first on line 3."""
    with use_language("en"):
        return read((head + "\n".join(questions) + "\n</quiz>").encode(), "bank.xml")


def choice(stem: str, *answers: tuple[str, str], single: str = "true", more: str = "") -> str:
    """A multichoice question; answers as (fraction, text)."""
    given = "".join(f'<answer fraction="{weight}" format="html"><text>{text}</text><feedback><text>{text}!</text></feedback></answer>' for weight, text in answers)
    return (
        f'<question type="multichoice"><name><text>n</text></name><questiontext format="html"><text>{stem}</text>{more}</questiontext>'
        f"<single>{single}</single>{given}</question>"
    )


def messages(found: Parsed) -> list[tuple[int | None, bool, str]]:
    """Line, whether a question is lost, and the sentence of each remark."""
    with use_language("en"):
        return [(one.line, one.lost, one.message) for one in found.remarks]


def test_a_choice_question_is_read_with_its_feedback_and_line() -> None:
    found = xml(choice("<![CDATA[<p>Which bin?</p>]]>", ("100", "Blue"), ("0", "Grey"), more=""))
    [one] = found.questions
    assert (one.type, one.stem, one.line, one.playable) == ("single", "Which bin?", 3, True)
    assert [(c.text, c.correct, c.weight, c.feedback) for c in one.options] == [("Blue", True, 100.0, "Blue!"), ("Grey", False, 0.0, "Grey!")]
    assert found.remarks == () and found.format == "moodle_xml"


def test_several_answers_and_negative_weights() -> None:
    [one] = xml(choice("Q", ("50", "a"), ("50", "b"), ("-100", "c"), single="false")).questions
    assert (one.type, [c.correct for c in one.options], one.options[2].weight) == ("multiple", [True, True, False], -100.0)


def test_a_fraction_that_moodle_does_not_know_is_noted_and_kept() -> None:
    found = xml(choice("Q", ("33.33333", "a"), ("33", "b"), ("33.33333", "c"), ("0", "d"), single="false"))
    assert [c.weight for c in found.questions[0].options] == [33.33333, 33.0, 33.33333, 0.0]
    assert [text for _line, _lost, text in messages(found)] == [
        "an answer has the fraction 33, which Moodle does not know (33.33333 rather than 33); it was read as it stands.",
    ]


@pytest.mark.parametrize("weight", ["abc", "nan", "inf", "1e400", "", "12345"])
def test_a_fraction_that_is_no_percentage_counts_as_nothing(weight: str) -> None:
    found = xml(choice("Q", ("100", "a"), (weight, "b")))
    assert found.questions[0].options[1].weight == 0.0 and len(found.remarks) == 1 and not found.remarks[0].lost


def test_two_fully_right_options_of_a_single_choice_become_several_answers() -> None:
    found = xml(choice("Q", ("100", "a"), ("100", "b"), ("0", "c")))
    assert found.questions[0].type == "multiple" and "2 options are fully right" in messages(found)[0][2]


def test_no_right_option_refuses_that_question_alone() -> None:
    found = xml(choice("Q", ("0", "a"), ("0", "b")), choice("R", ("100", "a"), ("0", "b")))
    assert [one.stem for one in found.questions] == ["R"]
    assert messages(found) == [(3, True, "no option is marked as right; mark one and read the file again.")]


@pytest.mark.parametrize(("first", "second", "right"), [("true", "false", 0), ("false", "true", 1)])
def test_the_answers_of_true_and_false_may_stand_in_either_order(first: str, second: str, right: int) -> None:
    found = xml(
        f'<question type="truefalse"><questiontext><text>S</text></questiontext><answer fraction="100"><text>{first}</text></answer>'
        f'<answer fraction="0"><text>{second}</text></answer></question>',
    )
    [one] = found.questions
    assert [c.text for c in one.options] == ["对", "不对"] and [c.correct for c in one.options].index(True) == right and one.playable


def test_numbers_words_and_pairs_are_read_and_not_playable() -> None:
    found = xml(
        '<question type="numerical"><questiontext><text>N</text></questiontext><answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer></question>',
        '<question type="shortanswer"><questiontext><text>S</text></questiontext><answer fraction="100"><text>119</text></answer></question>',
        '<question type="matching"><questiontext><text>M</text></questiontext><subquestion><text>fire</text><answer><text>119</text></answer></subquestion>'
        "<subquestion><text>police</text><answer><text>110</text></answer></subquestion></question>",
    )
    assert [(one.type, one.playable, one.line) for one in found.questions] == [("numeric", False, 3), ("short", False, 4), ("matching", False, 5)]
    assert found.questions[0].options[0].text == "3.14:0.01"
    assert [(c.text, c.match) for c in found.questions[2].options] == [("fire", "119"), ("police", "110")]


@pytest.mark.parametrize("kind", ["cloze", "essay", "calculatedmulti", "ddwtos", "gapselect", "randomsamatch", "description", "made_up"])
def test_what_cannot_be_played_is_refused_by_name_with_its_line(kind: str) -> None:
    found = xml(choice("Q", ("100", "a"), ("0", "b")), f'<question type="{kind}"><questiontext><text>x</text></questiontext></question>')
    assert len(found.questions) == 1
    [(line, lost, text)] = messages(found)
    assert (line, lost) == (4, True) and f"'{kind}'" in text


def test_a_category_gives_the_topic_of_what_follows() -> None:
    found = xml('<question type="category"><category><text>$course$/top/Civic/Fire</text></category></question>', choice("Q", ("100", "a"), ("0", "b")))
    assert found.questions[0].topic == "Civic/Fire" and found.remarks == ()


def test_general_feedback_is_the_explanation_and_the_id_number_the_id() -> None:
    body = choice("Q", ("100", "a"), ("0", "b"))
    general = "<generalfeedback><text>Because.</text></generalfeedback><correctfeedback><text>Yes</text></correctfeedback><idnumber>fire-7</idnumber><single>"
    written, stock = (f"<correctfeedback><text>{words}</text></correctfeedback><single>" for words in ("It is so.", "Your answer is correct."))
    found = xml(*(body.replace("<single>", more) for more in (general, written, stock)))
    assert [one.explanation for one in found.questions] == ["Because.", "It is so.", ""] and found.questions[0].id == "fire-7"


def test_an_unknown_entity_is_named_with_its_line_and_no_question_is_lost() -> None:
    many = [choice(f"Q{n}", ("100", "a"), ("0", "b")) for n in range(40)]
    found = xml(*many[:20], choice("up &uarr; &deg;\n&nbsp;R&D", ("100", "a"), ("0", "b")), *many[20:])
    assert len(found.questions) == 41 and found.questions[20].stem == "up ↑ ° R&D"
    assert messages(found) == [(23, False, "&uarr; is no entity of XML; it was read as HTML means it. Write the character itself.")]
    assert found.questions[21].line == 25


def test_a_question_that_is_not_well_formed_does_not_take_the_others_with_it() -> None:
    found = xml(choice("A", ("100", "a"), ("0", "b")), choice("<b>open", ("100", "a"), ("0", "b")), choice("C", ("100", "a"), ("0", "b")))
    assert [one.stem for one in found.questions] == ["A", "C"]
    [(line, lost, text)] = messages(found)
    assert (line, lost) == (4, True) and "not well formed" in text


def test_a_file_that_was_cut_off_keeps_what_came_before() -> None:
    whole = HEAD + choice("A", ("100", "a"), ("0", "b")) + "\n" + choice("B", ("100", "a"), ("0", "b"))
    found = read(whole[:-30].encode(), "bank.xml")
    assert [one.stem for one in found.questions] == ["A"] and messages(found)[0][:2] == (4, True)


def test_cdata_that_is_never_closed_loses_one_question() -> None:
    found = xml(choice("<![CDATA[open", ("100", "a"), ("0", "b")), choice("<![CDATA[fine]]>", ("100", "a"), ("0", "b")))
    assert [one.stem for one in found.questions] == ["fine"] and messages(found)[0][:2] == (3, True)


@pytest.mark.parametrize("head", ["\n\n" + HEAD, "\ufeff" + HEAD, " \n<quiz>\n"])
def test_blank_lines_and_marks_before_the_header_do_no_harm(head: str) -> None:
    found = xml(choice("Q", ("100", "a"), ("0", "b")), head=head)
    assert len(found.questions) == 1 and found.remarks == ()


@pytest.mark.parametrize(("markup", "raw", "words"), [
    ("html", "&lt;p&gt;a &amp;lt; b&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;", "a < b"),
    ("plain_text", "1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"), ("markdown", "**bold** *x*\n\n`code`", "bold x\n\ncode"),
    ("moodle_auto_format", "one\ntwo", "one\ntwo"), ("html", "H&lt;sub&gt;2&lt;/sub&gt;O m&lt;sup&gt;2&lt;/sup&gt;", "H₂O m²"), ("html", "one<br/>two", "one\ntwo"),
])
def test_each_markup_gives_plain_words(markup: str, raw: str, words: str) -> None:
    body = choice(raw, ("100", "a"), ("0", "b")).replace('<questiontext format="html">', f'<questiontext format="{markup}">')
    assert [one.stem for one in xml(body).questions] == [words]


def test_an_embedded_picture_is_kept_and_the_rest_is_told() -> None:
    stem = '<![CDATA[see <img src="@@PLUGINFILE@@/a%20b.png" alt="a.png"> <img src="https://example.org/x.png">]]>'
    found = xml(choice(stem, ("100", "a"), ("0", "b"), more=f'<file name="a b.png" encoding="base64">{png(40, 30)}</file>'))
    [one] = found.questions
    assert one.picture and (one.picture.width, one.picture.height, one.picture.type) == (40, 30, "image/png") and one.stem == "see"
    assert [text for _line, _lost, text in messages(found)] == [
        "the picture https://example.org/x.png stands on another server and was left out; nothing is fetched from there.",
    ]


def test_an_svg_is_left_out_and_the_words_stay() -> None:
    svg = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
    found = xml(choice('<![CDATA[see <img src="@@PLUGINFILE@@/d.svg" alt="a snail">]]>', ("100", "a"), ("0", "b"), more=f'<file name="d.svg" encoding="base64">{svg}</file>'))
    assert found.questions[0].stem == "see [a snail]" and found.questions[0].picture is None and "SVG" in messages(found)[0][2]


def test_old_files_hold_the_picture_beside_the_text() -> None:
    body = choice("Q", ("100", "a"), ("0", "b")).replace("<single>", f"<image>x.png</image><image_base64>{png(8, 8)}</image_base64><single>")
    assert xml(body).questions[0].picture


@pytest.mark.parametrize("declared", [
    '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>', '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd">',
])
def test_entities_are_refused_at_once(declared: str) -> None:
    with pytest.raises(Entities, match="line 2"):
        xml(choice("&x;", ("100", "a"), ("0", "b")), head=f'<?xml version="1.0"?>\n{declared}\n<quiz>\n')


def test_a_document_type_inside_a_text_is_a_text() -> None:
    assert len(xml(choice("<![CDATA[<!DOCTYPE html> what is this?]]>", ("100", "a"), ("0", "b"))).questions) == 1

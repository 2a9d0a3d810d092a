"""Kinds and an organiser's own templates."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli import roles
from linli.locale import use_language
from linli.rules.crediting import Interval
from linli.volunteer import activities, activity_draft, kinds, templates
from tests.cast import MONDAY
from tests.hours.conftest import ELEVEN, NINE, Stage, minutes, staff


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_fills_the_form_with_texts_that_the_form_takes(stage: Stage, language: str) -> None:
    with use_language(language):
        for kind in kinds.KINDS.values():
            if kind.code == kinds.OTHER:
                assert kind.preset() == {"title": "", "work": "", "risk": ""}
                continue
            draft = replace(stage.draft, kind=kind.code, ends_at=NINE + minutes(kind.minutes), **kind.preset())
            seen = activities.view(stage.store, activities.create(stage.store, draft, stage.li, MONDAY)[0], MONDAY)
            assert (seen.kind, seen.earns_hours, seen.risk) == (kind.code, True, kind.preset()["risk"])
            assert kinds.of(seen.kind).said()


def test_a_kind_that_is_none_is_refused_and_shown_as_something_else(stage: Stage) -> None:
    with pytest.raises(kinds.UnknownKind):
        stage.another(kind="parade")
    assert kinds.of("parade").code == kinds.OTHER


def test_a_form_is_kept_as_a_template_whatever_its_day(stage: Stage) -> None:
    yesterday = timedelta(days=-7)
    draft = replace(
        stage.draft, kind="patrol", starts_at=NINE + yesterday, ends_at=ELEVEN + yesterday, places=9,
        breaks=(Interval(NINE + yesterday + minutes(60), NINE + yesterday + minutes(70)),),
    )
    made = templates.save(stage.store, "  Saturday,  east gate ", draft, stage.li, MONDAY)
    kept = templates.of(stage.store, made)
    assert (kept.name, kept.kind) == ("Saturday, east gate", "patrol")
    assert kept.content == {
        "kind": "patrol", "title": "East gate", "location": "East gate", "unit": stage.unit, "in_charge": "Aunt Gui", "work": "Sweep the path",
        "risk": "Wet leaves: wear firm shoes", "insured": True, "answers": [0, 0, 0], "start": "09:00", "end": "11:00", "places": 9, "breaks": "10:00-10:10",
    }


def test_templates_are_renamed_and_removed_and_names_are_told_apart(stage: Stage) -> None:
    one, two = (templates.save(stage.store, name, stage.draft, stage.li, MONDAY) for name in ("B", "A"))
    assert [kept.name for kept in templates.every(stage.store)] == ["A", "B"]
    with pytest.raises(templates.TemplateNameTaken):
        templates.rename(stage.store, two, "b", stage.li, MONDAY)
    templates.rename(stage.store, two, "a", stage.li, MONDAY)
    templates.remove(stage.store, one, stage.li, MONDAY)
    assert [kept.name for kept in templates.every(stage.store)] == ["a"]
    with pytest.raises(templates.UnknownTemplate):
        templates.of(stage.store, one)
    with pytest.raises(templates.UnknownTemplate):
        templates.remove(stage.store, one, stage.li, MONDAY)
    templates.save(stage.store, "B", stage.draft, stage.chen, MONDAY)


@pytest.mark.parametrize("name", ["", "  ", "…", "x" * 31, "a\u202eb"])
def test_a_template_has_a_name_that_can_be_read(stage: Stage, name: str) -> None:
    with pytest.raises(templates.BadTemplateName):
        templates.save(stage.store, name, stage.draft, stage.li, MONDAY)


def test_what_the_form_refuses_is_no_template_and_only_organisers_keep_them(stage: Stage) -> None:
    with pytest.raises(activity_draft.BadField):
        templates.save(stage.store, "A", replace(stage.draft, risk=""), stage.li, MONDAY)
    clerk = staff(stage.store, "Clerk", "clerk")
    made = templates.save(stage.store, "A", stage.draft, stage.li, MONDAY)
    for work in (
        lambda: templates.save(stage.store, "B", stage.draft, clerk, MONDAY), lambda: templates.rename(stage.store, made, "C", clerk, MONDAY),
        lambda: templates.remove(stage.store, made, clerk, MONDAY),
    ):
        with pytest.raises(roles.NotAllowed):
            work()
    assert [kept.name for kept in templates.every(stage.store)] == ["A"]

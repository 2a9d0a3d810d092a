"""Kinds of activities, and what the form starts with for each: title, work, risks, length, the three questions.

Presets are suggestions that the organiser changes; what is stored is the activity itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from linli.errors import GameError
from linli.locale import N_, _

OTHER = "other"
#: The answers to working time, own interest, paid; None leaves a question open.
Answers = tuple[int | None, int | None, int | None]
_VOLUNTEERS: Answers = (0, 0, 0)


class UnknownKind(GameError):
    """No such kind of activity."""

    def __init__(self) -> None:
        super().__init__(N_("Choose what kind of activity it is from the list."))


@dataclass(frozen=True)
class Kind:
    """One kind. title, work and risk are messages to translate; minutes: how long it usually lasts."""

    code: str
    name: str
    icon: str
    title: str = ""
    work: str = ""
    risk: str = ""
    minutes: int = 120
    answers: Answers = _VOLUNTEERS

    def said(self) -> str:
        """Its name in the current language."""
        return _(self.name)

    def preset(self) -> dict[str, str]:
        """Title, work and risk in the current language; empty where there is no preset."""
        return {"title": self.title and _(self.title), "work": self.work and _(self.work), "risk": self.risk and _(self.risk)}


_ALL = (
    Kind(
        "cleanup", N_("Tidying up outdoors"), "broom", N_("Neighbourhood clean-up"), N_("Pick up litter and sweep leaves along the paths; empty the bags at the collection point."),
        N_("Wear gloves and firm shoes; the ground may be wet. Leave needles, broken glass and anything heavy to the coordinator."),
    ),
    Kind(
        "greening", N_("Greening"), "sun", N_("Planting day"), N_("Dig, plant and water; weed the beds and tidy up the tools afterwards."),
        N_("Spades and shears are sharp: keep two steps apart, wear gloves and firm shoes. Sun hat and water in the heat."),
    ),
    Kind(
        "sorting", N_("Waste sorting"), "again", N_("Help at the sorting station"),
        N_("Stand at the bins, show neighbours which rubbish goes where, and note what is often sorted wrongly."),
        N_("Wear gloves and a mask; do not reach into bags. Mind the collection lorry. Nobody is scolded: show it kindly."), 90,
    ),
    Kind(
        "traffic", N_("Civilised traffic"), "flag", N_("Help at the crossing"),
        N_("Help people across at the crossing, remind riders kindly of the line and the helmet."),
        N_("Wear the reflective vest, stay on the pavement, never step in front of a vehicle or hold one. Not for volunteers under 18."), 90,
    ),
    Kind(
        "elderly", N_("Visiting the elderly"), "people", N_("Visit to our older neighbours"),
        N_("In pairs: talk, read the newspaper aloud, help with the phone or with small things about the home."),
        N_("Always in pairs, and only where somebody has said yes. Handle no money, give no medicine, take no photos. Stay at home with a cold."), 90,
    ),
    Kind(
        "patrol", N_("Safety patrol"), "lock", N_("Safety walk through the compound"),
        N_("In pairs: look for blocked fire exits, batteries charged indoors, dark lamps; note them for the office."),
        N_("Look and report, do not step in: in danger keep away and call 110 or 119. Reflective vest and torch in the dark."), 60,
    ),
    Kind(
        "publicity", N_("Information stand"), "listen", N_("Information stand at the gate"),
        N_("Hand out leaflets, explain the topic of the day, help neighbours to find the page."),
        N_("Mostly standing: bring water, take turns in the shade. Keep the way free; put tables up in pairs."), 120,
    ),
    Kind(OTHER, N_("Something else"), "cup", answers=(None, None, None)),
)
KINDS: Mapping[str, Kind] = {one.code: one for one in _ALL}


def of(code: str) -> Kind:
    """The kind of that code; an unknown one is shown as something else."""
    return KINDS.get(code, KINDS[OTHER])


def checked(code: str) -> str:
    """The code, if there is such a kind. Raises UnknownKind."""
    if code not in KINDS:
        raise UnknownKind
    return code

"""Points of the quiz (docs/rules.md §3, "Points" and "Guest"). All amounts are whole points."""

from linli.rules.settings import Settings

#: Stored with every entry: which version of these rules computed it.
VERSION = "1"


def for_answer(
    *, correct: bool, paid_today: bool, right_recently: bool, earned_today: int, settings: Settings
) -> int:
    """What a resident's answer earns.

    paid_today: the item already paid this person today; right_recently: they had it right on one
    of the `again_days` local days before; earned_today: quiz points of the day so far, the bonus
    included. Where the day's cap leaves less, the rest is given.
    """
    if not correct or paid_today:
        return 0
    worth = settings.points_again if right_recently else settings.points_right
    return max(0, min(worth, settings.quiz_cap_day - earned_today))


def for_first_daily(*, earned_today: int, settings: Settings) -> int:
    """The bonus of the first finished daily quiz of the day, within the same cap."""
    return max(0, min(settings.daily_bonus, settings.quiz_cap_day - earned_today))


def for_guest(
    *, right: int, pays: bool, room_kiosk: int | None, room_compound: int, settings: Settings
) -> int:
    """What a guest's finished attempt earns for the compound, at most `guest_cap`.

    pays: first finished daily quiz of this device today, or on a registered kiosk;
    room_kiosk: what the kiosk's day cap leaves (None on a phone); room_compound: what the
    compound's guest cap of the day leaves.
    """
    if not pays:
        return 0
    worth = min(settings.guest_cap, right * settings.points_right + settings.daily_bonus)
    room = room_compound if room_kiosk is None else min(room_kiosk, room_compound)
    return max(0, min(worth, room))

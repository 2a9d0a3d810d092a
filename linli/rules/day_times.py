"""Times of day as people write them on a sheet: 855, 8:55, 8.55, 8点55, 上午8点55, 下午2点半, 2:30 pm."""

import re
import unicodedata
from datetime import datetime, timedelta

from linli.rules.crediting import Plan

#: Words for a half of the day; True where an hour below 12 lies after noon.
_HALVES = {
    "上午": False, "早上": False, "早晨": False, "清晨": False, "凌晨": False, "am": False, "a.m.": False,
    "下午": True, "傍晚": True, "晚上": True, "中午": True, "pm": True, "p.m.": True,
}
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, "": 0}
_SEPARATORS = str.maketrans({**dict.fromkeys("，、；;", ","), **dict.fromkeys("—–~～－至到", "-")})
_CLOCK = re.compile(r"(\d{1,2})(?:[:.。,，;'h\-](\d{2})|[点时](?:(\d{1,2})分?|(半|一刻|三刻|整)?))", re.ASCII)
_DIGITS = re.compile(r"(\d{1,2}?)(\d{2})?", re.ASCII)


def time_of_day(text: str) -> tuple[int, int] | None:
    """Hour and minute of what somebody wrote, or None where it is no time of day.

    Three or four digits are an hour and its minutes, one or two an hour. Full-width signs count as
    plain ones.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())[:20]
    half = next((word for word in _HALVES if plain.startswith(word) or plain.endswith(word)), "")
    found = _read(plain.removeprefix(half).removesuffix(half) if half else plain)
    if found is None:
        return None
    hour, minute = found
    if half == "晚上" and hour == 12:
        return None  # midnight, of one day or the other
    if half and _HALVES[half] and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    elif half and not _HALVES[half] and hour == 12:
        hour = 0 if half in ("凌晨", "am", "a.m.") else 12
    return (hour, minute) if hour <= 23 and minute <= 59 else None


def _read(plain: str) -> tuple[int, int] | None:
    if match := _CLOCK.fullmatch(plain):
        hour, after_sign, after_word, part = match.groups()
        return int(hour), int(after_sign or after_word or _QUARTERS[part or ""])
    if plain.isascii() and plain.isdigit() and len(plain) <= 4 and (match := _DIGITS.fullmatch(plain)):
        return int(match[1]), int(match[2] or 0)
    return None


def written(moment: tuple[int, int]) -> str:
    """`8:05`, as it is kept."""
    return f"{moment[0]}:{moment[1]:02d}"


def spans(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Times in and out as somebody lists them, `855-1105, 上午11点半到12点`. Raises ValueError with the part that is none."""
    plain = text.translate(_SEPARATORS)
    found = []
    for part in filter(str.strip, plain.split(",")):
        moments = [time_of_day(one) for one in part.split("-")]
        if len(moments) != 2 or moments[0] is None or moments[1] is None:
            raise ValueError(part.strip())
        found.append((moments[0], moments[1]))
    if not found:
        raise ValueError(text.strip())
    return found


def within_plan(local: datetime, plan: Plan) -> datetime:
    """A time of day on the plan's first local day, as an instant: of a plan that goes past midnight maybe the day after.

    local: aware, in the community's zone, on the day the plan starts.
    """
    crosses = plan.end.astimezone(local.tzinfo).date() > plan.start.astimezone(local.tzinfo).date()
    early = local < plan.start - timedelta(hours=2)
    return local + timedelta(days=1) if crosses and early else local

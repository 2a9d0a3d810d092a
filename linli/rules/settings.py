"""What an organiser may change, with the defaults of docs/rules.md."""

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Settings:
    """One community's settings. Points and minutes are whole numbers."""

    zone: str = "Asia/Shanghai"
    community_zh: str = ""
    community_en: str = ""
    office_zh: str = ""
    office_en: str = ""
    office_phone: str = ""
    office_address_zh: str = ""
    office_address_en: str = ""
    sample: bool = False
    board_public: bool = True
    top_k: int = 0                      # 0: half of the ranked compounds rounded up, 3 to 10
    points_right: int = 10
    points_again: int = 2
    again_days: int = 14
    daily_bonus: int = 10
    quiz_cap_day: int = 100
    guest_cap: int = 60
    kiosk_cap_day: int = 3000
    guest_per_household: int = 2
    points_an_hour: int = 100
    final_days: int = 7
    hours_public: bool = True           # the public list of approved hours is shown on the internet
    device_days: int = 90
    stars: str = ""                     # hours at which a volunteer gets a star: "100,300,600"; empty: none
    report_people: int = 3              # so many different people take a question out of the draw; 0: never
    report_days: int = 14               # within so many days
    part_quiz_day: int = 100
    part_quiz_week: int = 300
    part_quiz_month: int = 900
    part_quiz_season: int = 2400
    part_service_day: int = 480
    part_service_week: int = 960
    part_service_month: int = 1920
    part_service_season: int = 5760

    def part_cap(self, part: str, window_kind: str) -> int | None:
        """What one person can add in a window, in points (quiz) or minutes (service).

        None for window "all", which shows no per-household boards (docs/rules.md §6).
        """
        return None if window_kind == "all" else int(getattr(self, f"part_{part}_{window_kind}"))


DEFAULTS = Settings()
_TYPES = {field.name: type(getattr(DEFAULTS, field.name)) for field in fields(Settings)}


def known(values: dict[str, Any]) -> Settings:
    """Settings from stored values; unknown names and wrong types fall back to the default."""
    good: dict[str, Any] = {name: value for name, value in values.items() if isinstance(value, _TYPES.get(name, ()))}
    return replace(DEFAULTS, **good)

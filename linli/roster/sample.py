"""Makes data/sample-roster.xlsx: `python -m linli.roster.sample`. Every name and number is invented."""

from pathlib import Path

from linli.roster.model import Entry, Roster
from linli.roster.writing import write

PATH = Path(__file__).parents[2] / "data" / "sample-roster.xlsx"

_COMMUNITY: dict[str, str | int] = {
    "community_zh": "榕溪社区", "community_en": "Rongxi Community",
    "office_zh": "榕溪社区居委会", "office_en": "Rongxi Residents' Committee", "office_phone": "000-0000 0000",
    "office_address_zh": "榕溪路 1 号一楼", "office_address_en": "Ground floor, 1 Rongxi Road",
}
_SEASON: dict[str, str | int] = {"name_zh": "第一季", "name_en": "Season one", "starts_on": "2026-11-01", "ends_on": "2027-01-31"}
_COMPOUNDS = (
    ("榕荫苑", "Rongyin Court", 248, "slips"), ("江畔花园", "Riverside Gardens", 1180, "slips"),
    ("龙屯新村", "Longtun New Village", 640, "slips"), ("桂雨里", "Osmanthus Lane", 420, "slips"),
    ("桥头大院", "Bridgehead Yard", 96, "slips"), ("锦绣南苑", "Brocade South Court", 1560, "on_site"),
    ("前进里", "Forward Lane", 132, "on_site"), ("竹影小筑", "Bamboo Shade", 60, "on_site"),
)
_UNITS = (("榕溪社区居委会", "Rongxi Residents' Committee"), ("榕溪社区志愿服务队", "Rongxi Volunteers"))


def roster() -> Roster:
    """The sample: eight compounds of both bases, two units, one season."""
    compounds = [
        Entry("compound", {
            "name_zh": zh, "name_en": en, "households": households, "source": "样例数据，虚构",
            "stated_on": "2026-10-20", "basis": basis,
        })
        for zh, en, households, basis in _COMPOUNDS
    ]
    units = [Entry("unit", {"name_zh": zh, "name_en": en}) for zh, en in _UNITS]
    return Roster((Entry("community", _COMMUNITY), Entry("season", _SEASON), *compounds, *units))


if __name__ == "__main__":
    PATH.write_bytes(write(roster()))

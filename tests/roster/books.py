"""Workbooks for the tests: a good one, and changes to it."""

import io
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from linli.roster import Fault, Roster, read
from linli.store import Tx

HEAD: list[Any] = ["小区名称", "英文名称", "户数", "户数来源", "统计日期", "参与计数"]
YULAN: list[Any] = ["玉兰苑", "Yulan Court", 100, "物业清册", "2026-10-20", "一户一码"]
HARBOUR: list[Any] = ["海港花园", "Harbour Gardens", 400, "物业清册", "2026-10-20", "现场确认"]
FORM: list[list[Any]] = [
    ["项目", "填写", "英文", "示例"],
    ["社区名称", "榕溪社区", "Rongxi Community", "示例：柳溪社区"],
    ["办公室名称", "榕溪社区居委会", "Rongxi Committee"],
    ["办公室电话", "000-0000"],
    ["办公室地址", "榕溪路 1 号", "1 Rongxi Road"],
    ["赛季名称", "第一季", "Season one"],
    ["赛季开始", "2026-11-01"],
    ["赛季结束", "2026-12-31"],
]
UNITS: list[list[Any]] = [["单位名称", "英文名称"], ["榕溪社区居委会", "Rongxi Committee"]]
Rows = Sequence[Sequence[Any]]


def book(compounds: Rows | None = None, form: Rows | None = None, units: Rows | None = None, names: tuple[str, ...] = ("社区", "小区", "责任单位")) -> bytes:
    """An .xlsx file of the three sheets; an empty list leaves a sheet out."""
    made = Workbook()
    made.remove(made.active)
    usual: tuple[Rows, ...] = (FORM, [HEAD, YULAN, HARBOUR], UNITS)
    for name, given, rows in zip(names, (form, compounds, units), usual, strict=True):
        if given or given is None:
            sheet = made.create_sheet(name)
            for row in rows if given is None else given:
                sheet.append(list(row))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def with_rows(*rows: list[Any]) -> bytes:
    """The good workbook with these compounds."""
    return book([HEAD, *rows])


def patched(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same zip with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for each in before.namelist():
            after.writestr(each, change(before.read(each)) if each == name else before.read(each))
    return out.getvalue()


def good(data: bytes, tx: Tx | None = None) -> Roster:
    """The roster of a file that must have no faults."""
    found = read(data, tx)
    assert isinstance(found, Roster), [str(each) for each in found]
    return found


def faults(data: bytes, tx: Tx | None = None) -> list[Fault]:
    """The faults of a file that must have some."""
    found = read(data, tx)
    assert isinstance(found, list)
    return found


def told(data: bytes, tx: Tx | None = None) -> list[str]:
    """The faults as a person reads them."""
    return [str(each) for each in faults(data, tx)]

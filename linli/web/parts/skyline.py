"""The row of houses: every lit window is a household, or a fixed share of them, that took part."""

import base64
from functools import lru_cache

_LIGHT = ("#C7D7E6", "#F0AE2B", "#AFC4D8")
_DARK = ("#22384F", "#F7C553", "#16273A")
#: Houses in order: width in windows, floors, and the roof (flat or gabled).
_HOUSES = (
    (5, 4, False), (4, 4, False), (3, 4, True), (3, 4, True), (4, 7, True), (2, 5, False), (3, 3, True), (5, 8, True),
    (3, 3, False), (5, 7, False), (3, 4, False), (4, 6, True), (2, 3, False), (5, 5, False), (4, 3, True), (3, 7, False),
)
_CELL, _GAP, _HEIGHT = 21, 10, 200
#: Pseudo-random but fixed: which windows light up first.
_STEP = 7919


@lru_cache(maxsize=64)
def drawing(lit_percent: int, dark: bool = False) -> str:
    """The skyline as an image address, with that share (0 to 100) of its windows lit."""
    house, lamp, pane = _DARK if dark else _LIGHT
    cells = sum(wide * floors for wide, floors, _roof in _HOUSES)
    lit = {place * _STEP % cells for place in range(round(cells * min(max(lit_percent, 0), 100) / 100))}
    shapes, left, number = [], 0, 0
    for wide, floors, gabled in _HOUSES:
        width, top = wide * _CELL + 14, _HEIGHT - floors * 22 - 12
        shapes.append(f'<rect x="{left}" y="{top}" width="{width}" height="{_HEIGHT - top}" rx="4" fill="{house}"/>')
        if gabled:
            shapes.append(f'<path d="M{left - 3} {top + 2} {left + width / 2} {top - 20} {left + width + 3} {top + 2}z" fill="{house}"/>')
        for floor in range(floors):
            for column in range(wide):
                fill = lamp if number in lit else pane
                shapes.append(f'<rect x="{left + 12 + column * _CELL}" y="{top + 12 + floor * 22}" width="10" height="12" rx="2" fill="{fill}"/>')
                number += 1
        left += width + _GAP
    return _address(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left - _GAP} {_HEIGHT}" preserveAspectRatio="xMidYMax slice">{"".join(shapes)}</svg>')


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()

"""The headline score: its formula, its degenerate cases, and the fairness conditions of docs/rules.md §6."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.rules.standing import Taken, fair, quantile, ranks, top_count

SIXTY = [40] * 15 + [120] * 15 + [400] * 15 + [1500] * 10 + [4000] * 5
SEVENTEEN = [30, 60, 60, 90, 120, 150, 200, 200, 250, 300, 400, 500, 600, 800, 1000, 1200, 1500]
TRIALS, SEEDS = 2000, (1, 2, 3, 4, 5)


def slow_reference(taken: list[Taken]) -> dict[str, float]:
    """The formula of docs/rules.md §6, written again with numpy."""
    x, n = np.array([t.x for t in taken]), np.array([t.n for t in taken])
    p, r = x.sum() / n.sum(), x / n
    v = p * (1 - p) / n
    z = (r - p) / np.sqrt(v)
    z = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    w = 1 / v
    tau2 = max(0.0, ((z**2).sum() - (len(z) - 1)) / (w.sum() - (w**2).sum() / w.sum()))
    return {t.compound: float(s) for t, s in zip(taken, (r - p) / np.sqrt(v + tau2), strict=True)}


@st.composite
def lists(draw: st.DrawFn) -> list[Taken]:
    sizes = draw(st.lists(st.integers(2, 3000), min_size=3, max_size=20))
    return [Taken(f"c{i}", draw(st.integers(0, n)), n) for i, n in enumerate(sizes)]


@given(lists(), st.randoms(use_true_random=False))
def test_score_equals_a_slow_reference_and_ignores_row_order(taken: list[Taken], chance: object) -> None:
    result = fair(taken)
    mixed = list(taken)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert {r.compound: (r.rank, r.score) for r in fair(mixed).rows} == {r.compound: (r.rank, r.score) for r in result.rows}
    if result.ranked:
        expected = slow_reference(taken)
        for row in result.rows:
            assert row.score == pytest.approx(expected[row.compound], abs=2e-6)


@given(lists())
def test_equal_scores_share_a_rank_and_only_they(taken: list[Taken]) -> None:
    rows = fair(taken).rows
    for one, other in zip(rows, rows[1:], strict=False):
        if one.rank:
            assert (one.rank == other.rank) == (one.score == other.score)
            assert one.score >= other.score


def test_fewer_than_three_compounds_are_listed_by_rate_without_ranks() -> None:
    rows = fair([Taken("a", 5, 100), Taken("b", 9, 100)]).rows
    assert [(row.compound, row.rank, row.score) for row in rows] == [("b", 0, None), ("a", 0, None)]


@pytest.mark.parametrize("x", [0, 50])
def test_nobody_or_everybody_gives_no_ranks(x: int) -> None:
    assert [row.rank for row in fair([Taken(c, x, 50) for c in "abc"]).rows] == [0, 0, 0]


def test_the_usual_range_stays_within_nothing_and_everything() -> None:
    for row in fair([Taken("a", 3, 4), Taken("b", 1, 5), Taken("c", 2, 900)]).rows:
        assert 0 <= row.usual_low <= row.usual_high <= 1


def test_quantile_interpolates() -> None:
    assert quantile([0, 10], 0.1) == 1 and quantile([3], 0.9) == 3


def test_shared_ranks_leave_a_gap() -> None:
    assert ranks([3.0, 2.0, 2.0, 1.0]) == [1, 2, 2, 4]


@pytest.mark.parametrize(("ranked", "setting", "shown"), [(4, 0, 3), (7, 0, 4), (60, 0, 10), (60, 5, 5)])
def test_how_many_places_the_public_sees(ranked: int, setting: int, shown: int) -> None:
    assert top_count(ranked, setting) == shown


def podium(sizes: list[int], rates: np.ndarray, seed: int) -> np.ndarray:
    """How often each compound is among the first three, ties by lot, over TRIALS."""
    chance = np.random.default_rng(seed)
    counts = np.zeros(len(sizes))
    for trial in range(TRIALS):
        rate = rates[trial] if rates.ndim == 2 else rates
        x = chance.binomial(sizes, rate)
        rows = fair([Taken(str(i), int(one), n) for i, (one, n) in enumerate(zip(x, sizes, strict=True))]).rows
        order = sorted(rows, key=lambda row: (-(row.score or 0), chance.random()))
        for row in order[:3]:
            counts[int(row.compound)] += 1
    return counts / (3 * TRIALS)


def by_class(shares: np.ndarray) -> list[float]:
    bounds = [0, 15, 30, 45, 55, 60]
    return [float(shares[a:b].sum()) for a, b in zip(bounds, bounds[1:], strict=False)]


FAIR_SHARE = [0.25, 0.25, 0.25, 10 / 60, 5 / 60]


def test_condition_a_equally_good_compounds_share_the_podium_by_their_number() -> None:
    shares = np.mean([by_class(podium(SIXTY, np.full(60, 0.2), seed)) for seed in SEEDS], axis=0)
    for share, due in zip(shares, FAIR_SHARE, strict=True):
        assert abs(share - due) <= 0.05, (shares, FAIR_SHARE)


def test_condition_d_no_size_is_over_twice_or_under_0_4_of_its_share_when_rates_differ() -> None:
    every = []
    for seed in SEEDS:
        rates = np.clip(np.random.default_rng(1000 + seed).normal(0.2, 0.04, (TRIALS, 60)), 0.01, 0.99)
        every.append(by_class(podium(SIXTY, rates, seed)))
    for share, due in zip(np.mean(every, axis=0), FAIR_SHARE, strict=True):
        assert 0.4 * due <= share <= 2 * due, (every, FAIR_SHARE)


def firsts(sizes: list[int], rates: list[float], seed: int) -> list[dict[str, float]]:
    chance = np.random.default_rng(seed)
    trials = []
    for _ in range(TRIALS):
        x = chance.binomial(sizes, rates)
        rows = fair([Taken(str(i), int(one), n) for i, (one, n) in enumerate(zip(x, sizes, strict=True))]).rows
        trials.append({row.compound: (row.score or 0) + 1e-9 * chance.random() for row in rows})
    return trials


def share_first(sizes: list[int], rates: list[float], who: int) -> float:
    won = [max(t, key=lambda c: t[c]) == str(who) for seed in SEEDS for t in firsts(sizes, rates, seed)]
    return sum(won) / len(won)


def test_condition_b_a_clearly_better_compound_comes_first() -> None:
    small = [0.12] * 17
    small[1] = 0.30
    assert share_first(SEVENTEEN, small, 1) >= 0.90
    middle = [0.12] * 17
    middle[6] = 0.20
    assert share_first(SEVENTEEN, middle, 6) >= 0.85


def test_condition_c_200_at_20_percent_stands_above_1500_at_14() -> None:
    rates = [0.12] * 17
    rates[6], rates[16] = 0.20, 0.14
    above = [t["6"] > t["16"] for seed in SEEDS for t in firsts(SEVENTEEN, rates, seed)]
    assert sum(above) / len(above) >= 0.85


def test_condition_e_size_alone_decides_nothing() -> None:
    sizes = [150, 300, 500, 800, 1200, 2000]
    for who in range(6):
        assert abs(share_first(sizes, [0.2] * 6, who) - 1 / 6) <= 0.05


def test_the_spread_is_nought_when_only_chance_differs() -> None:
    assert fair([Taken("a", 20, 100), Taken("b", 21, 100), Taken("c", 19, 100)]).tau2 == 0.0
    assert sqrt(fair([Taken("a", 60, 100), Taken("b", 20, 100), Taken("c", 3, 100)]).tau2) > 0.1

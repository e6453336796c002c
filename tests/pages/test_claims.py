"""上升, 下降, 改善, 恶化 stand in a sentence only where a rule of the control chart fired, and in every sentence about a course where one did."""

import ast
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from indicators.control import xmr
from indicators.definition import load_catalog
from indicators.rules import Fired
from indicators.scope import Scope
from pages.parts import signal_blocks
from pages.parts.watch_blocks import BY_CHANCE
from reports.claims import CLAIM, Unfounded, guard, quoted
from reports.rare import rare, rare_words
from reports.reading import Reading
from reports.sentences_changes import signal_since_words
from reports.signals import axis, moved_words, signal, signal_words
from reports.words import group_words

ROOT = Path(__file__).parents[2]
MAY_CLAIM = {"reports/claims.py"}  # the only source of the words
RULES = {"indicators/control_rules.toml"}  # the printed rule set, which names what a rule looks for
SOURCES = [path for layer in ("warehouse", "indicators", "reports", "pages") for path in (ROOT / layer).rglob("*") if path.suffix in (".py", ".toml", ".sql", ".js")]  # fmt: skip
PERIODS = axis("2024-11", "2026-10")
DRAWN = (
    "case_received_count",
    "case_on_time_rate",
    "case_overdue_open_count",
    "case_duration_median",
    "case_satisfaction_rate",
    "case_redo_rate",
)


@pytest.mark.parametrize("path", [*SOURCES, ROOT / "dashboard.py"], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_of_ours_holds_a_claim(path):
    name = str(path.relative_to(ROOT))
    text = path.read_text(encoding="utf-8")
    said = [text] if path.suffix != ".py" else _strings(ast.parse(text))
    claims = [one for one in said if CLAIM.search(one)]
    assert bool(claims) == (name in MAY_CLAIM | RULES), claims


def _strings(tree: ast.AST) -> list[str]:
    """Every string that can be said: constants and the fixed parts of f-strings, not docstrings."""
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in constants if id(node) not in documented]


def _series(draw: random.Random) -> list[float | None]:
    """Noise, with a step, a drift, an outlier or gaps in it, in some."""
    size, level, spread = draw.choice([4, 8, 12, 24, 24]), draw.uniform(20, 300), draw.uniform(0.02, 0.3)
    values = [level * (1 + draw.gauss(0, spread)) for _ in range(size)]
    kind = draw.choice(["noise", "step", "drift", "outlier"])
    at = draw.randrange(size // 2, size)
    if kind == "step":
        values = [value * (1.6 if place >= at else 1) for place, value in enumerate(values)]
    elif kind == "drift":
        values = [value + level * 0.06 * max(0, place - at) * draw.choice([-1, 1]) for place, value in enumerate(values)]
    elif kind == "outlier":
        values[at] *= 2.5
    return [None if draw.random() < 0.05 else max(0, round(value)) for value in values]


def _course(draw: random.Random) -> list[Reading]:
    indicator = load_catalog()[draw.choice(DRAWN)]
    counts = _series(draw)
    readings = []
    for period, count in zip(PERIODS[-len(counts) :], counts, strict=True):
        if count is None:
            continue
        if indicator.kind == "ratio":
            part = min(count, round(count * min(1, max(0, draw.gauss(0.85, draw.choice([0.01, 0.1]))))))
            value = part / count * indicator.per if count else None
            readings.append(Reading(indicator=indicator, period=period, numerator=part, denominator=count, value=value))
        else:
            readings.append(Reading(indicator=indicator, period=period, numerator=count, denominator=60, value=float(count)))
    return readings


def _said(words: str) -> set[str]:
    return set(CLAIM.findall(words))


def test_over_5000_random_series_a_claim_is_made_exactly_where_a_rule_fired():
    draw, fired_at_all, is_mixed = random.Random(20261126), 0, 0
    for _ in range(5000):
        course = _course(draw)
        if not course:
            continue
        found = signal(course, axis(course[0].period, course[-1].period), known_to=date(2026, 10, 31))
        scope = Scope(start=date(2024, 11, 1), end=date(2026, 10, 31), grain="month")
        sentences = [signal_words(found), moved_words([found]), signal_blocks.card_html(course, scope), signal_blocks.lines_html([found])]
        sides = {one.side for one in found.fired}
        for sentence in sentences:
            assert _said(sentence) == _allowed(found.indicator, sides), sentence
            assert ("方向不一" in sentence) == (len(sides) == 2), sentence
        fired_at_all += bool(sides)
        is_mixed += len(sides) == 2
    assert fired_at_all > 500  # the series do speak
    assert is_mixed < fired_at_all


def _allowed(indicator, sides: set[str]) -> set[str]:
    """By hand: which words one side allows."""
    if len(sides) != 1:
        return set()
    (side,) = sides
    moved = {"上升" if side == "high" else "下降"}
    if indicator.direction == "neutral":
        return moved
    is_better = (side == "high") if indicator.direction == "higher" else (side == "low")
    return moved | {"改善" if is_better else "恶化"}


def test_over_random_events_a_claim_about_the_time_between_is_made_exactly_where_a_rule_fired():
    draw, spoken = random.Random(7), 0
    indicator = load_catalog()["case_late_closed_count"]
    for _ in range(600):
        day, days = date(2023, 1, 1), []
        for place in range(draw.choice([3, 10, 25])):
            day += timedelta(days=round(draw.expovariate(1 / (20 if place < 12 else draw.choice([20, 400])))))
            days.append(day)
        found = rare(indicator, days, date(2026, 10, 31) if days[-1] <= date(2026, 10, 31) else days[-1])
        sides = {one.side for one in found.fired}
        assert bool(_said(rare_words(found))) == (len(sides) == 1)
        spoken += bool(sides)
    assert spoken > 10


def test_a_sentence_with_an_unfounded_claim_is_refused():
    with pytest.raises(Unfounded, match="上升"):
        guard("受理量上升")
    with pytest.raises(Unfounded, match="改善"):
        guard("按期办结率上升（改善）", {"上升"})
    assert guard("按期办结率上升", {"上升"}) == "按期办结率上升"


def test_a_value_from_the_data_that_reads_like_a_claim_stands_in_quotes():
    assert group_words("category_1", "人居环境改善") == "“人居环境改善”"
    assert guard(f"受理量 3 件，其中{quoted('人居环境改善')} 2 件")
    assert group_words("category_1", "道路") == "道路"


def test_what_changed_since_a_meeting_claims_only_what_fired():
    indicator = load_catalog()["case_received_count"]
    readings = [Reading(indicator=indicator, period=period, numerator=value, value=float(value)) for period, value in zip(PERIODS, [100, 90] * 12, strict=True)]  # fmt: skip
    quiet = signal(readings, PERIODS)
    assert quiet.fired == ()
    rising = [Fired(rule="run", side="high", places=tuple(range(17, 24)))]
    assert _said(signal_since_words(quiet, rising, readings[-1])) == {"上升"}


def test_how_many_of_the_quiet_courses_speak_by_chance_is_as_the_page_says():
    draw = random.Random(5)
    spoken = 0
    for _ in range(3000):
        spoken += bool((chart := xmr([draw.gauss(100, 10) for _ in range(24)])).at(chart.last))
    assert spoken / 3000 == pytest.approx(BY_CHANCE, abs=0.006)

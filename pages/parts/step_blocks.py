"""The blocks that say in which step the time went: cases that missed their deadline beside those that kept it, and by unit."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from indicators import lateness
from indicators.columns import load_columns
from indicators.definition import load_catalog
from indicators.scope import Scope
from pages.parts import blocks, context, filters
from pages.parts.drill import Drill
from pages.parts.opening_blocks import Opens, opening_table
from reports import figures_causes, steps
from reports.against import Against, against, later_choices
from reports.apportion import signed
from reports.figures_causes import SIDES
from reports.reading import Reading, of
from reports.view import View
from reports.words import cell_words, group_words, number_words, range_words, said

RATE, LATE = "case_overdue_rate", "case_overdue_open_count"
UNIT = "handler_unit"


@st.cache_data(max_entries=32, show_spinner=False)
def _lateness(within: tuple[str, str], scope: Scope, column: str | None) -> lateness.Lateness:
    return lateness.lateness(context.connection(*within), scope, column)


@dataclass(frozen=True, kw_only=True)
class Present:
    """The cases that fell due in the later span: the share of them late, their steps, and both by unit."""

    view: View
    against: Against
    rate: Reading
    left: Reading
    found: lateness.Lateness
    rates: list[Reading]
    units: lateness.Lateness

    @property
    def both(self) -> tuple[steps.Column, steps.Column] | None:
        """The steps of the late cases and of those in time, as printed."""
        return steps.columns(*(self.found.side(is_late) for is_late in (True, False))) if self.found.has_steps else None

    @property
    def where(self) -> str:
        """Place and span, in words."""
        return f"{filters.area_name(self.view.area)}，{range_words(self.against.after.start, self.against.after.end)}"


def present(view: View) -> Present:
    """The later span of the two, as chosen; one scan for the whole and one for the units."""
    held = against(view, blocks.choice("哪段时间", later_choices(view)))
    whole, groups = context.figures_each([((RATE, LATE), ()), ((RATE,), (UNIT,))], held.after)
    return Present(
        view=view,
        against=held,
        rate=of(whole, RATE)[0],
        left=of(whole, LATE)[0],
        found=_lateness(context.key(), held.after, None),
        rates=groups,
        units=_lateness(context.key(), held.after, UNIT),
    )


def sentence(held: Present) -> str:
    """The sentence of the page."""
    return steps.steps_sentence(held.rate, held.found, held.both, held.against.after_name, filters.area_name(held.view.area))


def followed(_: Present) -> tuple[str, ...]:
    """The indicators that the page rests on."""
    return (RATE, LATE)


def apart(held: Present) -> None:
    """The steps as two bars, their table, and the units."""
    if not held.rate.is_known:
        blocks.unavailable(held.rate)
        return
    if held.both is None:
        st.info(f"{steps.few_words(held.found)}。", icon=":material/info:")
    else:
        _steps(held)
    _units(held)


def _steps(held: Present) -> None:
    """Late cases beside those in time."""
    names = steps.step_names(held.found.keys)
    how = "每件平均用时；只含已办结且各步时间齐全的件，时间先后颠倒的不算"
    with blocks.section("超期的件与按期的件", f"{held.where}应办结；{how}", key="steps"):
        main, aside = st.columns([4, 6], gap="medium")
        with main:
            figure = figures_causes.step_bars(held.both, names, blocks.SCREEN)
            st.plotly_chart(figure, key="chart-late-steps", config=blocks.CHART, alt="超期的件与按期的件各步平均用时")
        with aside:
            opening_table(steps_table(held), [{} for _ in range(len(names) + 1)], "late-steps", "各步用时")
        st.caption(_left_words(held))


def _left_words(held: Present) -> str:
    """What the steps cannot say: cases without every stamp, and those still open."""
    told = [f"{name}中{steps.told_words(held.found.side(is_late))}" for name, is_late in zip(SIDES, (True, False), strict=True)]
    missing = [key for key in lateness.STAMPS if key not in held.found.keys]
    names = "、".join(load_columns()[steps.STAMP_NAMES[key]].name for key in missing)
    told += [f"{names}未填报或填得少，并入相邻的一步"] if missing else []
    return "；".join([*told, *([f"期末另有{said(held.left)}，还没有办结，不在内"] if held.left.value else [])]) + "。"


def steps_table(held: Present) -> pd.DataFrame:
    """A row a step and a row of sums: mean time of either side, the difference, and the share of the hours of the late cases."""
    late, kept = held.both
    names = steps.step_names(held.found.keys)
    rows = [_step_row(name, late.hour_tenths[step], kept.hour_tenths[step], late.share_words(step)) for step, name in enumerate(names)]
    return pd.DataFrame([*rows, _step_row("全程", sum(late.hour_tenths), sum(kept.hour_tenths), "")], dtype=object)


def _step_row(name: str, late: int, kept: int, share: str) -> dict[str, str]:
    return {
        "步骤": name,
        f"{SIDES[0]}（小时）": f"{late / 10:,.1f}",
        f"{SIDES[1]}（小时）": f"{kept / 10:,.1f}",
        "相差": signed((late - kept) / 10, 1),
        "占超期件全程（小时）": share,
    }


def _units(held: Present) -> None:
    """Every unit that had a case fall due: the share late, and the mean steps of its late cases."""
    name = load_columns()[UNIT].name
    how = f"{held.where}应办结；各步为超期件每件平均用时，齐全的不足 10 件的不列"
    if not held.rates:
        return
    with blocks.section(f"各{name}", how if held.found.has_steps else f"{held.where}应办结", key="late-units"):
        opening_table(units_table(held), units_opens(held), "late-units", f"超期件各步用时-按{name}")


def units_table(held: Present) -> pd.DataFrame:
    """A row a unit: its share late, how many late cases tell their steps, and their mean steps."""
    names = steps.step_names(held.units.keys) if held.units.has_steps else []
    rows = []
    for one in _in_order(held):
        side = held.units.side(True, one.groups[0])
        told = f"{number_words(side.told)}/{number_words(side.cases)}" if side and names else ""
        cells = dict(zip(names, steps.group_cells(held.units, one.groups[0]), strict=False))
        row = {load_columns()[UNIT].name: group_words(UNIT, one.groups[0]), load_catalog()[RATE].name: cell_words(one)}
        rows.append(row | ({"各步齐全/超期": told} if names else {}) | cells)
    return pd.DataFrame(rows, dtype=object)


def _in_order(held: Present) -> list[Reading]:
    """Units with the most late cases first: by their number, not by their rate."""
    return sorted((one for one in held.rates if one.is_known), key=lambda one: -one.numerator)


def units_opens(held: Present) -> list[Opens]:
    """What the cells of units_table() open to: the cases of the unit that fell due."""
    name = load_catalog()[RATE].name
    return [
        {
            name: Drill(
                indicator=RATE,
                scope=held.against.after,
                where=f"{held.where}，{group_words(UNIT, one.groups[0])}",
                by_values={UNIT: one.groups[0]},
            )
        }
        for one in _in_order(held)
    ]

"""The data in use: which snapshot, one connection to it, and every figure and row asked of it, kept by snapshot name."""

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import streamlit as st

from indicators import coverage, rhythm, times
from indicators.definition import Indicator, load_catalog
from indicators.ledgers import Ledger
from indicators.ledgers import ledgers as ledgers_of
from indicators.measure import measure_each
from indicators.rows import rows
from indicators.scope import Scope
from reports.facts import Fact, published
from reports.reading import Reading, readings
from warehouse.folder import current_name
from warehouse.snapshot import clear_leftovers, is_outdated, open_snapshot

QUERIES = Path(__file__).parent
_first_start = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Extent:
    """What a snapshot holds: the days it covers, whether any row is a demonstration, and what is still unsure about its areas."""

    cases: int
    totals: int  # monthly totals, which are no cases
    records: int  # of the ledgers that state figures of a place
    facts: int  # published, each with its quotation
    first_on: date | None
    last_on: date | None
    last_record_on: date | None  # of the ledgers that state figures of a place
    is_synthetic: bool
    unconfirmed_areas: int
    unplaced_cases: int
    batches: int


def data_dir() -> Path:
    """Where the warehouse lies: GOVERNANCE_DATA, or data/ beside the board."""
    return Path(os.environ.get("GOVERNANCE_DATA") or Path(__file__).parents[2] / "data")


def ensure_data() -> bool:
    """Whether there is a snapshot; a first start without one builds the demonstration township, or where that is off an empty board."""
    _is_swept(str(data_dir()))
    if current_name(data_dir()) is None:
        with st.spinner("首次启动，正在建立演示镇…" if _wants_demonstration() else "首次启动，正在准备空看板…"), _first_start:
            if current_name(data_dir()) is None:
                from etl.load import load_demo, rebuild  # only a first start pays for loading the intake

                (load_demo if _wants_demonstration() else rebuild)(data_dir())
    _bring_up_to_date()
    return current_name(data_dir()) is not None


def _wants_demonstration() -> bool:
    """Unless GOVERNANCE_DEMO=off: a town that begins with its own files."""
    return os.environ.get("GOVERNANCE_DEMO", "").lower() != "off"


@st.cache_resource(max_entries=8, show_spinner=False)
def _is_swept(folder: str) -> bool:
    """What a killed process left in the data folder goes once, when this one starts."""
    clear_leftovers(Path(folder))
    return True


@st.cache_resource(max_entries=64, show_spinner=False)
def _is_outdated(folder: str, name: str) -> bool:
    return is_outdated(Path(folder), name)


def _bring_up_to_date() -> None:
    """A snapshot that another version of the program derived is derived anew, once."""
    name = current_name(data_dir())
    if name is not None and _is_outdated(str(data_dir()), name):
        with st.spinner("程序已更新，正在重新整理数据…"), _first_start:
            if current_name(data_dir()) == name:
                from etl.load import rebuild  # only an update pays for loading the intake

                rebuild(data_dir())


def snapshot() -> str:
    """The name of the snapshot this run reads, the same from its first line to its last."""
    return st.session_state["_snapshot"]


def choose_snapshot() -> None:
    """Fix the snapshot for this run: the current one, so that a new one is picked up at the next."""
    read_snapshot(current_name(data_dir()))


def read_snapshot(name: str | None) -> None:
    """From here on this run reads another snapshot: what was adopted is shown from the data it was adopted on."""
    st.session_state["_snapshot"] = name


@st.cache_resource(max_entries=2, show_spinner=False)
def connection(folder: str, name: str):
    """The one connection to a snapshot, kept for the process: `connection(*key())`, a cursor a query."""
    return open_snapshot(Path(folder), name)


def key() -> tuple[str, str]:
    """What the caches keep everything under: data directory and snapshot. Only a run knows it; what runs later takes it along."""
    return str(data_dir()), snapshot()


Ask = tuple[tuple[str, ...], tuple[str, ...]]  # indicator ids, and the columns they are cut by


@st.cache_data(max_entries=128, show_spinner=False)
def _measured(within: tuple[str, str], asks: tuple[Ask, ...], scope: Scope) -> list[pd.DataFrame]:
    catalog = load_catalog()
    return measure_each(connection(*within), [([catalog[id] for id in ids], by) for ids, by in asks], scope)


def figures_each(asks: Sequence[Ask], scope: Scope) -> list[list[Reading]]:
    """The readings of each (ids, by) in one scope; asked together, one scan of the cases serves them all."""
    return [readings(frame, load_catalog()) for frame in _measured(key(), tuple(asks), scope)]


def figures(ids: tuple[str, ...], scope: Scope, by: tuple[str, ...] = ()) -> list[Reading]:
    """Readings of indicators in a scope, by period and group."""
    return figures_each([(tuple(ids), tuple(by))], scope)[0]


@st.cache_data(max_entries=8, show_spinner=False)
def _rows(within: tuple[str, str], id: str, part: str, scope: Scope, by_values: tuple, limit: int) -> pd.DataFrame:
    return rows(connection(*within), load_catalog()[id], part, scope, dict(by_values), limit)


def cases(
    indicator: Indicator, part: str, scope: Scope, by_values: Mapping[str, object], limit: int | None, within: tuple[str, str]
) -> pd.DataFrame:
    """The rows behind one part of a figure in the snapshot `within`, at most `limit` of them; all of them are not kept in memory."""
    if limit is None:
        return rows(connection(*within), indicator, part, scope, by_values)
    return _rows(within, indicator.id, part, scope, tuple(by_values.items()), limit)


@st.cache_data(max_entries=64, show_spinner=False)
def _cutoffs(within: tuple[str, str], scope: Scope, view: str) -> tuple[date, date] | None:
    return coverage.cutoffs(connection(*within), scope, view)


def cutoffs(scope: Scope, indicator: Indicator) -> tuple[date, date] | None:
    """The oldest and the newest day that what the scope holds of an indicator's domain is known up to."""
    return _cutoffs(key(), scope, indicator.view)


@st.cache_data(max_entries=32, show_spinner=False)
def _curves(within: tuple[str, str], scope: Scope) -> list[times.TimeCurve]:
    return times.curves(connection(*within), scope)


def curves(scope: Scope) -> list[times.TimeCurve]:
    """The time until closing of the cases received in a scope, a curve a period."""
    return _curves(key(), scope)


@st.cache_data(max_entries=32, show_spinner=False)
def _rhythm(within: tuple[str, str], scope: Scope) -> tuple[list, list[rhythm.Step]]:
    return rhythm.arrivals(connection(*within), scope), rhythm.steps(connection(*within), scope)


def arrivals(scope: Scope) -> list[tuple[int, int | None, int]]:
    """Cases received in a scope by weekday and hour."""
    return _rhythm(key(), scope)[0]


def steps(scope: Scope) -> list[rhythm.Step]:
    """How long each step of the handling took, for the cases closed in a scope."""
    return _rhythm(key(), scope)[1]


@st.cache_data(max_entries=16, show_spinner=False)
def _ledgers(within: tuple[str, str], scope: Scope) -> list[Ledger]:
    return ledgers_of(connection(*within), scope)


def ledgers(scope: Scope) -> list[Ledger]:
    """The books that hold something of the scope's area, the stalest first."""
    return _ledgers(key(), Scope(area=scope.area))


@st.cache_data(max_entries=16, show_spinner=False)
def _queried(within: tuple[str, str], query: str) -> list[tuple]:
    with connection(*within).cursor() as cursor:
        return cursor.execute((QUERIES / f"{query}.sql").read_text(encoding="utf-8")).fetchall()


def extent() -> Extent:
    """What the snapshot holds."""
    row = _queried(key(), "extent")[0]
    count, totals, records, facts, first_case, first_entry, last, last_record, synthetic, unconfirmed, unplaced, batches, loaded_at = row
    first = first_case or first_entry or loaded_at
    last = last or (loaded_at and loaded_at + timedelta(days=1))
    return Extent(
        cases=count,
        totals=totals,
        records=records,
        facts=facts,
        first_on=first and first.date(),
        last_on=last and (last - timedelta(microseconds=1)).date(),
        last_record_on=last_record and (last_record - timedelta(microseconds=1)).date(),
        is_synthetic=synthetic,
        unconfirmed_areas=unconfirmed,
        unplaced_cases=unplaced,
        batches=batches,
    )


@dataclass(frozen=True)
class Area:
    """A node of the area tree: path, name, level (县 镇 村 社 网格 未分村), depth from 0, whether only published facts speak of it."""

    path: str
    name: str
    level: str
    depth: int
    is_published: bool


def areas() -> list[Area]:
    """The area tree in reading order."""
    return [Area(*row) for row in _queried(key(), "areas")]


@st.cache_data(max_entries=16, show_spinner=False)
def _facts(within: tuple[str, str], path: str | None) -> list[Fact]:
    return published(connection(*within), path)


def facts(path: str | None) -> list[Fact]:
    """What is published of an area and what lies in it; of everything where none is given."""
    return _facts(key(), path)


@dataclass(frozen=True)
class LedgerEntry:
    """What one ledger holds of one place: its source (contract), name, place, village (None for a town or county), days, records."""

    source: str
    ledger: str
    area_id: str
    village: str | None
    first_on: date | None
    known_to: date | None
    records: int


def ledger_entries() -> list[LedgerEntry]:
    """Who reported what up to when, of the ledgers that state figures of a place."""
    return [LedgerEntry(*row) for row in _queried(key(), "ledgers")]


def in_tree_order(found: list[Reading]) -> list[Reading]:
    """Readings cut by an area first, in the order of the tree."""
    place = {area.path: number for number, area in enumerate(areas())}
    return sorted(found, key=lambda one: place.get(one.groups[0], len(place)))


def choices(column: str) -> list[str | None]:
    """The values of a filter column that occur, the most frequent first; None where some rows are blank."""
    return [value for kind, value in _queried(key(), "choices") if kind == column]

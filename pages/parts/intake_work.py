"""What the intake page has done: files read, checked, published. Each step stands behind the check of the role, and runs beside the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from etl.chosen import Chosen, Given
from etl.guard import masked
from etl.inspection import SheetSeen, inspect
from etl.load import load
from etl.written import save_mapping
from indicators.scope import Scope
from pages.parts import context, roles
from pages.parts.intake_job import Job, begin, watch
from pages.parts.intake_state import (
    CHECK,
    PUBLISH,
    READ,
    Check,
    Intake,
    Place,
    asks,
    change,
    held,
    is_ready,
    place_of,
    start_over,
    structure,
    to_apply,
)
from reports.moved import figures_of
from reports.reading import Reading
from reports.view import month_end, month_start
from warehouse.errors import WarehouseError
from warehouse.snapshot import is_outdated, open_snapshot

MONTHS = 12
WAIT_SECONDS = 20
SPAN = (Path(__file__).parent / "intake_span.sql").read_text(encoding="utf-8")


@roles.writes("读取要导入的文件")
def read(files: list[Given]) -> None:
    """Takes files in hand and makes out what they are."""
    start_over(files)
    _read_again()


@roles.writes("重新核对要导入的文件")
def read_again() -> None:
    """Makes the files in hand out once more, after the ledger or the header row was said."""
    _read_again()


def _read_again() -> None:
    now, folder = held(), context.data_dir()
    said = {place: structure(chosen) for place, chosen in now.chosen.items()}
    change(check=None, said="", job=begin(READ, "正在读取文件…", lambda tell: inspect(now.files, said, folder)))


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


@roles.writes("检查要导入的文件")
def check() -> None:
    """Does everything that publishing does, except to publish."""
    change(check=None, done=None, said="", job=begin(CHECK, "正在检查…", _checking(held(), context.data_dir(), datetime.now())))


def _checking(now: Intake, folder: Path, at: datetime) -> Callable:
    chosen = choices(now)
    measured: list[tuple[Scope, list[Reading]]] = []

    def look(connection) -> None:
        """Measures the draft; how far back depends on what came in with it."""
        ends_on = connection.execute(SPAN, {"loaded_at": at}).fetchall()[0][0]
        if ends_on:
            connection.execute("commit")  # a cursor sees nothing that is not; the draft is thrown away all the same
            scope = _year_up_to(ends_on)
            measured.append((scope, figures_of(connection, scope)))

    def work(tell: Callable[[str], None]) -> Check:
        result = load(folder, now.files, publish=False, now=at, chosen=chosen, look=look, wait_seconds=WAIT_SECONDS, tell=tell)
        if not measured:
            return Check(result=result)
        tell("比较发布前后的数字")
        scope, after = measured[-1]
        return Check(result=result, scope=scope, after=tuple(after), before=_before(folder, result.base, scope))

    return work


def _before(folder: Path, name: str | None, scope: Scope) -> tuple[Reading, ...]:
    """The figures of what is current; none where nothing is, or where another version of the program derived it."""
    if name is None or is_outdated(folder, name):
        return ()
    with open_snapshot(folder, name) as connection:
        return tuple(figures_of(connection, scope))


def _year_up_to(day: date) -> Scope:
    return Scope(start=month_start(day, MONTHS - 1), end=month_end(day))


def choices(now: Intake) -> dict[Place, Chosen]:
    """What is applied to each sheet."""
    found = {place_of(seen): to_apply(seen, now.of(place_of(seen))) for seen in now.seen if not seen.is_watched}
    return {place: chosen for place, chosen in found.items() if chosen != Chosen()}


@dataclass(frozen=True, kw_only=True)
class _Order:
    """Who publishes what, on which version."""

    folder: Path
    now: Intake
    expected: str | None
    by: roles.Visitor
    at: datetime


@roles.writes("开始发布导入的文件")
def publish() -> None:
    """Publishes what was checked, on the version that it was checked against."""
    now = held()
    if now.job:  # clicked twice
        return
    order = _Order(folder=context.data_dir(), now=now, expected=now.check.result.base, by=roles.visitor(), at=_now())
    change(said="", job=begin(PUBLISH, "正在发布…", lambda tell: _publishing(order, tell)))


def _publishing(order: _Order, tell: Callable[[str], None]) -> Check:
    chosen = choices(order.now)
    remembered = _remember(order, chosen)
    result = load(order.folder, order.now.files, now=order.at, chosen=chosen, expected=order.expected, wait_seconds=WAIT_SECONDS, tell=tell)
    if result.snapshot:
        rows = sum(batch.accepted for batch in result.batches)
        roles.record("导入", f"{len(result.batches)} 张表，采用 {rows} 行", order.by)
    return replace(order.now.check, result=result, remembered=remembered)


def _remember(order: _Order, chosen: dict[Place, Chosen]) -> tuple[str, ...]:
    """Saves what was said of sheets under its name, by which next month's file of the platform is recognised; the names."""
    saved: dict[str, None] = {}
    if not any(one.makes_mapping for one in chosen.values()):
        return ()
    for seen in inspect(order.now.files, chosen, order.folder):
        place = place_of(seen)
        if chosen.get(place, Chosen()).makes_mapping and not seen.refused and not seen.is_left_out and seen.applied:
            title = name_of(order.now, seen)
            save_mapping(order.folder, seen.applied, title=title, by=order.by.account, at=order.at)
            saved[title] = None
    return tuple(saved)


def name_of(now: Intake, seen: SheetSeen) -> str:
    """How the mapping of a sheet is called: as was said, else after the file."""
    said = now.names.get(place_of(seen), "").strip()
    return said or masked(seen.file.rpartition(".")[0] or seen.file)[:40]


def attend(job: Job, desk: DeltaGenerator) -> None:
    """Stays with a job until it is done, takes up what it brought, and draws the page anew. What nobody could foresee is raised."""
    watch(job, desk)
    change(job=None)
    try:
        TAKEN[job.kind](job.future.result())
    except WarehouseError as error:
        change(said=str(error))
    st.rerun()


def _take_seen(seen: tuple[SheetSeen, ...]) -> None:
    now = change(seen=seen)
    change(opened=now.opened | {place_of(one) for one in seen if asks(now, one)})
    if is_ready(now) and not any(now.chosen.values()):
        check()


def _take_check(found: Check) -> None:
    change(check=found)


def _take_published(found: Check) -> None:
    """What was published is forgotten but for what became of it."""
    if not found.result.snapshot:
        change(check=found)
        return
    start_over()
    change(done=found)


TAKEN = {READ: _take_seen, CHECK: _take_check, PUBLISH: _take_published}

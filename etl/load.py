"""Files into a published snapshot, in one call: good files publish together, refused ones are reported."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.checked import SHOWN_ISSUES, Checked, checked, issue_count, issues_of
from etl.chosen import Given
from etl.cutoff import Latest
from etl.guard import masked
from etl.intake import Batch, Plan, prepare, take_in
from etl.issue import Issue, Refused
from etl.latest import latest_in, latest_of
from etl.outranked import outranked
from etl.plan import Choices, files_of, plan_file, unknown_name
from etl.reference import load_reference
from etl.rejected import RejectedRows, rejected_of, rejected_wholly
from etl.repeated import outdated_by, repeat
from warehouse.batches import remove_batch
from warehouse.folder import current_name
from warehouse.scratch import scratch_folder
from warehouse.snapshot import Draft, building, open_snapshot

__all__ = ["SHOWN_ISSUES", "LoadResult", "load", "load_demo", "rebuild", "undo"]

DATA = Path(__file__).parent.parent / "data"
SAMPLE, PUBLISHED = DATA / "sample", DATA / "published"
ANYTHING = "*"  # whatever is current may be built upon
MOVED_ON = "检查之后看板的数据已被别的操作更新，这次没有发布；请看过新的对比后再发布。"

Measure = Callable[[duckdb.DuckDBPyConnection], Any]


@dataclass(frozen=True, kw_only=True)
class LoadResult:
    """What a load did. status: published, partial, unchanged, refused, or checked where it was not published.

    `issues` maps batch_id -> at most SHOWN_ISSUES findings; `issue_counts` has them all counted, `checked` the same grouped.
    `rejected` has the rows that were not taken, sheet by sheet, with every reason: what a returned workbook is made of.
    `base` is the snapshot that was current (None where there was none), `looked` what was measured in it and in what is to follow it;
    `moved_on` says in a sentence that it was not published because the snapshot that the person saw is no longer current.
    """

    status: str
    snapshot: str | None
    batches: tuple[Batch, ...]
    refused: tuple[Refused, ...]
    issues: dict[str, list[Issue]]
    issue_counts: dict[str, int]
    demonstration_removed: bool = False
    checked: dict[str, Checked] = field(default_factory=dict)
    rejected: tuple[RejectedRows, ...] = ()
    base: str | None = None
    looked: tuple[Any, Any] | None = None
    moved_on: str = ""


@dataclass(frozen=True, kw_only=True)
class _Order:
    """What is to be done with the sheets of a load."""

    data_dir: Path
    as_of: date | None
    now: datetime
    publish: bool
    look: Measure | None
    expected: str | None
    wait_seconds: float
    tell: Callable[[str], None]


def _tell_nobody(step: str) -> None:
    """Where nobody watches the steps."""


def load(
    data_dir: Path, paths: Iterable[Path | Given], *, source: str | None = None, mapping: str | None = None, as_of: date | None = None,
    publish: bool = True, now: datetime | None = None, chosen: Choices | None = None, look: Measure | None = None,
    expected: str | None = ANYTHING, wait_seconds: float = 0, tell: Callable[[str], None] = _tell_nobody,
) -> LoadResult:  # fmt: skip
    """Loads files and folders into a new snapshot and publishes it (or only checks, with publish=False).

    `as_of` is the day the files speak for where they do not say; `now` is the time of loading, for the record. `chosen` has what a person
    said of a sheet, by (file, sheet). `look` measures a snapshot: it is called on the current one and on the draft. With `expected`, the
    snapshot the person saw (None: there was none), nothing is published where another one is current. WarehouseBusy where another load
    runs for longer than `wait_seconds`. `tell` is told each step, in a few words, before it begins.
    """
    if problem := unknown_name(source, mapping, data_dir):
        return _nothing((Refused("", "", problem),))
    files = files_of(paths)
    if not files:
        return _nothing((Refused("", "", "没有可以导入的文件（认得 .xlsx、.xls 和 .csv）。"),))
    order = _Order(
        data_dir=data_dir, as_of=as_of, now=now or datetime.now().replace(microsecond=0), publish=publish, look=look, expected=expected,
        wait_seconds=wait_seconds, tell=tell,
    )  # fmt: skip
    with scratch_folder(data_dir) as scratch:
        outcomes = [outcome for given in files for outcome in _planned(given, tell, scratch, source, mapping, data_dir, chosen)]
        plans, refused = _sort_out(outcomes)
        if not plans:
            return _nothing(tuple(refused))
        return _build(order, plans, refused)


def load_demo(data_dir: Path) -> LoadResult:
    """Loads the demonstration township, and beside it what was published of a real village; refused where real data is on the board."""
    return load(data_dir, [SAMPLE, PUBLISHED])


def rebuild(data_dir: Path) -> str:
    """Derives the current snapshot anew from its batches and publishes it: after an update of the program or of the reference data."""
    with building(data_dir) as draft:
        load_reference(draft.connection, draft.data_dir)
        return draft.publish()


def undo(data_dir: Path, batch_id: str) -> str | None:
    """Takes one batch back and publishes; the name of the new snapshot, None where the current one has no such batch."""
    with building(data_dir) as draft:
        if not draft.connection.execute("select 1 from import_batch where batch_id = ?", [batch_id]).fetchall():
            return None
        remove_batch(draft.connection, batch_id)
        load_reference(draft.connection, draft.data_dir)
        return draft.publish()


def _planned(given: Given, tell: Callable[[str], None], *asked) -> Iterator[Plan | Refused]:
    tell(f"读取《{masked(given.name)}》")
    return plan_file(given, *asked)


def _nothing(refused: tuple[Refused, ...]) -> LoadResult:
    return LoadResult(status="refused", snapshot=None, batches=(), refused=refused, issues={}, issue_counts={})


def _sort_out(outcomes: list[Plan | Refused]) -> tuple[list[Plan], list[Refused]]:
    """Plans and refusals; demonstration sheets never travel with real ones, published ones with either."""
    plans = [outcome for outcome in outcomes if isinstance(outcome, Plan)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    if {"synthetic", "real"} <= {plan.data_class for plan in plans}:
        refused += [_no_mixing(plan) for plan in plans if plan.data_class == "synthetic"]
        plans = [plan for plan in plans if plan.data_class != "synthetic"]
    return plans, refused


def _no_mixing(plan: Plan) -> Refused:
    return Refused(plan.workbook.file_name, plan.sheet.name, f"《{plan.workbook.file_name}》是演示数据，不能与真实数据放在一起，未导入。")


def _build(order: _Order, plans: list[Plan], refused: list[Refused]) -> LoadResult:
    held, brings_real = set(), any(plan.data_class == "real" for plan in plans)

    def leaves_demonstration() -> bool:
        """Asked under the lock: what was current before may have been replaced since."""
        held.update(_held_classes(order.data_dir))
        return brings_real and "synthetic" in held

    with building(order.data_dir, from_empty=leaves_demonstration, wait_seconds=order.wait_seconds) as draft:
        if "real" in held and any(plan.data_class == "synthetic" for plan in plans):
            return _nothing((*refused, *(_no_mixing(plan) for plan in plans)))
        prepare(draft.connection)
        latest = _latest_days(draft.connection, plans, order.now)
        taken, unkept = [], []
        for plan in plans:
            order.tell(f"检查《{plan.workbook.file_name}》“{plan.sheet.name}”")
            outcome = _take_in_once(draft.connection, plan, latest[plan.workbook.sha256], order.as_of, order.now)
            if isinstance(outcome, Batch):
                taken.append((plan, outcome))
                continue
            refused = [*refused, outcome]
            unkept.append(rejected_wholly(draft.connection, plan))
        return _finish(draft, order, taken, refused, unkept, brings_real and "synthetic" in held)


def _held_classes(data_dir: Path) -> set[str]:
    name = current_name(data_dir)
    if name is None:
        return set()
    with open_snapshot(data_dir, name) as connection:
        return {row[0] for row in connection.execute("select distinct data_class from import_batch").fetchall()}


def _latest_days(connection: duckdb.DuckDBPyConnection, plans: list[Plan], now: datetime) -> dict[str, Latest]:
    """File -> the latest days in any of its sheets."""
    found: dict[str, list[Latest]] = {}
    for plan in plans:
        found.setdefault(plan.workbook.sha256, []).append(latest_in(connection, plan, now))
    return {file: latest_of(sheets) for file, sheets in found.items()}


def _take_in_once(connection: duckdb.DuckDBPyConnection, plan: Plan, latest: Latest, as_of: date | None, now: datetime) -> Batch | Refused:
    """Loads a sheet unless the same bytes were read the same way already; a new cut-off by hand, or another mapping, replaces the old batch."""
    held = connection.execute("select batch_id, cutoff_on from import_batch where batch_id like '%-' || ?", [plan.fingerprint]).fetchall()
    for batch_id, cutoff_on in held:
        if as_of in (None, cutoff_on):
            return repeat(connection, plan, batch_id)
        remove_batch(connection, batch_id)
    old = outdated_by(connection, plan)
    outcome = take_in(connection, plan, latest=latest, given=as_of, now=now)
    if isinstance(outcome, Refused) or not old:
        return outcome
    for batch_id in old:
        remove_batch(connection, batch_id)
    return replace(outcome, notes=(*outcome.notes, "这个文件以前按另一种对应关系导入过，那一批由这一批替换"))


def _finish(
    draft: Draft, order: _Order, taken: list[tuple[Plan, Batch]], refused: list[Refused], unkept: list[RejectedRows], leaves: bool
) -> LoadResult:
    base, batches = current_name(order.data_dir), [batch for _, batch in taken]
    is_new = any(not batch.is_repeat for batch in batches)
    has_moved = is_new and order.publish and order.expected not in (ANYTHING, base)
    if is_new:
        order.tell("与看板现有数据合并")
        load_reference(draft.connection, draft.data_dir)
        draft.derive()
        batches = [_derived(draft.connection, batch) for batch in batches]
    ids = [batch.batch_id for batch in batches]
    found = {
        "issues": {id: issues_of(draft.connection, id) for id in ids}, "issue_counts": {id: issue_count(draft.connection, id) for id in ids},
        "checked": {id: checked(draft.connection, id) for id in ids},
        "looked": _looked(draft, order, base, is_new) if batches and order.look else None,
    }  # fmt: skip
    found["rejected"] = (*unkept, *_rejected(draft.connection, taken, found["checked"]))
    does_publish = is_new and order.publish and not has_moved
    if does_publish:
        order.tell("发布")
    name = draft.publish() if does_publish else None
    status = _status(is_new, bool(batches), bool(refused), order.publish and not has_moved)
    return LoadResult(status=status, snapshot=name, batches=tuple(batches), refused=tuple(refused), base=base,
                      demonstration_removed=leaves and name is not None, moved_on=MOVED_ON if has_moved else "", **found)  # fmt: skip


def _rejected(connection: duckdb.DuckDBPyConnection, taken: list[tuple[Plan, Batch]], found: dict[str, Checked]) -> Iterator[RejectedRows]:
    for plan, batch in taken:
        totals = tuple(f"第 {one.row} 行合计（{one.column}）{one.words}" for one in found[batch.batch_id].totals_wrong)
        yield rejected_of(connection, plan, batch, totals)


def _looked(draft: Draft, order: _Order, base: str | None, is_new: bool) -> tuple[Any, Any]:
    """What is measured in the current snapshot (None where there is none) and in the draft."""
    before = None
    if base:
        with open_snapshot(order.data_dir, base) as connection:
            before = order.look(connection)
    return before, order.look(draft.connection) if is_new else before


def _status(is_new: bool, has_batches: bool, has_refused: bool, publish: bool) -> str:
    if not has_batches:
        return "refused"
    if has_refused:
        return "partial"
    return ("published" if publish else "checked") if is_new else "unchanged"


def _derived(connection: duckdb.DuckDBPyConnection, batch: Batch) -> Batch:
    """What became of a batch beside the others."""
    row = connection.execute("select rows_accepted, rows_rejected from batch_result where batch_id = ?", [batch.batch_id]).fetchall()[0]
    return replace(batch, accepted=row[0], rejected=row[1], notes=(*batch.notes, *outranked(connection, batch)))

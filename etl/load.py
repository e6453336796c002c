"""Files into a published snapshot, in one call: good files publish together, refused ones are reported."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from etl.cutoff import Latest
from etl.intake import Batch, Plan, prepare, take_in
from etl.issue import Issue, Refused
from etl.latest import latest_in, latest_of
from etl.plan import files_of, plan_file, unknown_name
from etl.reference import load_reference
from warehouse.batches import remove_batch
from warehouse.folder import current_name
from warehouse.snapshot import building, open_snapshot

DATA = Path(__file__).parent.parent / "data"
SAMPLE, PUBLISHED = DATA / "sample", DATA / "published"
SHOWN_ISSUES = 500


@dataclass(frozen=True, kw_only=True)
class LoadResult:
    """What a load did. status: published, partial, unchanged, refused, or checked where publishing was not asked for.

    `issues` maps batch_id -> at most SHOWN_ISSUES findings; `issue_counts` has them all counted.
    """

    status: str
    snapshot: str | None
    batches: tuple[Batch, ...]
    refused: tuple[Refused, ...]
    issues: dict[str, list[Issue]]
    issue_counts: dict[str, int]
    demonstration_removed: bool = False


def load(
    data_dir: Path, paths: Iterable[Path], *, source: str | None = None, mapping: str | None = None, as_of: date | None = None,
    publish: bool = True, now: datetime | None = None,
) -> LoadResult:  # fmt: skip
    """Loads files and folders into a new snapshot and publishes it (or only checks, with publish=False).

    `as_of` is the day the files speak for where they do not say; `now` is the time of loading, for the record.
    """
    if problem := unknown_name(source, mapping):
        return _nothing((Refused("", "", problem),))
    files = files_of(paths)
    if not files:
        return _nothing((Refused("", "", "没有可以导入的文件（认得 .xlsx、.xls 和 .csv）。"),))
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = [outcome for path in files for outcome in plan_file(path, Path(scratch), source, mapping)]
        plans, refused = _sort_out(outcomes)
        if not plans:
            return _nothing(tuple(refused))
        return _build(data_dir, plans, refused, as_of, publish, now or datetime.now().replace(microsecond=0))


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


def _build(data_dir: Path, plans: list[Plan], refused: list[Refused], as_of: date | None, publish: bool, now: datetime) -> LoadResult:
    held = _held_classes(data_dir)
    brings_real = any(plan.data_class == "real" for plan in plans)
    if "real" in held and any(plan.data_class == "synthetic" for plan in plans):
        return _nothing((*refused, *(_no_mixing(plan) for plan in plans)))
    leaves = brings_real and "synthetic" in held
    with building(data_dir, from_empty=leaves) as draft:
        prepare(draft.connection)
        latest = _latest_days(draft.connection, plans, now)
        outcomes = [_take_in_once(draft.connection, plan, latest[plan.workbook.sha256], as_of, now) for plan in plans]
        batches = [outcome for outcome in outcomes if isinstance(outcome, Batch)]
        refused = [*refused, *(outcome for outcome in outcomes if isinstance(outcome, Refused))]
        return _finish(draft, batches, refused, publish, leaves)


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
    """Loads a sheet unless the same bytes were read the same way already; a new cut-off by hand replaces the old batch."""
    held = connection.execute("select batch_id, cutoff_on from import_batch where batch_id like '%-' || ?", [plan.fingerprint]).fetchall()
    for batch_id, cutoff_on in held:
        if as_of in (None, cutoff_on):
            return _repeat(connection, plan, batch_id)
        remove_batch(connection, batch_id)
    return take_in(connection, plan, latest=latest, given=as_of, now=now)


def _repeat(connection: duckdb.DuckDBPyConnection, plan: Plan, batch_id: str) -> Batch:
    row = connection.execute(
        "select cutoff_on, rows_read, rows_accepted, rows_rejected, rows_skipped, records, rejected_cells from import_batch where batch_id = ?",
        [batch_id],
    ).fetchall()[0]
    match = plan.match
    return Batch(
        batch_id=batch_id, file=plan.workbook.file_name, sheet=plan.sheet.name, source=match.reading.contract.name,
        mapping=match.reading.mapping.name if match.reading.mapping else "", data_class=plan.data_class, cutoff_on=row[0], rows_read=row[1],
        accepted=row[2], rejected=row[3], skipped=row[4], new=0, changed=0, unchanged=row[5], records=row[5], rejected_cells=row[6], dropped_columns=match.dropped,
        unknown_columns=match.unknown, notes=("这个文件已经导入过，没有变化",), is_repeat=True,
    )  # fmt: skip


def _finish(draft, batches: list[Batch], refused: list[Refused], publish: bool, leaves: bool) -> LoadResult:
    is_new = any(not batch.is_repeat for batch in batches)
    name = None
    if is_new:
        load_reference(draft.connection, draft.data_dir)
        draft.derive()
        batches = [_with_unplaced(draft.connection, batch) for batch in batches]
    issues = {batch.batch_id: _issues(draft.connection, batch.batch_id) for batch in batches}
    counts = {batch.batch_id: _issue_count(draft.connection, batch.batch_id) for batch in batches}
    if is_new and publish:
        name = draft.publish()
    status = _status(is_new, bool(batches), bool(refused), publish)
    return LoadResult(status=status, snapshot=name, batches=tuple(batches), refused=tuple(refused), issues=issues, issue_counts=counts,
                      demonstration_removed=leaves and name is not None)  # fmt: skip


def _status(is_new: bool, has_batches: bool, has_refused: bool, publish: bool) -> str:
    if not has_batches:
        return "refused"
    if has_refused:
        return "partial"
    return ("published" if publish else "checked") if is_new else "unchanged"


def _with_unplaced(connection: duckdb.DuckDBPyConnection, batch: Batch) -> Batch:
    row = connection.execute("select rows_accepted, rows_rejected from batch_result where batch_id = ?", [batch.batch_id]).fetchall()[0]
    return replace(batch, accepted=row[0], rejected=row[1])


ISSUES = """
select source_row, column_name, value, message, severity from row_issue where batch_id = $batch_id
union all
select source_row, '村', village, problem, 'error' from case_unplaced where batch_id = $batch_id
order by source_row limit $shown
"""


def _issues(connection: duckdb.DuckDBPyConnection, batch_id: str) -> list[Issue]:
    return [Issue(*row) for row in connection.execute(ISSUES, {"batch_id": batch_id, "shown": SHOWN_ISSUES}).fetchall()]


def _issue_count(connection: duckdb.DuckDBPyConnection, batch_id: str) -> int:
    return connection.execute(
        "select (select count(*) from row_issue where batch_id = $b) + (select count(*) from case_unplaced where batch_id = $b)",
        {"b": batch_id},
    ).fetchall()[0][0]

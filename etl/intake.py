"""One sheet into a draft: stage, project, check, count, insert. Rows read = accepted + rejected + skipped."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from etl import comparison, projection
from etl.checked import total_of
from etl.cutoff import CutOff, Latest, cut_off
from etl.findings import COMPUTED, error_mask, findings
from etl.guard import masked, number_macros
from etl.issue import Refused
from etl.match import Match
from etl.own_sheets import is_reason
from etl.readers import RawSheet, Table, Workbook, stage, unstage
from etl.readers.celltext import number_text
from etl.units import money_unit, unit_macros

HERE = Path(__file__).parent
MACROS = number_macros() + (HERE / "macros.sql").read_text(encoding="utf-8") + unit_macros()
COLLECT_ISSUES = (HERE / "collect_issues.sql").read_text(encoding="utf-8")
COUNT_ROWS = (HERE / "count_rows.sql").read_text(encoding="utf-8")
STATED_COUNT = re.compile(r"(\d+)\s*(?:件|条|宗|起)")
WORDS = ("text", "choice", "identifier")  # columns in which words are to be expected
SYNTHETIC_MARK = "演示数据"
PUBLISHED_MARK = "公开发布数据"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A sheet that is about to be loaded: where its table is and which column is what."""

    workbook: Workbook
    sheet: RawSheet
    table: Table
    match: Match

    @property
    def texts(self) -> tuple[str, ...]:
        """Where a sheet speaks of itself: title, notes, the header of the reasons in a returned workbook, sheet name, file name."""
        returned = filter(is_reason, self.table.headers)
        return (self.table.title, *self.table.notes, *returned, self.sheet.name, self.workbook.file_name)

    @property
    def data_class(self) -> str:
        """real, unless the sheet or its file says that it is not."""
        said = "".join(self.texts)
        return "synthetic" if SYNTHETIC_MARK in said else "published" if PUBLISHED_MARK in said else "real"

    @property
    def rows_above(self) -> int:
        """Rows that are neither header nor data: titles, notes, a row of column numbers."""
        return self.table.first_data_row - 1 - (self.table.header_row - self.table.top_row + 1)

    @property
    def fingerprint(self) -> str:
        """The same for the same bytes, sheet, contract version and mapping."""
        reading = self.match.reading
        parts = (self.workbook.sha256, self.sheet.name, reading.contract.name, str(reading.contract.version))
        mapping = reading.mapping.digest if reading.mapping else ""
        return hashlib.sha256("\n".join((*parts, mapping)).encode()).hexdigest()[:8]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What became of one sheet. Counts: rows_read = accepted + rejected + skipped; records = new + changed + unchanged.

    A row of a sheet may give several records, or several rows one: `records` are what is kept, `rejected_cells` the records of a row that
    were not, where others of it were.
    """

    batch_id: str
    file: str
    sheet: str
    source: str
    mapping: str
    data_class: str
    cutoff_on: date | None
    rows_read: int
    accepted: int
    rejected: int
    skipped: int
    new: int
    changed: int
    unchanged: int
    records: int
    rejected_cells: int
    dropped_columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    notes: tuple[str, ...]
    is_repeat: bool = False


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Lays down what every sheet is read with; once a connection."""
    connection.execute(MACROS)


def take_in(connection: duckdb.DuckDBPyConnection, plan: Plan, *, latest: Latest, given: date | None, now: datetime) -> Batch | Refused:
    """Loads one planned sheet into the draft and returns what became of it; Refused where no row could be accepted.

    `latest` is what the whole file says of how far it goes, `given` a cut-off set by hand, `now` the time of loading.
    """
    connection.execute("set variable loaded_at = cast($at as timestamp)", {"at": now if plan.data_class == "real" else None})
    counts = project(connection, plan)
    parameters = _parameters(plan)
    if not counts["accepted"]:
        return _all_rejected(connection, plan)
    cutoff = cut_off(plan.texts, latest.happened_on, given, latest.period_end_on)
    batch_id = f"{cutoff.on:%Y%m%d}-{plan.fingerprint}" if cutoff.on else f"undated-{plan.fingerprint}"
    named = {"batch_id": batch_id, "sheet": plan.sheet.name}
    versions = connection.execute(comparison.count_versions(plan.match.reading.contract), {"errors": parameters["errors"]}).fetchall()[0]
    insert = {**named, **parameters, "data_class": plan.data_class}
    connection.execute(projection.insert_rows(plan.match.reading.contract), insert)
    _write_issues(connection, plan, named)
    totals = _control_totals(connection, plan, named)
    batch = _batch(plan, batch_id, cutoff, counts, versions, totals)
    _write_batch(connection, plan, batch, cutoff, counts, totals, now)
    return batch


def project(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict:
    """Stages the sheet and leaves temp tables `projected` (typed records with findings) and `repeated` (keys that stood above).

    Returns how many rows of the sheet are accepted, rejected and skipped (by reason), and the rejected records of accepted rows.
    """
    contract = plan.match.reading.contract
    fill_down = {position for key, position in plan.match.columns.items() if contract.columns[key].fill_down}
    stage(connection, plan.sheet, plan.table, "staged_sheet", fill_down)
    statements = projection.compile_projection(
        plan.match, relation="staged_sheet", column_count=len(plan.table.headers), sheet_unit=money_unit(plan.table.unit)
    )
    headers = [header.rsplit("_", 1)[-1].strip() for header in plan.table.headers]
    for statement in statements:
        _execute(connection, statement, {"ledger": plan.match.reading.ledger, "headers": headers})
    unstage(connection, "staged_sheet")
    _require_every_row(connection, plan)
    connection.execute(projection.close_footer(contract, plan.match))
    errors = {"errors": error_mask(contract, plan.match)}
    connection.execute("create or replace temp table repeated (source_row bigint, source_part integer, first_row bigint, is_same boolean)")
    if not plan.match.is_by_household:
        connection.execute(projection.mark_duplicates(contract), errors)
    counts = _counts(connection, errors["errors"])
    if plan.match.is_by_household:
        connection.execute(projection.add_up_households(contract), errors)
    return counts


def _execute(connection: duckdb.DuckDBPyConnection, statement: str, values: dict) -> None:
    connection.execute(statement, {name: value for name, value in values.items() if f"${name}" in statement})


def _require_every_row(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Nothing vanishes between the file and the staging: a difference is our defect."""
    staged, there = (
        connection.execute("select count(distinct source_row) from projected").fetchall()[0][0],
        plan.sheet.row_count - plan.table.first_data_row + 1,
    )
    if staged != max(there, 0):
        raise AssertionError(f"{plan.workbook.file_name} [{plan.sheet.name}]: {there} rows in the sheet, {staged} staged")


def _parameters(plan: Plan) -> dict:
    reading = plan.match.reading
    return {"ledger": reading.ledger, "errors": error_mask(reading.contract, plan.match)}


def _counts(connection: duckdb.DuckDBPyConnection, errors: int) -> dict:
    """Rows by what became of them; `skipped` maps the reason to its count."""
    found = connection.execute(COUNT_ROWS, {"errors": errors}).fetchall()
    counts = {"accepted": 0, "rejected": 0, "skipped": {}, "rejected_cells": sum(row[2] for row in found)}
    for kind, rows, _ in found:
        if kind in ("accepted", "rejected"):
            counts[kind] = rows
        else:
            counts["skipped"][kind] = rows
    return counts


def _all_rejected(connection: duckdb.DuckDBPyConnection, plan: Plan) -> Refused:
    _find_issues(connection, plan)
    first = connection.execute(
        "select source_row, column_name, message from found_issue where severity = 'error' order by 1 limit 1"
    ).fetchall()
    why = f"第 {first[0][0]} 行“{first[0][1]}”{first[0][2]}" if first else "表头下面没有数据行"
    where = f"《{plan.workbook.file_name}》工作表“{plan.sheet.name}”"
    return Refused(plan.workbook.file_name, plan.sheet.name, f"{where}没有一行可以采用，未导入：{why}。")


def _prepare_findings(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    contract = plan.match.reading.contract
    order = {key: position for position, key in enumerate(contract.columns, start=1)}
    found = findings(contract, plan.match)
    fixed = [None if f.message == COMPUTED else f.message[1:-1].replace("''", "'") for f in found]
    columns = {
        "bit": list(range(len(found))), "column_name": [contract.columns[f.column].name for f in found],
        "position": [order[f.column] for f in found], "is_figure": [contract.columns[f.column].type not in WORDS for f in found], "message": fixed, "severity": [f.severity for f in found],
    }  # fmt: skip
    connection.register("finding_rows", pa.table(columns))
    connection.execute("create or replace temp table finding as select * from finding_rows")
    connection.unregister("finding_rows")
    labels = [part.label for part in plan.match.parts] or [""]
    connection.register("part_labels", pa.table({"source_part": list(range(len(labels))), "label": labels}))
    connection.execute("create or replace temp table part_label as select * from part_labels")
    connection.unregister("part_labels")


def _find_issues(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Leaves temp table `found_issue`: every finding of the projected sheet with its row, column, masked value and words."""
    _prepare_findings(connection, plan)
    contract = plan.match.reading.contract
    key_name = "、".join(contract.columns[key].name for key in contract.key)
    connection.execute(COLLECT_ISSUES, {"key_name": key_name})


def _write_issues(connection: duckdb.DuckDBPyConnection, plan: Plan, named: dict) -> None:
    _find_issues(connection, plan)
    connection.execute(
        "insert into row_issue select $batch_id, $sheet, source_row, column_name, value, message, severity from found_issue", named
    )


def _control_totals(connection: duckdb.DuckDBPyConnection, plan: Plan, named: dict) -> list[dict]:
    """The 合计 rows beside our own sums; each disagreement also becomes a warning on its row."""
    contract = plan.match.reading.contract
    cursor = connection.execute(comparison.control_totals(contract, plan.match))
    names = [d[0] for d in cursor.description]
    totals = [total for row in cursor.fetchall() for total in _compare(contract, dict(zip(names, row, strict=True)))]
    for total in totals:
        if not total["agrees"]:
            says = f"合计行{total_of(total).words}"
            connection.execute(
                "insert into row_issue values ($batch_id, $sheet, $row, $column, $value, $says, 'warn')",
                {**named, "row": total["row"], "column": total["column"], "value": number_text(total["stated"]), "says": says},
            )
    return totals


def _compare(contract, row: dict) -> list[dict]:
    keys = [key.removeprefix("stated_") for key in row if key.startswith("stated_")]
    stated = [(contract.columns[key].name, contract.columns[key].unit, row[f"stated_{key}"], row[f"summed_{key}"]) for key in keys]
    if count := STATED_COUNT.search(row["row_text"] or ""):
        stated.append(("件数", "", int(count[1]), row["counted"]))
    return [
        {"row": row["source_row"], "column": column, "unit": unit, "stated": said, "summed": summed, "agrees": said == summed}
        for column, unit, said, summed in stated if said is not None and summed is not None
    ]  # fmt: skip


def _batch(plan: Plan, batch_id: str, cutoff: CutOff, counts: dict, versions: tuple, totals: list[dict]) -> Batch:
    match, titles = plan.match, plan.rows_above
    skipped = sum(counts["skipped"].values()) + titles
    notes = [
        f"表头“{'”“'.join(map(masked, headers))}”都可作为{match.reading.contract.columns[column].name}，未采用，请用映射指明"
        for column, headers in match.ambiguous.items()
    ]
    notes += [f"另有 {counts['rejected_cells']} 格未采用，见提示"] if counts["rejected_cells"] else []
    notes += ["一行一户，已按村汇总后保存，户主等信息未保存"] if match.is_by_household else []
    notes += [f"第 {one['row']} 行合计（{one['column']}）{total_of(one).words}" for one in totals if not one["agrees"]]
    return Batch(
        batch_id=batch_id, file=plan.workbook.file_name, sheet=plan.sheet.name, source=match.reading.contract.name,
        mapping=match.reading.mapping.name if match.reading.mapping else "", data_class=plan.data_class, cutoff_on=cutoff.on,
        rows_read=counts["accepted"] + counts["rejected"] + skipped, accepted=counts["accepted"], rejected=counts["rejected"], skipped=skipped,
        new=versions[0], changed=versions[1], unchanged=versions[2],
        records=sum(versions), rejected_cells=counts["rejected_cells"], dropped_columns=tuple(map(masked, match.dropped)), unknown_columns=tuple(map(masked, match.unknown)), notes=tuple(notes),
    )  # fmt: skip


def _write_batch(
    connection: duckdb.DuckDBPyConnection, plan: Plan, batch: Batch, cutoff: CutOff, counts: dict, totals: list[dict], now: datetime
) -> None:
    reading = plan.match.reading
    skipped = {**counts["skipped"], "title": plan.rows_above}
    values = {
        "batch_id": batch.batch_id, "file_name": batch.file, "file_sha256": plan.workbook.sha256, "sheet": batch.sheet, "source": batch.source,
        "mapping": batch.mapping, "contract_version": reading.contract.version, "ledger": reading.ledger, "data_class": batch.data_class,
        "cutoff_on": cutoff.on, "cutoff_basis": cutoff.basis, "loaded_at": now, "encoding": plan.workbook.encoding,
        "header_row": plan.table.header_row, "columns_present": list(plan.match.present), "dropped_columns": list(batch.dropped_columns),
        "unknown_columns": list(batch.unknown_columns), "rows_read": batch.rows_read, "rows_accepted": batch.accepted,
        "rows_rejected": batch.rejected, "rows_skipped": batch.skipped, "skipped": json.dumps(skipped, ensure_ascii=False),
        "control_totals": json.dumps(totals, ensure_ascii=False), "new_rows": batch.new, "changed_rows": batch.changed, "unchanged_rows": batch.unchanged, "records": batch.records, "rejected_cells": batch.rejected_cells,
    }  # fmt: skip
    names = ", ".join(values)
    marks = ", ".join(f"${name}" for name in values)
    connection.execute(f"insert into import_batch ({names}) values ({marks})", values)  # noqa: S608

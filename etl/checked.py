"""What checking a sheet found, in the order in which a person asks: how many rows, which totals do not agree, what was wrong how often."""

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.contract import Contract, contracts
from etl.findings import SAYS
from etl.issue import Issue
from etl.readers.celltext import number_text

CHECKED = (Path(__file__).parent / "checked.sql").read_text(encoding="utf-8")
SHOWN_ISSUES = 500
EXAMPLES = 3
KINDS = 200  # different findings, villages and values that are listed
SKIPPED = {
    "title": "标题和说明行", "blank": "空行", "total": "合计行", "footer": "表尾说明", "header": "重复的表头", "section": "分段标题", "empty": "没有填写的行",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Total:
    """A 合计 cell that says another number than its rows add up to."""

    row: int
    column: str
    stated: float
    summed: float
    unit: str = ""

    @property
    def words(self) -> str:
        """What the row says and what its rows add up to, with the unit that the board keeps."""
        return f"写的是 {number_text(self.stated)}{self.unit}，逐行相加是 {number_text(self.summed)}{self.unit}"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was wrong, how often, and up to three places where."""

    column: str
    message: str
    severity: str
    count: int
    examples: tuple[Issue, ...]


@dataclass(frozen=True, kw_only=True)
class UnknownValue:
    """A text that a column of fixed choices does not know: it can be said which choice it is. One that had to be masked is not listed."""

    column: str
    column_name: str
    value: str
    count: int
    choices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnknownVillage:
    """A village that the area ledger does not know: it can be said whose alias it is."""

    village: str
    problem: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The check of one sheet. read = accepted + rejected + skipped; `skipped_by` is reason -> rows, `control_totals` how many 合计 cells agreed."""

    read: int
    accepted: int
    rejected: int
    skipped: int
    skipped_by: dict[str, int]
    totals_compared: int
    totals_wrong: tuple[Total, ...]
    findings: tuple[Finding, ...]
    unknown_values: tuple[UnknownValue, ...]
    unknown_villages: tuple[UnknownVillage, ...]


def checked(connection: duckdb.DuckDBPyConnection, batch_id: str) -> Checked:
    """What the check of a batch in a derived snapshot or draft found."""
    row = connection.execute(
        "select r.rows_read, r.rows_accepted, r.rows_rejected, r.rows_skipped, b.skipped, b.control_totals, b.source "
        "from batch_result r join import_batch b using (batch_id) where batch_id = ?",
        [batch_id],
    ).fetchall()[0]
    totals = json.loads(row[5])
    found = _findings(connection, batch_id)
    return Checked(
        read=row[0], accepted=row[1], rejected=row[2], skipped=row[3],
        skipped_by={SKIPPED.get(kind, kind): count for kind, count in json.loads(row[4]).items() if count},
        totals_compared=len(totals), totals_wrong=tuple(total_of(one) for one in totals if not one["agrees"]), findings=found,
        unknown_values=_unknown_values(connection, batch_id, contracts()[row[6]]), unknown_villages=_unknown_villages(connection, batch_id),
    )  # fmt: skip


def total_of(one: dict) -> Total:
    """One 合计 as a batch keeps it."""
    return Total(**{key: said for key, said in one.items() if key != "agrees"})


def _findings(connection: duckdb.DuckDBPyConnection, batch_id: str) -> tuple[Finding, ...]:
    rows = connection.execute(CHECKED, {"batch_id": batch_id, "examples": EXAMPLES, "kinds": KINDS}).fetchall()
    return tuple(
        Finding(
            column=column, message=message, severity=severity, count=count,
            examples=tuple(Issue(place["source_row"], column, place["value"], message, severity) for place in places),
        )
        for column, message, severity, count, places in rows
    )  # fmt: skip


def _unknown_values(connection: duckdb.DuckDBPyConnection, batch_id: str, contract: Contract) -> tuple[UnknownValue, ...]:
    named = {column.name: column for column in contract.columns.values() if column.type == "choice"}
    rows = connection.execute(
        "select split_part(column_name, '（', 1), value, count(*) from row_issue where batch_id = ? and message = ? and value is not null and value not like '%****%' and value not like '（%' "
        "group by all order by 3 desc, 1, 2 limit ?",
        [batch_id, SAYS["choice"], KINDS],
    ).fetchall()
    return tuple(
        UnknownValue(column=column.key, column_name=name, value=value, count=count, choices=tuple(column.choices))
        for name, value, count in rows if (column := named.get(name))
    )  # fmt: skip


def _unknown_villages(connection: duckdb.DuckDBPyConnection, batch_id: str) -> tuple[UnknownVillage, ...]:
    rows = connection.execute(
        "select village, problem, count(*) from case_unplaced where batch_id = ? group by all order by 3 desc, 1 limit ?", [batch_id, KINDS]
    ).fetchall()
    return tuple(UnknownVillage(village=village, problem=problem, count=count) for village, problem, count in rows)


ISSUES = """
select source_row, column_name, value, message, severity from row_issue where batch_id = $batch_id
union all
select source_row, '村', village, problem, 'error' from case_unplaced where batch_id = $batch_id
order by source_row limit $shown
"""


def issues_of(connection: duckdb.DuckDBPyConnection, batch_id: str) -> list[Issue]:
    """The first SHOWN_ISSUES findings of a batch, in the order of its rows."""
    return [Issue(*row) for row in connection.execute(ISSUES, {"batch_id": batch_id, "shown": SHOWN_ISSUES}).fetchall()]


def issue_count(connection: duckdb.DuckDBPyConnection, batch_id: str) -> int:
    """All findings of a batch, counted."""
    return connection.execute(
        "select (select count(*) from row_issue where batch_id = $b) + (select count(*) from case_unplaced where batch_id = $b)",
        {"b": batch_id},
    ).fetchall()[0][0]

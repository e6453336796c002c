"""What the figures of a score workbook rest on: the snapshot, its batches, how far the data reach, what was given by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from indicators.cohort import fetch
from indicators.scheme import Scheme
from reports.scheme_columns import BONUS_KINDS

QUERIES = Path(__file__).parent
SYNTHETIC = "演示数据：这个镇并不存在，所有数字均为虚构，仅供试用"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A snapshot by name, its batches a line each, the last day that the data reach; `state` is 初步, 公示 or 定稿, blank where none was ruled;
    `manual` the manual items a line each, by header."""

    snapshot: str = ""
    batches: Sequence[tuple] = ()
    known_to: date | None = None
    is_synthetic: bool = False
    state: str = ""
    manual: Sequence[Mapping[str, object]] = ()

    @property
    def marks(self) -> list[str]:
        """What must be read with every figure: that the data are made up."""
        return [SYNTHETIC] if self.is_synthetic else []


def known_to(connection) -> date | None:
    """The last day that the data of a snapshot reach; None where it holds none."""
    _, [(day,)] = fetch(connection, (QUERIES / "score_known.sql").read_text(encoding="utf-8"), {})
    return day


def source_of(connection, snapshot: str, *, state: str = "", manual: Sequence[Mapping[str, object]] = ()) -> Source:
    """What a connection's snapshot, of this name, holds."""
    _, rows = fetch(connection, (QUERIES / "score_source.sql").read_text(encoding="utf-8"), {})
    return Source(
        snapshot=snapshot,
        batches=tuple(row[:-1] for row in rows),
        known_to=known_to(connection),
        is_synthetic=any(row[-1] == "synthetic" for row in rows),
        state=state,
        manual=manual,
    )


def manual_lines(scheme: Scheme, noted: Iterable, start: date, end: date) -> list[dict]:
    """The manual items that count in a period, as the journal holds them (warehouse.journal_bonuses.Noted), by the headers of the workbook."""
    declared = {bonus.id: bonus for bonus in scheme.bonuses}
    return [
        {
            "村": one.village.rsplit("/", 1)[-1], "类别": BONUS_KINDS[declared[one.item].kind], "事项": declared[one.item].name, "次数": one.times,
            "说明": one.text, "文号": one.document_no, "批准人": one.approver, "日期": one.on, "失效日期": one.expires_on,
            "佐证材料": one.evidence, "记录人": one.written_by,
        }
        for one in noted
        if one.counts_in(start, end) and one.item in declared
    ]  # fmt: skip

"""The queries that set accepted rows beside what is held already, and beside what a 合计 row states."""
# ruff: noqa: S608

from etl.contract import Column, Contract
from etl.match import Match
from etl.projection import ACCEPTED


def count_versions(contract: Contract) -> str:
    """The query that counts accepted rows as new, changed or unchanged beside the latest version already held."""
    return f"""
with held as (
    select r.key_hash, arg_max(r.content_hash, (b.cutoff_on, b.file_sha256)) as content_hash
    from {contract.table} r join import_batch b using (batch_id)
    where r.key_hash in (select key_hash from projected) group by r.key_hash)
select count(*) filter (where h.key_hash is null), count(*) filter (where h.content_hash <> p.content_hash),
       count(*) filter (where h.content_hash = p.content_hash)
from projected p anti join repeated using (source_row, source_part) left join held h using (key_hash)
where {ACCEPTED}
"""


def control_totals(contract: Contract, match: Match) -> str:
    """The query that lists each 合计 row: its number, its text, and per additive column what it states and what the rows above add up to.

    A 小计 row speaks for the rows since the total row before it, any other for all rows of the sheet.
    """
    given = {*match.columns, *(key for part in match.parts for key in part.columns)}
    additive = [c for c in contract.columns.values() if c.additive and c.key in given]
    pairs = "".join(
        f", {_rounded(c, f't.{c.key}')} as stated_{c.key}, {_rounded(c, _summed(c, contract))} as summed_{c.key}" for c in additive
    )
    counted = f"count(d.source_row) filter ({contract.total_where})"
    return f"""
with total as (
    select *, case when contains(fold(row_text), '小计')
                   then coalesce(lag(source_row) over (partition by source_part order by source_row), 0) else 0 end as after_row
    from projected where row_role = 'total')
select t.source_row, t.row_text, {counted} as counted{pairs}
from total t left join projected d on d.row_role = 'data' and d.source_part = t.source_part and d.source_row > t.after_row
     and (d.source_row < t.source_row or not contains(fold(t.row_text), '小计'))
group by all order by t.source_row
"""


def _summed(column: Column, contract: Contract) -> str:
    return f"sum(d.{column.key}) filter ({contract.total_where})"


def _rounded(column: Column, figure: str) -> str:
    """Whole numbers as they are; figures to the cent, so that a sum of decimals equals what a person adds up."""
    return f"cast({figure} as bigint)" if column.type == "integer" else f"round({figure}, 2)"

"""SQL for the figures with a unit of one sheet: each different cell is read and converted once, then put back into its row.

This is one of the few places that write SQL text: names come from contracts, values are quoted by `literal`. The conversion itself stands in
figures.sql: compiled once, and not once a column.
"""
# ruff: noqa: S608

from pathlib import Path

from etl.cells import literal
from etl.contract import Column, Contract

FIGURES = ("quantity", "measure")
TEXT = (Path(__file__).parent / "figures.sql").read_text(encoding="utf-8")


def figure_columns(contract: Contract) -> list[Column]:
    """The columns that hold a figure with a unit."""
    return [column for column in contract.columns.values() if column.type in FIGURES]


def read_figures(contract: Contract) -> str:
    """The statement that fills temp table `figure` (source_row, source_part and what pivot_figures needs) from `staged_record`."""
    cells = "\n    union all\n    ".join(_cell(column, place, contract) for place, column in enumerate(figure_columns(contract)))
    return TEXT.replace("{cells}", cells)


def _cell(column: Column, place: int, contract: Contract) -> str:
    """The cells of one column: what is written, the unit its header gives, the one its own column says, the one wanted, and what it is of."""
    said = f"t_{column.unit_from}" if column.unit_from else "cast(null as varchar)"
    wanted = literal(column.unit) if column.type == "quantity" else _item_unit(column, contract)
    context = f"concat_ws(' ', {column.context}, {literal(column.name)})" if column.context else literal(column.name + column.unit)
    return (
        f"select source_row, source_part, {place} as place, {literal(column.key)} as key, t_{column.key} as x, h_{column.key} as h, {said} as said, "
        f"{wanted} as wanted, {str(column.type == 'quantity').lower()} as is_exact, {context} as context from staged_record where t_{column.key} is not null and row_role in ('data', 'total')"
    )


def _item_unit(column: Column, contract: Contract) -> str:
    """What the item of a measure is measured in, where the contract says it."""
    items = {name: one.unit for name, one in contract.spread.items() if one.unit}
    if not items or not column.context:
        return "cast(null as varchar)"
    return f"map([{', '.join(map(literal, items))}], [{', '.join(map(literal, items.values()))}])[{column.context}]"


def pivot_figures(contract: Contract) -> str:
    """A query over `figure`: one row a record, each column's value, what is wrong with it (p_…), the unit of a measure (w_…), bounds and raw."""
    columns = figure_columns(contract)
    picked = [
        f"max(value) filter (where key = {literal(c.key)}) as {c.key}, max(problem) filter (where key = {literal(c.key)}) as p_{c.key}"
        for c in columns
    ]
    picked += [f"max(unit) filter (where key = {literal(c.key)}) as w_{c.key}" for c in columns if c.type == "measure"]
    return f"""select source_row, source_part, {", ".join(picked)},
        string_agg(key || ':' || bound, ',' order by place) filter (where bound <> '') as figure_bounds,
        string_agg(to_json(key) || ':' || to_json(written), ',' order by place) filter (where written is not null) as figures_written
    from figure group by source_row, source_part"""

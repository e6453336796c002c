"""A scheme as tables: to be read, to be edited like the sheets of its workbook, and what one version has otherwise than another."""

from collections.abc import Iterable, Mapping, Sequence

from indicators.definition import load_catalog
from indicators.scheme import Item, Scheme, scheme_dict
from reports.scheme_columns import BANDS, BONUSES, FRAME, ITEMS, SHEETS, SMALL, WINDOWS, Column

FOLLOWING = ("pillar_id", "id")  # of an item: found again by the names, so that a name may be changed alone
EDITED = {"指标": tuple(column for column in ITEMS if column.key not in FOLLOWING), "加减分": BONUSES, "等次": BANDS}
GIVEN = ("id", "version", "adopted_on", "adopted_by")  # of the frame: not for the editor, adoption sets them
Rows = Sequence[Sequence[object]]


def items_table(scheme: Scheme) -> list[dict[str, object]]:
    """A row an item, to be read: pillar, indicator, weight, goalposts with unit, window and gate, what is done with few rows, basis."""
    return [_read_row(f"{pillar.name}（{pillar.weight:g}）", item) for pillar in scheme.pillars for item in pillar.items]


def _read_row(pillar: str, item: Item) -> dict[str, object]:
    indicator = load_catalog().get(item.id)
    unit = "%" if item.is_own_trend else indicator.unit if indicator else ""
    return {
        "一级指标（权重）": pillar,
        "指标": indicator.name if indicator else f"{item.id}（已停用）",
        "权重": item.weight,
        "零分→满分": f"{item.goalpost.low:g}→{item.goalpost.target:g}{unit if unit == '%' else f' {unit}'}",
        "计算": _counting(item),
        "不足 20 件": _small(item, unit),
        "依据": item.goalpost.basis,
    }


def _counting(item: Item) -> str:
    window = "只与本村上年比" if item.is_own_trend else WINDOWS.get(item.window_months, "")
    gate = load_catalog().get(item.gate)
    return f"{window}；{gate.name}≥{item.gate_at:g}%" if gate else window


def _small(item: Item, unit: str) -> str:
    if item.small != "shrink" or item.prior is None or item.prior_size is None:
        return SMALL.get(item.small, "")
    return f"向 {item.prior:g}{unit} 收缩（当 {item.prior_size:g} 件）"


def edited_tables(scheme: Scheme) -> dict[str, list[dict[str, object]]]:
    """The sheets 指标, 加减分 and 等次 as rows by header, as their cells are written."""
    declared = scheme_dict(scheme)
    items = [
        {"pillar_name": pillar["name"], **item, **item["goalpost"], "name": item["id"]}
        for pillar in declared["pillars"]
        for item in pillar["items"]
    ]
    lines = {"指标": items, "加减分": declared["bonuses"], "等次": declared["bands"]}
    return {
        title: [{column.header: column.written(line[column.key]) for column in EDITED[title]} for line in lines[title]] for title in EDITED
    }


def sheets_of(base: Scheme, frame: Mapping[str, object], tables: Mapping[str, Iterable[Mapping[str, object]]]) -> dict[str, Rows]:
    """The sheets that a workbook would have with what was edited: the frame by header, the tables by row; ids as in the scheme edited from."""
    kept = {column.header: column.written(getattr(base, column.key)) for column in FRAME if column.key in GIVEN}
    pillar_ids = {pillar.name: pillar.id for pillar in base.pillars}
    sheets = {"办法": [["项目", "内容"], *([column.header, _cell((kept | frame)[column.header])] for column in FRAME)]}
    for title, columns in SHEETS.items():
        rows = [_row(columns, line, pillar_ids if title == "指标" else {}) for line in tables[title]]
        sheets[title] = [[column.header for column in columns], *rows]
    return sheets


def _cell(value: object) -> object:
    """A cell as a workbook gives it: blank where there is nothing."""
    return "" if value is None or value != value else value


def _row(columns: Sequence[Column], line: Mapping[str, object], pillar_ids: Mapping[str, str]) -> list[object]:
    cells = {column.key: _cell(line.get(column.header)) for column in columns}
    if "pillar_id" in cells:
        cells["pillar_id"] = pillar_ids.get(cells["pillar_name"], "")
    return list(cells.values())


def scheme_changes(before: Scheme, after: Scheme) -> list[str]:
    """What a scheme has otherwise than another, a sentence a part: the frame, items gone, new and changed, manual items, bands."""
    old, new = edited_tables(before), edited_tables(after)
    frame = [
        (column.header, *(column.written(getattr(one, column.key)) for one in (before, after)))
        for column in FRAME
        if column.key not in GIVEN
    ]
    found = [f"{header}：{_said(a)} → {_said(b)}。" for header, a, b in frame if a != b]
    return found + [
        sentence
        for title, key in (("指标", "指标"), ("加减分", "编号"), ("等次", "等次"))
        for sentence in _changed(old[title], new[title], key)
    ]


def _changed(old: Iterable[Mapping[str, object]], new: Iterable[Mapping[str, object]], key: str) -> list[str]:
    before, after = ({row[key]: row for row in rows} for rows in (old, new))
    found = [f"去掉{before[one].get('事项', one)}。" for one in before if one not in after]
    found += [f"增加{after[one].get('事项', one)}。" for one in after if one not in before]
    for one in before:
        moved = [
            f"{header} {_said(value)} → {_said(after[one][header])}"
            for header, value in before[one].items()
            if one in after and value != after[one][header]
        ]
        if moved:
            found.append(f"{before[one].get('事项', one)}：{'，'.join(moved)}。")
    return found


def _said(value: object) -> str:
    return "空" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)

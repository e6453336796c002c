"""`python -m indicators …`: the catalog, any number of it, and the rows behind the number."""

import argparse
import json
import os
import re
import sys
from datetime import date
from pathlib import Path

import pandas as pd

from indicators.area import find_area
from indicators.columns import for_people
from indicators.coverage import cutoffs
from indicators.definition import Indicator, load_catalog
from indicators.measure import measure
from indicators.rows import rows
from indicators.scope import GRAINS, Scope, ScopeError, bounds
from reports.reading import readings
from reports.tables import csv_text
from reports.words import cell_words, group_words, period_words
from warehouse.errors import WarehouseError
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

DONE, REFUSED = 0, 2


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path(os.environ.get("GOVERNANCE_DATA") or "data"), help="数据文件夹")
    shared.add_argument("--json", action="store_true", help="只输出 JSON")
    asked = argparse.ArgumentParser(add_help=False, parents=[shared])
    asked.add_argument("indicator", nargs="+", metavar="ID", help="指标标识或代码，如 case_on_time_rate 或 C05")
    asked.add_argument("--area", help="地区名或路径，含其下级")
    asked.add_argument("--from", dest="start", metavar="YYYY-MM", help="起始月或日")
    asked.add_argument("--to", dest="end", metavar="YYYY-MM", help="截止月或日，含当月当日")
    asked.add_argument("--as-of", help="回到这一天结束时")
    asked.add_argument("--grain", default="all", help=f"统计粒度：{'、'.join(GRAINS)}")
    asked.add_argument("--filter", action="append", default=[], metavar="列=值", help="只看某列的某值，可重复")
    parser = argparse.ArgumentParser(prog="python -m indicators", description="指标的口径、数值和明细")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", parents=[shared], help="全部指标")
    value = commands.add_parser("value", parents=[asked], help="指标的数值")
    value.add_argument("--by", action="append", default=[], metavar="列", help="按列分组，可重复")
    behind = commands.add_parser("rows", parents=[asked], help="数值背后的行")
    behind.add_argument("--part", help="numerator 或 denominator")
    behind.add_argument("--group", action="append", default=[], metavar="列=值", help="只看某一组，可重复")
    behind.add_argument("--limit", type=int, help="最多几行")
    return parser


def _day(text: str | None, place: int) -> date | None:
    """The first (place 0) or last (place 1) day of what was written."""
    if text is None:
        return None
    try:
        return bounds(text)[place] if re.fullmatch(r"\d{4}-\d{2}", text) else date.fromisoformat(text)
    except ValueError as error:
        raise ScopeError(f"「{text}」不是日期，应写作 2026-10 或 2026-10-31。") from error


def _pairs(written: list[str]) -> dict[str, tuple[str | None, ...]]:
    """列=值 pairs by column; nothing after the sign means blank."""
    found = {}
    for pair in written:
        column, sign, value = pair.partition("=")
        if not sign:
            raise ScopeError(f"「{pair}」应写作 列=值。")
        found[column] = (*found.get(column, ()), value or None)
    return found


def _scope(connection, arguments: argparse.Namespace) -> Scope:
    return Scope(
        area=arguments.area and find_area(connection, arguments.area),
        start=_day(arguments.start, 0),
        end=_day(arguments.end, 1),
        grain=arguments.grain,
        as_of=_day(arguments.as_of, 1),
        filters=_pairs(arguments.filter),
    )


def _indicators(names: list[str]) -> list[Indicator]:
    known = {name: indicator for indicator in load_catalog().values() for name in (indicator.id, indicator.code)}
    for name in names:
        if name not in known:
            raise ScopeError(f"没有指标「{name}」，全部指标见 python -m indicators list。")
    return [known[name] for name in names]


def _open(data: Path):
    name = current_name(data)
    if name is None:
        raise ScopeError(f"{data} 中还没有数据，请先导入：python -m etl load 文件。")
    return open_snapshot(data, name)


def _say(arguments: argparse.Namespace, answer: object, lines: list[str]) -> int:
    print(json.dumps(answer, ensure_ascii=False, default=str) if arguments.json else "\n".join(lines))
    return DONE


def _list(arguments: argparse.Namespace) -> int:
    keys = ("id", "code", "name", "kind", "unit", "direction", "definition", "by", "owner", "version", "since", "not_replayable")
    answer = [{key: getattr(indicator, key) for key in keys} for indicator in load_catalog().values()]
    return _say(arguments, answer, [f"{one['code']:<5} {one['id']:<26} {one['name']}：{one['definition']}" for one in answer])


def _plain(value: object) -> object:
    if value is None or value is pd.NA or value != value:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _value(arguments: argparse.Namespace) -> int:
    indicators = _indicators(arguments.indicator)
    connection = _open(arguments.data)
    scope = _scope(connection, arguments)
    frame = measure(connection, indicators, scope, arguments.by)
    known = {indicator.id: cutoffs(connection, scope, indicator.view) for indicator in indicators}
    answer = []
    for row in frame.to_dict("records"):
        indicator = load_catalog()[row["indicator"]]
        note = row.pop("note")
        row = {name: value for name, value in row.items() if name not in ("low", "high", "shadow") or _plain(value) is not None}
        said = {
            "unit": indicator.unit,
            "as_of": known[indicator.id] and known[indicator.id][0],
            "definition_version": indicator.version,
            "note": note,
        }
        answer.append({name: _plain(value) for name, value in row.items()} | said)
    return _say(arguments, answer, _lines(frame, arguments.by))


def _lines(frame: pd.DataFrame, by: list[str]) -> list[str]:
    lines = []
    for one in readings(frame, load_catalog()):
        groups = [group_words(column, value) for column, value in zip(by, one.groups, strict=True)]
        places = [one.indicator.name, *([] if one.period == "all" else [period_words(one.period)]), *groups]
        lines.append(f"{' · '.join(places)}：{cell_words(one)}{f'（{one.note}）' if one.note else ''}")
    return lines


def _rows(arguments: argparse.Namespace) -> int:
    connection = _open(arguments.data)
    frames = []
    for indicator in _indicators(arguments.indicator):
        part = arguments.part or next(iter(indicator.parts))
        groups = {column: values[0] for column, values in _pairs(arguments.group).items()}
        frames.append(rows(connection, indicator, part, _scope(connection, arguments), groups, arguments.limit))
    frame = pd.concat(frames) if len(frames) > 1 else frames[0]
    answer = [{name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]
    return _say(arguments, answer, [csv_text(for_people(frame)).strip(), f"共 {len(frame)} 行"])


COMMANDS = {"list": _list, "value": _value, "rows": _rows}


def main(words: list[str] | None = None) -> int:
    """Run one command; 0 done, 2 refused with one Chinese sentence on stderr."""
    arguments = _parser().parse_args(words)
    try:
        return COMMANDS[arguments.command](arguments)
    except (ScopeError, WarehouseError) as error:
        print(str(error), file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())

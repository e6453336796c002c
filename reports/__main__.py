"""`python -m reports …`: what the papers are made of, as JSON, as lines, or as a workbook."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from indicators.area import find_area
from indicators.scheme import Scheme, default_scheme, read_scheme
from indicators.scheme_check import problems
from indicators.scope import ScopeError
from reports.assessing import Assessment, assess, period_bounds
from reports.final_score import digest, figures_text
from reports.scheme_book import read_scheme_book
from reports.score_answer import score_answer, score_lines
from reports.score_book import score_book
from reports.score_source import manual_lines, source_of
from warehouse.errors import WarehouseError
from warehouse.folder import current_name
from warehouse.journal_assessments import rulings
from warehouse.journal_bonuses import bonuses, counted
from warehouse.journal_schemes import scheme_on
from warehouse.snapshot import open_snapshot

DONE, REFUSED = 0, 2
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-H[12])?")
UNFIT = re.compile(r'[\\/:*?"<>|]')  # for the name of a file


class Refused(Exception):
    """The input is refused: one Chinese sentence an argument."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="考核得分和其他材料")
    commands = parser.add_subparsers(dest="command", required=True)
    score = commands.add_parser("score", help="各村考核得分")
    score.add_argument("--period", required=True, metavar="2026-Q3", help="考核期：2026-Q3、2026-H1 或 2026")
    score.add_argument("--area", help="地区名或路径，含其下级；不写为全部")
    score.add_argument("--scheme", type=Path, metavar="FILE.xlsx", help="考核办法工作簿；不写用考核期末已审定的一版，没有则用示例")
    score.add_argument("--data", type=Path, default=Path(os.environ.get("GOVERNANCE_DATA") or "data"), help="数据文件夹")
    score.add_argument("-o", "--output", type=Path, metavar="DIR", help="把带公式的得分工作簿写到这个文件夹")
    score.add_argument("--json", action="store_true", help="只输出 JSON")
    return parser


def _period(written: str) -> tuple[date, date]:
    if not PERIOD.fullmatch(written):
        raise Refused(f"「{written}」不是考核期，应写作 2026-Q3、2026-H1 或 2026。")
    return period_bounds(written)


def _scheme(arguments: argparse.Namespace, last: date) -> Scheme:
    """The scheme of the workbook given, else the one in force on the last day of the period, else the example."""
    if arguments.scheme is None:
        found = scheme_on(arguments.data, last)
        return read_scheme(found.declared) if found else default_scheme()
    try:
        scheme, wrong = read_scheme_book(arguments.scheme.read_bytes())
    except OSError as error:
        raise Refused(f"文件「{arguments.scheme}」无法读取。") from error
    if wrong or problems(scheme):
        raise Refused(*(wrong or problems(scheme)))
    return scheme


def _state(arguments: argparse.Namespace, held: Assessment) -> str:
    """The last step ruled on, where the figures are those that were ruled on; else that they are not."""
    steps = rulings(arguments.data, held.area or "", held.period)
    if not steps:
        return ""
    words = steps[-1].words
    return words if steps[-1].digest == digest(figures_text(held)) else f"不是{words}的数：数据、办法或加减分与{words}时不同"


def _score(arguments: argparse.Namespace) -> int:
    start, last = _period(arguments.period)
    scheme = _scheme(arguments, last)
    name = current_name(arguments.data)
    if name is None:
        raise Refused(f"{arguments.data} 中还没有数据，请先导入：python -m etl load 文件。")
    noted = bonuses(arguments.data)
    given = counted(noted, [bonus.id for bonus in scheme.bonuses], start, last)
    with open_snapshot(arguments.data, name) as connection:
        area = arguments.area and find_area(connection, arguments.area)
        source = source_of(connection, name)
        if source.known_to is None or source.known_to < start:
            raise Refused(f"数据还没有到{arguments.period}这一考核期。")
        held = assess(connection, scheme, area, arguments.period, given, source.known_to)
        source = source_of(connection, name, state=_state(arguments, held), manual=_manual(held, noted, start, last))
    answer = score_answer(held, source) if arguments.json else None
    lines = score_lines(held, source)
    if arguments.output:
        path = _written(arguments, held, score_book(held, source))
        answer, lines = answer and answer | {"file": str(path)}, [*lines, f"已写出 {path}"]
    print(json.dumps(answer, ensure_ascii=False) if arguments.json else "\n".join(lines))
    return DONE


def _manual(held: Assessment, noted: Sequence, start: date, last: date) -> list[dict]:
    """The manual items of the villages that are assessed."""
    own = {place.path for place in held.villages}
    return manual_lines(held.scheme, [one for one in noted if one.village in own], start, last)


def _written(arguments: argparse.Namespace, held: Assessment, content: bytes) -> Path:
    of = UNFIT.sub("", (held.area or "全部").rsplit("/", 1)[-1])
    path = arguments.output / f"考核得分_{of}_{held.period}.xlsx"
    try:
        arguments.output.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"「{path}」无法写入，请检查文件夹的权限，或先关闭打开着的同名文件。") from error
    return path


COMMANDS = {"score": _score}


def main(words: list[str] | None = None) -> int:
    """Run one command; 0 done, 2 refused with one Chinese sentence per problem on stderr."""
    arguments = _parser().parse_args(words)
    try:
        return COMMANDS[arguments.command](arguments)
    except (Refused, ScopeError, WarehouseError) as error:
        print("\n".join(map(str, error.args)), file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())

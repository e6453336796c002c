"""`python -m reports …`: what the papers are made of, as JSON, as lines, or as a workbook."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from access import log
from access.errors import AccessError
from indicators.area import find_area
from indicators.scheme import Scheme, default_scheme, read_scheme
from indicators.scheme_check import problems
from indicators.scope import ScopeError
from reports.archive import finished
from reports.assessing import Assessment, assess, period_bounds
from reports.brief import Brief
from reports.brief_command import TOWN_TEMPLATE, Unfit, add_parsers, asked, brief_answer, brief_lines, check_reached, notes_of
from reports.final_score import digest, figures_text
from reports.material import NothingKnown
from reports.portable import portable
from reports.prepared import begun, prepared
from reports.rendered import PORTABLE, WORD, file_name, rendered
from reports.scheme_book import read_scheme_book
from reports.score_answer import score_answer, score_lines
from reports.score_book import score_book
from reports.score_source import manual_lines, source_of
from reports.sections.order import UnknownSection
from reports.slides_layouts import TemplateError
from reports.slides_template import template_file
from reports.span import SpanError, span
from warehouse.brief_notes import brief_notes
from warehouse.errors import WarehouseError
from warehouse.folder import current_name
from warehouse.journal import JournalError
from warehouse.journal_assessments import rulings
from warehouse.journal_bonuses import bonuses, counted
from warehouse.journal_schemes import scheme_on
from warehouse.kept_briefs import finish_brief
from warehouse.snapshot import open_snapshot

DONE, REFUSED = 0, 2
PERIOD = re.compile(r"\d{4}(-Q[1-4]|-H[12])?")
UNFIT = re.compile(r'[\\/:*?"<>|]')  # for the name of a file


class Refused(Exception):
    """The input is refused: one Chinese sentence an argument."""


REFUSALS = (Refused, ScopeError, WarehouseError, SpanError, NothingKnown, Unfit, UnknownSection, TemplateError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="考核得分和其他材料")
    commands = parser.add_subparsers(dest="command", required=True)
    data = Path(os.environ.get("GOVERNANCE_DATA") or "data")
    add_parsers(commands, data)
    score = commands.add_parser("score", help="各村考核得分")
    score.add_argument("--period", required=True, metavar="2026-Q3", help="考核期：2026-Q3、2026-H1 或 2026")
    score.add_argument("--area", help="地区名或路径，含其下级；不写为全部")
    score.add_argument("--scheme", type=Path, metavar="FILE.xlsx", help="考核办法工作簿；不写用考核期末已审定的一版，没有则用示例")
    score.add_argument("--data", type=Path, default=data, help="数据文件夹")
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
    name = _snapshot(arguments.data)
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
    _print(arguments, answer, lines)
    return DONE


def _snapshot(data: Path) -> str:
    name = current_name(data)
    if name is None:
        raise Refused(f"{data} 中还没有数据，请先导入：python -m etl load 文件。")
    return name


def _manual(held: Assessment, noted: Sequence, start: date, last: date) -> list[dict]:
    """The manual items of the villages that are assessed."""
    own = {place.path for place in held.villages}
    return manual_lines(held.scheme, [one for one in noted if one.village in own], start, last)


def _written(arguments: argparse.Namespace, held: Assessment, content: bytes) -> Path:
    of = UNFIT.sub("", (held.area or "全部").rsplit("/", 1)[-1])
    path = arguments.output / f"考核得分_{of}_{held.period}.xlsx"
    _write(path, content)
    return path


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"「{path}」无法写入，请检查文件夹的权限，或先关闭打开着的同名文件。") from error


def _brief(arguments: argparse.Namespace) -> int:
    period, wanted = span(arguments.period), asked(arguments.edition, arguments.format)
    template, notes = _template(arguments)
    name, now = _snapshot(arguments.data), datetime.now()
    with open_snapshot(arguments.data, name) as connection:
        area = arguments.area and find_area(connection, arguments.area)
        noted = brief_notes(arguments.data, area, period.written)
        held = begun(connection, area, period, wanted.edition, noted)
        check_reached(held)
        brief = prepared(held, noted, snapshot=name, on=now.date())
        notes = [*notes_of(held, brief), *notes]
    files, lacking = _files(brief, wanted.kinds, template)
    paths = [arguments.output / file_name(brief, kind) for kind in files]
    for path, content in zip(paths, files.values(), strict=True):
        _write(path, content)
    notes += lacking + (_archived(arguments, brief, now) if arguments.archive else [])
    _print(arguments, brief_answer(brief, paths, notes), brief_lines(brief, paths, notes))
    return DONE


def _template(arguments: argparse.Namespace) -> tuple[bytes | None, list[str]]:
    """The template given, else the town's own where there is one; said where the latter is used."""
    own = arguments.data / TOWN_TEMPLATE
    path = arguments.template or (own if own.is_file() else None)
    if path is None:
        return None, []
    try:
        return path.read_bytes(), [] if arguments.template else [f"PowerPoint 用了 {own}。"]
    except OSError as error:
        raise Refused(f"文件「{path}」无法读取。") from error


def _files(brief: Brief, kinds: Sequence[str], template: bytes | None) -> tuple[dict[str, bytes], list[str]]:
    """The files by kind, and why there is no PDF where one was asked for and cannot be."""
    ours = [kind for kind in kinds if kind != PORTABLE]
    files = rendered(brief, ours, template)
    if PORTABLE not in kinds:
        return files, []
    made = portable(files.get(WORD) or rendered(brief, (WORD,))[WORD])
    return (files | {PORTABLE: made.content}, []) if made.content else (files, [made.reason])


def _archived(arguments: argparse.Namespace, brief: Brief, now: datetime) -> list[str]:
    """Keeps the finished brief; the same one is not kept twice, and that is no failure."""
    text, stands_for = finished(brief)
    try:
        finish_brief(
            arguments.data, text, area=brief.area or "", period=brief.period, edition=brief.edition, title=brief.title,
            snapshot=brief.made.snapshot, journal_position=brief.made.position, digest=stands_for, by=arguments.by, at=now,
        )  # fmt: skip
    except JournalError as error:
        return list(map(str, error.args))
    return ["已归档：材料全文和所用的数据版本都已留存。"]


def _blank_template(arguments: argparse.Namespace) -> int:
    _write(arguments.output, template_file())
    _print(
        arguments,
        {"file": str(arguments.output)},
        [f"已写出 {arguments.output}", f"改好样式后存为 {arguments.data / TOWN_TEMPLATE} 即自动使用。"],
    )
    return DONE


def _print(arguments: argparse.Namespace, answer: dict | None, lines: Sequence[str]) -> None:
    print(json.dumps(answer, ensure_ascii=False) if arguments.json else "\n".join(lines))


EXPORTS = {"score": "考核得分", "brief": "会议材料"}  # what leaves the building goes to the log
COMMANDS = {"score": _score, "brief": _brief, "template": _blank_template}


def main(words: list[str] | None = None) -> int:
    """Run one command; 0 done, 2 refused with one Chinese sentence per problem on stderr."""
    arguments = _parser().parse_args(words)
    try:
        code = COMMANDS[arguments.command](arguments)
        if code == DONE and arguments.output and arguments.command in EXPORTS:
            log.record(
                arguments.data, "导出", account=log.TYPED, address=log.HERE, detail=f"{EXPORTS[arguments.command]} {arguments.period}"
            )
        return code
    except (*REFUSALS, AccessError) as error:
        print("\n".join(f"{str(one).rstrip('。')}。" for one in error.args), file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())

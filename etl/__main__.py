"""`python -m etl …`: everything the board does to its data, as commands."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from access import log
from access.errors import AccessError
from etl import care
from etl.contract import contracts
from etl.layout import Layout, layout_answer, layout_words, survey_files
from etl.load import LoadResult, load, load_demo, rebuild, undo
from etl.plan import files_of
from etl.reference import announced_year, shipped_rules
from etl.returned import returnable, returned_workbook
from etl.template import template_name, write_template
from etl.town import DAYS, KINDS, MEASURES, town_days, town_rules, write_town_files
from etl.written import known_mappings
from warehouse.errors import WarehouseError
from warehouse.folder import current_name, keep, list_snapshots, rollback
from warehouse.snapshot import on_large

DONE, REFUSED = 0, 2
STATUS_WORDS = {"published": "已发布", "partial": "部分导入", "unchanged": "没有变化", "refused": "未导入", "checked": "检查完毕，未发布"}


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path(os.environ.get("GOVERNANCE_DATA", "data")), help="数据文件夹")
    shared.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    parser = argparse.ArgumentParser(prog="python -m etl", description="导入文件、发布版本、撤回批次")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sources", parents=[shared], help="认得的台账和映射")
    template = commands.add_parser("template", parents=[shared], help="某种台账的空白工作簿")
    template.add_argument("source")
    template.add_argument("-o", "--output", type=Path)
    for name, words in (("check", "检查文件，不发布"), ("load", "导入文件并发布")):
        command = commands.add_parser(name, parents=[shared], help=words)
        command.add_argument("paths", nargs="+", type=Path)
        command.add_argument("--source")
        command.add_argument("--mapping")
        command.add_argument("--returned", type=Path, metavar="FILE.xlsx", help="把没有导入的行连同原因写成工作簿，改好可再导入")
        command.add_argument("--as-of", type=date.fromisoformat, help="文件说到哪一天，如 2026-10-31")
    commands.add_parser("demo", parents=[shared], help="建立演示镇")
    deadlines = commands.add_parser("deadlines", parents=[shared], help="办理时限和工作日的依据")
    deadlines.add_argument("--write", action="store_true", help="写出供镇里修改的两个 CSV 文件")
    commands.add_parser("snapshots", parents=[shared], help="已有的版本")
    commands.add_parser("rebuild", parents=[shared], help="改了默认时限或更新程序后，重新整理数据")
    kept = commands.add_parser("keep", parents=[shared], help="封版：以名称保留一个版本")
    kept.add_argument("name")
    kept.add_argument("--as", dest="label", required=True)
    commands.add_parser("rollback", parents=[shared], help="回到一个版本").add_argument("name")
    commands.add_parser("undo", parents=[shared], help="撤回一个批次").add_argument("batch")
    care.declare(commands, shared)
    return parser


def _say(arguments: argparse.Namespace, answer, lines: list[str]) -> None:
    print(json.dumps(answer, ensure_ascii=False, default=str) if arguments.json else "\n".join(lines))


def _batch_answer(result: LoadResult, batch) -> dict:
    answer = {
        "batch_id": batch.batch_id, "file": batch.file, "sheet": batch.sheet, "source": batch.source, "mapping": batch.mapping,
        "data_class": batch.data_class, "cutoff_on": batch.cutoff_on, "rows_read": batch.rows_read, "accepted": batch.accepted,
        "rejected": batch.rejected, "skipped": batch.skipped, "records": batch.records, "rejected_cells": batch.rejected_cells, "new": batch.new, "changed": batch.changed, "unchanged": batch.unchanged,
        "dropped_columns": list(batch.dropped_columns), "unknown_columns": list(batch.unknown_columns), "notes": list(batch.notes),
    }  # fmt: skip
    issues = [vars(issue) for issue in result.issues[batch.batch_id]]
    return {**answer, "issue_count": result.issue_counts[batch.batch_id], "issues": issues}


def _batch_lines(result: LoadResult, batch) -> list[str]:
    head = f"{batch.file} · {batch.sheet}：读取 {batch.rows_read} 行，采用 {batch.accepted}，拒绝 {batch.rejected}，跳过 {batch.skipped}"
    versions = (
        f"    新增 {batch.new}，变更 {batch.changed}，未变 {batch.unchanged}；数据截至 {batch.cutoff_on or '未注明'}；批次 {batch.batch_id}"
    )
    dropped = [f"    因隐私不保存的列：{'、'.join(batch.dropped_columns)}"] if batch.dropped_columns else []
    unknown = [f"    不认得、未采用的列：{'、'.join(batch.unknown_columns)}"] if batch.unknown_columns else []
    shown = result.issues[batch.batch_id][:20]
    issues = [
        f"    第 {i.row} 行“{i.column}”{i.message}{f'（{i.value}）' if i.value else ''}{'' if i.severity == 'error' else '（提醒）'}"
        for i in shown
    ]
    rest = result.issue_counts[batch.batch_id] - len(shown)
    return [
        head,
        versions,
        *dropped,
        *unknown,
        *(f"    {n}" for n in batch.notes),
        *issues,
        *([f"    另有 {rest} 条，见 --json"] if rest > 0 else []),
    ]


def _report(arguments: argparse.Namespace, result: LoadResult, layouts: tuple[Layout, ...] = (), returned: Iterable[Path] = ()) -> int:
    answer = {
        "status": result.status, "snapshot": result.snapshot, "demonstration_removed": result.demonstration_removed,
        "batches": [_batch_answer(result, batch) for batch in result.batches], "refused": [vars(r) for r in result.refused],
        "layouts": [layout_answer(layout) for layout in layouts], "returned": [str(path) for path in returned],
    }  # fmt: skip
    lines = [line for layout in layouts for line in layout_words(layout)]
    lines += [line for batch in result.batches for line in _batch_lines(result, batch)]
    lines += [f"没有导入的行已写到 {path}，改好后可再导入" for path in returned]
    ends = STATUS_WORDS[result.status] + (f"：版本 {result.snapshot}" if result.snapshot else "")
    if result.demonstration_removed:
        ends += "；演示数据已清除"
    _say(arguments, answer, [*lines, ends])
    for refused in result.refused:
        print(refused.message, file=sys.stderr)
    return REFUSED if result.refused else DONE


def _sources(arguments: argparse.Namespace) -> int:
    answer = {
        "contracts": [
            {"source": c.name, "title": c.title, "version": c.version, "grain": c.grain, "cadence": c.cadence} for c in contracts().values()
        ],
        "mappings": [{"mapping": m.name, "title": m.title, "source": m.source} for m in known_mappings(arguments.data).values()],
    }
    lines = [f"{c['source']}  {c['title']}（第 {c['version']} 版）：{c['grain']}" for c in answer["contracts"]]
    lines += [f"{m['mapping']}  映射“{m['title']}” → {m['source']}" for m in answer["mappings"]]
    _say(arguments, answer, lines)
    return DONE


def _template(arguments: argparse.Namespace) -> int:
    contract = contracts().get(arguments.source)
    if contract is None:
        print(f"没有名为“{arguments.source}”的台账；可用：{'、'.join(contracts())}。", file=sys.stderr)
        return REFUSED
    path = write_template(contract, arguments.output or Path(template_name(contract)))
    _say(arguments, {"file": str(path)}, [f"已写出 {path}"])
    return DONE


def _deadlines(arguments: argparse.Namespace) -> int:
    rules = shipped_rules() | town_rules(arguments.data)
    town_days(arguments.data)
    written = write_town_files(arguments.data, rules.values()) if arguments.write else []
    lines = [
        f"{'启用' if rule['is_in_force'] else '未启用'}  {KINDS[rule['ledger_kind']]}·{MEASURES[rule['measure']]}：{rule['label']}（{rule['basis']}）"
        for rule in rules.values()
    ]
    lines += [f"工作日：{announced_year()} 年及以前按国务院办公厅放假安排；以后的年份在《{DAYS}》写明之前按周末推算"]
    lines += [f"已写出 {path}，改好后运行 python -m etl rebuild" for path in written]
    answer = {"rules": list(rules.values()), "announced_year": announced_year(), "written": [str(path) for path in written]}
    _say(arguments, answer, lines)
    return DONE


def _snapshots(arguments: argparse.Namespace) -> int:
    found = list_snapshots(arguments.data)
    lines = [f"{'→' if s.is_current else ' '} {s.name}  {s.bytes / 1e6:.1f} MB  {'、'.join(s.labels)}" for s in found]
    _say(arguments, [vars(snapshot) for snapshot in found], lines or ["还没有版本"])
    return DONE


def _undo(arguments: argparse.Namespace) -> int:
    name = undo(arguments.data, arguments.batch)
    if name is None:
        print(f"当前版本没有批次“{arguments.batch}”，未撤回。", file=sys.stderr)
        return REFUSED
    _say(arguments, {"status": "published", "snapshot": name, "undone": arguments.batch}, [f"已撤回批次 {arguments.batch}，版本 {name}"])
    return DONE


def _rebuild(arguments: argparse.Namespace) -> int:
    name = rebuild(arguments.data)
    _say(arguments, {"status": "published", "snapshot": name}, [f"已重新整理，版本 {name}"])
    return DONE


def _rollback(arguments: argparse.Namespace) -> int:
    rollback(arguments.data, arguments.name)
    _say(arguments, {"status": "published", "snapshot": arguments.name}, [f"已回到版本 {arguments.name}"])
    return DONE


def _keep(arguments: argparse.Namespace) -> int:
    keep(arguments.data, arguments.name, arguments.label)
    _say(
        arguments,
        {"status": "kept", "snapshot": arguments.name, "label": arguments.label},
        [f"已封版“{arguments.label}”：{arguments.name}"],
    )
    return DONE


def _care(arguments: argparse.Namespace) -> int:
    _say(arguments, *care.answer(arguments))
    return DONE


def _returned(arguments: argparse.Namespace, result: LoadResult) -> list[Path]:
    """Writes the rows that were not taken where --returned says, a workbook a file; the further ones have the name of their file behind."""
    written = []
    for one in returnable(result) if arguments.returned else ():
        path = arguments.returned
        path = path.with_name(f"{path.stem}_{Path(one.file).stem}{path.suffix}") if written else path
        path.write_bytes(returned_workbook(arguments.paths, result, one.sha256, arguments.data))
        written.append(path)
    return written


def _load(arguments: argparse.Namespace) -> int:
    if arguments.returned and not arguments.returned.parent.is_dir():
        print(f"没有文件夹“{arguments.returned.parent}”，没有检查也没有导入；请先建好，或换一个地方放没有导入的行。", file=sys.stderr)
        return REFUSED
    asked = {"source": arguments.source, "mapping": arguments.mapping, "as_of": arguments.as_of}
    layouts = survey_files(given.path for given in files_of(arguments.paths)) if arguments.command == "check" else ()
    result = load(arguments.data, arguments.paths, **asked, publish=arguments.command == "load")
    return _report(arguments, result, layouts, returned=_returned(arguments, result))


COMMANDS = {
    "sources": _sources, "template": _template, "check": _load, "load": _load, "deadlines": _deadlines, "snapshots": _snapshots, "keep": _keep,
    "rollback": _rollback, "undo": _undo, "rebuild": _rebuild, "demo": lambda arguments: _report(arguments, load_demo(arguments.data)),
    **dict.fromkeys(care.HELP, _care),
}  # fmt: skip
LOGGED = {
    "load": "导入",
    "demo": "建立演示镇",
    "undo": "撤回批次",
    "rollback": "回到版本",
    "keep": "封版",
    "rebuild": "重新整理",
    "backup": "备份",
    "restore": "恢复",
    "begin": "清除演示数据",
}
ALWAYS_LOGGED = ("keep", "backup", "begin")  # CURRENT stays as it is


def _lay_cubes(connection) -> None:
    from indicators.cube_build import build  # only a large snapshot pays for loading the catalog

    build(connection)


def main(words: list[str] | None = None) -> int:
    """Runs one command; 0 done, 2 the input was refused (each problem one Chinese sentence on stderr)."""
    on_large(_lay_cubes)
    arguments = _parser().parse_args(words)
    before = current_name(arguments.data)
    try:
        code = COMMANDS[arguments.command](arguments)
        _log(arguments, before)
    except (WarehouseError, AccessError) as error:
        print(str(error), file=sys.stderr)
        return REFUSED
    return code


def _log(arguments: argparse.Namespace, before: str | None) -> None:
    """What changed the board goes to the log that only grows."""
    if current_name(arguments.data) != before or arguments.command in ALWAYS_LOGGED:
        detail = getattr(arguments, "batch", None) or getattr(arguments, "name", "")
        log.record(arguments.data, LOGGED[arguments.command], account=log.TYPED, address=log.HERE, detail=detail)


if __name__ == "__main__":
    sys.exit(main())

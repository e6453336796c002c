"""`python -m reports brief` and `template`: what may be asked for, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports.brief import EDITIONS, INTERNAL, Brief
from reports.brief_text import brief_text
from reports.final_score import digest
from reports.material import Material
from reports.rendered import KINDS, PORTABLE
from reports.score_source import SYNTHETIC
from reports.words import day_words

ALL_KINDS = (*KINDS, PORTABLE)
TOWN_TEMPLATE = Path("town") / "会议模板.pptx"  # in the data folder; used without being asked for


class Unfit(ValueError):
    """What was asked for cannot be; the message is one Chinese sentence."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A brief as it was asked for: its edition and kinds of files."""

    edition: str
    kinds: tuple[str, ...]


def add_parsers(commands, data: Path) -> None:
    """Adds both commands. `data` is the data folder where none is given."""
    brief = commands.add_parser("brief", help="会议材料：Word、PowerPoint、Excel、PDF")
    brief.add_argument("--period", required=True, metavar="2026-10", help="时段：2026-10、2026-Q3、2026-H1 或 2026")
    brief.add_argument("--area", help="地区名或路径，含其下级；不写为全部")
    brief.add_argument(
        "--edition", default=EDITIONS[INTERNAL], metavar="|".join(EDITIONS.values()), help="印发版不列小于 5 的数；不写为内部版"
    )
    brief.add_argument("--format", default=",".join(KINDS), metavar=",".join(ALL_KINDS), help="要哪些文件；pdf 须本机装有 LibreOffice")
    brief.add_argument(
        "--template", type=Path, metavar="FILE.pptx", help="PowerPoint 模板；不写用数据文件夹里的 town/会议模板.pptx，没有则用自带样式"
    )
    brief.add_argument("--archive", action="store_true", help="归档：留存材料全文和所用的数据版本")
    brief.add_argument("--by", default="综合室", metavar="科室", help="归档时记下的记录人或科室")
    brief.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="把文件写到这个文件夹")
    template = commands.add_parser("template", help="PowerPoint 模板，可改样式后交回 brief 使用")
    template.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pptx", help="写到这个文件")
    for one in (brief, template):
        one.add_argument("--data", type=Path, default=data, help="数据文件夹")
        one.add_argument("--json", action="store_true", help="只输出 JSON")


def asked(edition: str, formats: str) -> Asked:
    """The edition and kinds that were written. Raises Unfit."""
    editions = {words: key for key, words in EDITIONS.items()} | {key: key for key in EDITIONS}
    if edition not in editions:
        raise Unfit(f"「{edition}」不是版本，应写作{'或'.join(EDITIONS.values())}。")
    kinds = tuple(dict.fromkeys(one.strip().lower().lstrip(".") for one in formats.split(",") if one.strip()))
    unknown = [one for one in kinds if one not in ALL_KINDS]
    if unknown or not kinds:
        raise Unfit(f"「{'、'.join(unknown) or formats}」不是会议材料的文件格式，应从 {'、'.join(ALL_KINDS)} 中选。")
    return Asked(edition=editions[edition], kinds=kinds)


def check_reached(held: Material) -> None:
    """Raises Unfit for a period that the data do not reach into."""
    if held.known_to < held.span.start:
        raise Unfit(f"数据只到{day_words(held.known_to)}，还没有到{held.span.words}。")
    if not held.has_begun:
        raise Unfit(f"数据从{day_words(held.begins)}开始，{held.span.words}没有数据。")


def notes_of(held: Material, brief: Brief) -> list[str]:
    """What must be known of a brief before it is handed out: made up data, a period under way, sentences that the data do not bear out."""
    notes = [f"{SYNTHETIC}。"] if brief.is_synthetic else []
    if not held.is_over:
        notes.append(f"{held.span.words}还没有结束，数据截至{day_words(held.known_to)}。")
    sections = [part.title for part in brief.sections if part.empty]
    if sections:
        notes.append(f"没有数据可列的部分：{'、'.join(sections)}；原因写在材料中。")
    edited = {one.key: one for one in brief.findings() if one.mismatches}
    return notes + [f"人工编辑与数据不符：{one.text.rstrip('。')}（{'；'.join(one.mismatches)}）。" for one in edited.values()]


def brief_answer(brief: Brief, files: Sequence[Path], notes: Sequence[str]) -> dict:
    """The answer as JSON."""
    said = {
        "title": brief.title, "area": brief.area, "place": brief.place, "period": brief.period, "edition": brief.edition_words,
        "known_to": brief.known_to.isoformat(), "snapshot": brief.made.snapshot, "position": brief.made.position,
        "digest": digest(brief_text(brief)), "is_synthetic": brief.is_synthetic,
    }  # fmt: skip
    return {"brief": said, "files": [str(one) for one in files], "notes": list(notes)}


def brief_lines(brief: Brief, files: Sequence[Path], notes: Sequence[str]) -> list[str]:
    """The answer as lines."""
    head = [f"{brief.title}（{brief.edition_words}）", f"数据截至 {day_words(brief.known_to)}　数据版本 {brief.made.snapshot}"]
    return [*head, *notes, *(f"已写出 {one}" for one in files)]

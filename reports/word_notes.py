"""What a Word brief rests on, as its last sections: definitions, sources, what is missing or unsure, and from which data it was made."""

from reports.brief import Brief, Cell, Column, Finding, Section, Table
from reports.words import day_words, number_words

DEFINITIONS = (
    Column(name="指标", width=9),
    Column(name="口径", width=32),
    Column(name="版本", width=6),
    Column(name="起用日期", width=14),
    Column(name="依据和说明", width=12),
)
SOURCES = (
    Column(name="台账", width=16),
    Column(name="渠道", width=10),
    Column(name="记录数（条）", width=10, is_number=True),
    Column(name="数据截至", width=16),
    Column(name="文件", width=20),
)


def notes(brief: Brief) -> tuple[Section, ...]:
    """The sections of the last annex."""
    return (_definitions(brief), _sources(brief), _quality(brief))


def versions_words(brief: Brief) -> str:
    """Which versions of the definitions the figures used: 口径第1、2版."""
    held = sorted({one.version for one in brief.definitions})
    return f"口径第{'、'.join(map(str, held))}版" if held else "口径版本：本期没有用到"


def _table(key: str, title: str, columns: tuple[Column, ...], rows) -> Table:
    return Table(key=key, title=title, columns=columns, rows=tuple(tuple(Cell(text=text) for text in row) for row in rows))


def _definitions(brief: Brief) -> Section:
    rows = [(one.name, one.words, f"第{one.version}版", day_words(one.since), one.basis or "—") for one in brief.definitions]
    tables = (_table("notes.definitions", "本材料用到的指标口径", DEFINITIONS, rows),) if rows else ()
    return Section(key="notes.definitions", title="口径说明", tables=tables, empty="" if rows else "本期没有用到指标口径。")


def _sources(brief: Brief) -> Section:
    rows = [
        (
            one.ledger,
            one.channel or "—",
            number_words(one.records),
            day_words(one.known_to) if one.known_to else "未注明",
            "、".join(one.files) or "—",
        )
        for one in brief.sources
    ]
    tables = (_table("notes.sources", "本材料用到的台账", SOURCES, rows),) if rows else ()
    return Section(key="notes.sources", title="数据来源", tables=tables, empty="" if rows else "没有导入台账。")


def _quality(brief: Brief) -> Section:
    findings = tuple(Finding(key=f"notes.quality.{place}", text=f"{place}. {text}") for place, text in enumerate(brief.quality, start=1))
    return Section(key="notes.quality", title="数据质量", findings=findings, empty="" if findings else "没有需要说明的数据质量问题。")


def made_words(brief: Brief) -> str:
    """From which version of the data it was made, so that it can be made again to the same digit."""
    made = brief.made
    return (
        f"本材料（{brief.edition_words}）{day_words(made.on)}生成，数据版本 {made.snapshot}，批次 {made.batch_words}，"
        f"记录位置 {made.position}，数据截至{day_words(brief.known_to)}；用同一版本可以重新生成，数字不变。"
    )

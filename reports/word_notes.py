"""What a Word brief rests on, as its last sections: definitions, sources, what is missing or unsure, and from which data it was made."""

from collections import Counter
from collections.abc import Iterator

from reports.brief import Brief, Cell, Column, Definition, Finding, Section, Table
from reports.word_table import is_wide
from reports.words import day_words, number_words

DEFINITIONS = (Column(name="指标", width=15), Column(name="口径", width=76))
LEFT_OUT = "只列正文写到的指标；其余指标的口径见同一材料的Excel文件“口径”表"
SOURCES = (
    Column(name="台账", width=13),
    Column(name="渠道", width=10),
    Column(name="记录数（条）", width=9, is_number=True),
    Column(name="数据截至", width=17),
    Column(name="文件", width=38),
)


def notes(brief: Brief) -> tuple[Section, ...]:
    """The sections of the last annex."""
    return (_definitions(brief), _sources(brief), _quality(brief))


def used(brief: Brief) -> tuple[Definition, ...]:
    """The definitions of what the text itself names: in the summary, the sentences, the charts, the tables that stand in it."""
    said = "\n".join(_said(brief))
    longest_first = sorted(brief.definitions, key=lambda one: -len(one.name))
    found = set()
    for one in longest_first:
        if one.name in said:
            found.add(one.name)
            said = said.replace(one.name, "\n")
    return tuple(one for one in brief.definitions if one.name in found)


def _said(brief: Brief) -> Iterator[str]:
    yield from (one.text for one in brief.summary)
    for section in brief.sections:
        yield from (section.message, *(one.text for one in section.findings))
        for chart in section.charts:
            yield from (chart.title, chart.note, *chart.categories, *(one.name for one in chart.series))
        for table in section.tables:
            if not is_wide(table):
                yield from (table.title, table.note, *(column.name for column in table.columns))
                yield from (cell.text for row in table.rows for cell in row)


def versions_words(brief: Brief) -> str:
    """Which versions of the definitions the figures used: 口径第1、2版."""
    held = sorted({one.version for one in brief.definitions})
    return f"口径第{'、'.join(map(str, held))}版" if held else "口径版本：本期没有用到"


def _table(key: str, title: str, columns: tuple[Column, ...], rows, note: str = "") -> Table:
    return Table(key=key, title=title, columns=columns, rows=tuple(tuple(Cell(text=text) for text in row) for row in rows), note=note)


def _definitions(brief: Brief) -> Section:
    """The definitions; the version that most are of is said once, above them."""
    held = used(brief)
    if not held:
        words = f"正文没有写到指标；{LEFT_OUT.partition('；')[2]}。" if brief.definitions else "本期没有用到指标口径。"
        return Section(key="notes.definitions", title="口径说明", empty=words)
    common = Counter(map(_version, held)).most_common(1)[0][0]
    rows = [(one.name, "".join(_definition(one, common))) for one in held]
    note = [f"没有另外注明的均为{common}", *([LEFT_OUT] if len(held) < len(brief.definitions) else [])]
    table = _table("notes.definitions", "正文用到的指标口径", DEFINITIONS, rows, "；".join(note))
    return Section(key="notes.definitions", title="口径说明", tables=(table,))


def _version(one: Definition) -> str:
    return f"第{one.version}版，{day_words(one.since)}起"


def _definition(one: Definition, common: str) -> list[str]:
    """A definition's words, where its target comes from, and its version where it is not the common one."""
    beside = "；".join(filter(None, [one.basis, "" if _version(one) == common else _version(one)]))
    return [one.words, f"（{beside}）" if beside else ""]


def _sources(brief: Brief) -> Section:
    rows = [
        (
            one.ledger,
            one.channel or "—",
            number_words(one.records),
            day_words(one.known_to) if one.known_to else "未注明",
            one.files_words,
        )
        for one in brief.sources
    ]
    tables = (_table("notes.sources", "本材料用到的台账", SOURCES, rows),) if rows else ()
    return Section(key="notes.sources", title="数据来源", tables=tables, empty="" if rows else "没有导入台账。")


def _quality(brief: Brief) -> Section:
    findings = tuple(Finding(key=f"notes.quality.{place}", text=f"{place}. {text}") for place, text in enumerate(brief.quality, start=1))
    return Section(key="notes.quality", title="数据质量", findings=findings, empty="" if findings else "没有需要说明的数据质量问题。")


def made_words(brief: Brief) -> str:
    """From which version of the data it was made, and what it takes to make it again to the same digit."""
    made = brief.made
    return (
        f"本材料（{brief.edition_words}）{day_words(made.on)}生成，数据版本{made.version_words}，数据截至{day_words(brief.known_to)}。"
        f"重新生成所需：数据版本文件 {made.snapshot}，批次 {made.batch_words}，记录位置 {made.position}；用这些重新生成，数字不变。"
    )

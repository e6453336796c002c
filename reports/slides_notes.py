"""What the speaker's notes of a slide say: the sentences, every n/N, how to read what is shown, the 口径 behind it with its version, and the sources."""

from collections.abc import Iterable, Sequence

from reports.brief import FEW, LINE, MISSING, SUPPRESSED, Brief, Chart, Finding, Table
from reports.text_room import text_width
from reports.words import day_words

SAID_OF = {
    MISSING: "“未填报”是没有人报数，不是零",
    FEW: "只写分数、不写百分比的，是件数太少，不宜算率",
    SUPPRESSED: "“＜5”是印发版按规定不列的小数，合计不受影响",
}
FEW_SOURCES = 3
COUNTED = "数据核对："


def source_line(brief: Brief, most: float = 1500, points: float = 11) -> str:
    """来源, 数据截至 and the version of the data as people say it: where there are more ledgers than are read at a glance, the annex names them."""
    ledgers = list(dict.fromkeys(f"{one.ledger}（{one.channel}）" if one.channel else one.ledger for one in brief.sources))
    known = f"数据截至{day_words(brief.known_to)}　数据版本{brief.made.version_words}"
    few = ["、".join(ledgers), "、".join(dict.fromkeys(one.ledger for one in brief.sources))] if len(brief.sources) <= FEW_SOURCES else []
    for words in few:
        line = f"来源：{words or '没有导入台账'}　{known}"
        if text_width(line, points) <= most:
            return line
    return f"来源见附录　{known}"


def said_notes(findings: Sequence[Finding]) -> list[str]:
    """The sentences, of edited ones what the data say too."""
    lines = [one.text for one in findings]
    for one in findings:
        if one.is_edited:
            lines.append(f"人工编辑（{one.edited_by}）：{one.text}" + (f"　数据生成的原句：{one.original}" if one.original else ""))
        lines += [f"{COUNTED}{mismatch}" for mismatch in one.mismatches]
    return lines


def chart_notes(chart: Chart) -> list[str]:
    """Every point with its n/N, what is missing, and how to read the chart."""
    return [chart.title, *[_series_words(chart, place) for place in range(len(chart.series))], chart.note, _reading(chart)]


def table_notes(table: Table) -> list[str]:
    """What the table is, its note, and what the marks in it mean."""
    marks = {cell.mark for row in table.rows for cell in row if cell.mark}
    return [table.title, table.note, *[words for mark, words in SAID_OF.items() if mark in marks]]


def notes_text(brief: Brief, lines: Iterable[str]) -> str:
    """The notes of a slide: its own lines, the 口径 of what they name, and what every slide rests on."""
    own = list(dict.fromkeys(line for line in lines if line))
    together = "\n".join(own)
    named = [one for one in brief.definitions if one.name in together]
    defined = [f"口径　{one.name}（第 {one.version} 版，{day_words(one.since)}起）：{one.words}{_basis(one.basis)}" for one in named]
    mark = ["演示数据：本材料用到的数据是为演示编造的，不是真实情况。"] if brief.is_synthetic else []
    return "\n".join(
        [*own, *defined, source_line(brief, most=10_000), f"{brief.edition_words}　{brief.place}　{brief.period_words}", *mark]
    )


def _basis(words: str) -> str:
    return f"（{words}）" if words else ""


def _series_words(chart: Chart, place: int) -> str:
    one = chart.series[place]
    points = [_point(chart, category, value, part) for category, value, part in _points(chart, place)]
    same = one.tone == "muted" and len(set(one.values)) == 1
    return f"{one.name}：" + (_number(chart, one.values[0]) if same else "；".join(points))


def _points(chart: Chart, place: int) -> list[tuple]:
    one = chart.series[place]
    parts = one.parts or ("",) * len(one.values)
    return list(zip(chart.categories, one.values, parts, strict=True))


def _point(chart: Chart, category: str, value: float | None, part: str) -> str:
    return f"{category} {_number(chart, value)}" + (f"（{part}）" if part else "")


def _number(chart: Chart, value: float | None) -> str:
    return "未填报" if value is None else f"{value:,.{chart.decimals}f}{chart.unit}"


def _reading(chart: Chart) -> str:
    """How to read a chart, in one sentence."""
    gaps = any(value is None for one in chart.series for value in one.values)
    if chart.kind == LINE:
        return "横向是时间，纵向是数值；虚线只作对照" + ("；线断开处是未填报，不是零" if gaps else "") + "。"
    return "条越长数越大" + ("；没有条的是未填报，不是零" if gaps else "") + "。"

"""The sheets of a brief's workbook that say what it rests on: definitions, sources, quality, and how to read it."""

from indicators.small_numbers import RANK_FROM, RATE_FROM, SUPPRESS_BELOW
from reports.brief import ISSUED, Brief
from reports.brief_text import brief_text
from reports.final_score import digest
from reports.score_source import SYNTHETIC
from reports.sheets_grid import number_form
from reports.sheets_layout import DAY, Field, Grid
from reports.words import UNREPORTED

DEFINITIONS, SOURCES, QUALITY, READING = "口径", "数据来源", "数据质量", "说明"
NOTE_SHEETS = (DEFINITIONS, SOURCES, QUALITY, READING)
COUNT = number_form(0)
EDITION_WORDS = {
    ISSUED: f"村与类型交叉的件数，小于 {SUPPRESS_BELOW} 的不列，写“＜{SUPPRESS_BELOW}”；能据以算出这些数的，一并不列，写“—”。",
}
INTERNAL_WORDS = f"仅供内部研判，小于 {SUPPRESS_BELOW} 的数照列；对外印发请用印发版。"


def note_grids(brief: Brief) -> dict[str, Grid]:
    """The table of each of these sheets, by the name of the sheet."""
    return {DEFINITIONS: _definitions(brief), SOURCES: _sources(brief), QUALITY: _quality(brief), READING: _reading(brief)}


def empty_words(name: str) -> str:
    """What stands in such a sheet when there is nothing in it."""
    return {
        DEFINITIONS: "本期没有用到指标口径。",
        SOURCES: "本期没有导入台账，不列数据来源。",
        QUALITY: "没有发现缺报或存疑之处。",
    }.get(name, "")


def _definitions(brief: Brief) -> Grid:
    heads = ("指标", "口径", "口径版本", "自何时起", "目标和说明")
    rows = tuple(
        (
            _text(one.name),
            _text(one.words),
            Field(content=one.version, form=COUNT, is_figure=True),
            Field(content=one.since, form=DAY),
            _text(one.basis),
        )
        for one in brief.definitions
    )
    kept = len(heads) if any(one.basis for one in brief.definitions) else len(heads) - 1
    return Grid(title="", heads=heads[:kept], rows=tuple(row[:kept] for row in rows))


def _sources(brief: Brief) -> Grid:
    rows = tuple(
        (
            _text(one.ledger),
            _text(one.channel),
            Field(content=one.records, form=COUNT, is_figure=True),
            Field(content=one.known_to, form=DAY) if one.known_to else Field(content=UNREPORTED),
            _text("、".join(one.files)),
        )
        for one in brief.sources
    )
    return Grid(title="", heads=("台账", "渠道", "记录数", "数据截至", "文件"), rows=rows, note=_batches(brief))


def _batches(brief: Brief) -> str:
    return f"数据版本 {brief.made.snapshot}；批次 {brief.made.batch_words}"


def _quality(brief: Brief) -> Grid:
    rows = tuple((Field(content=number, form=COUNT), _text(words)) for number, words in enumerate(brief.quality, start=1))
    return Grid(title="", heads=("序号", "缺报、存疑和修订"), rows=rows)


def _reading(brief: Brief) -> Grid:
    rows = (*_facts(brief), *_rules(brief))
    return Grid(title="", heads=("事项", "内容"), rows=tuple((Field(content=name), one) for name, one in rows))


def _facts(brief: Brief) -> list[tuple[str, Field]]:
    """What the brief is of, and what it can be made again from."""
    made = brief.made
    facts = [
        ("标题", _text(brief.title)),
        ("地区", _text(brief.place)),
        ("时段", _text(brief.period_words)),
        ("版本", _text(brief.edition_words)),
        ("数据截至", Field(content=brief.known_to, form=DAY)),
        ("生成日期", Field(content=made.on, form=DAY)),
        ("数据版本", _text(made.snapshot)),
        ("批次", _text(made.batch_words)),
        ("记事位置", Field(content=made.position, form=COUNT)),
        ("材料校验码", _text(digest(brief_text(brief)))),
    ]
    return [("演示数据", _text(SYNTHETIC)), *facts] if brief.is_synthetic else facts


def _rules(brief: Brief) -> list[tuple[str, Field]]:
    said = {
        brief.edition_words: EDITION_WORDS.get(brief.edition, INTERNAL_WORDS),
        "比率": "按百分数列出：77.9% 的格中是 77.9；右边两列是分子和分母。合计和各期的率都由分子、分母重算，不平均。",
        "小样本": f"分母不足 {RATE_FROM} 的只列分数，不列百分比；不足 {RANK_FROM} 的不与其他村比较。",
        UNREPORTED: f"没有上报的写“{UNREPORTED}”，不当作 0；图上是缺口，不连线。",
        "图": "每张图都由其下方的数据画出，改数据图随之改变；同一数据在 Word 和 PowerPoint 材料中相同。",
        "人工编辑": "由人改写过的句子在“摘要”中标明，附数据原文；与数据不符之处一并列出。",
    }
    return [(name, _text(words)) for name, words in said.items()]


def _text(words: str) -> Field:
    return Field(content=words or None)

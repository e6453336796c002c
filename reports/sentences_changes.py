"""Sentences about what changed since a day: counted facts, each through the guard on claims."""

from collections.abc import Iterable, Sequence
from datetime import date

from indicators.columns import load_columns
from indicators.control import Fired
from indicators.definition import Indicator
from indicators.ledgers import Ledger
from reports.claims import allowed, claim, guard, quoted
from reports.reading import Reading
from reports.sentences import listed, most_words
from reports.sentences_places import band_words, names
from reports.signals import TRIAL, Signal, grain_of, rule_words
from reports.standing import Standing
from reports.words import day_words, fraction_words, is_few, period_words, said, value_words

DISPUTES = "矛盾纠纷"
OPEN, DONE, LATE = "未了结", "已了结", "过期未了结"
NAMED = 3


def since_words(day: date, last: date) -> str:
    """The span looked at: 2026年9月30日会后至2026年10月31日."""
    return f"{day_words(day)}（不含当日）至{day_words(last)}"


def _subject(indicator: Indicator) -> str:
    """The name of an indicator beside those of appeals: one of disputes says so."""
    return f"{DISPUTES if indicator.domain == 'dispute' else ''}{indicator.name}"


def _said(reading: Reading) -> str:
    return f"{DISPUTES if reading.indicator.domain == 'dispute' else ''}{said(reading)}"


def overdue_words(whole: Reading, places: Sequence[Reading], column: str) -> str:
    """新增超期未办结 7 件，其中柳沟村 3 件、东湾村 2 件."""
    if not whole.value:
        return guard(f"没有{_subject(whole.indicator)}")
    return guard(_said(whole) + _where(places, column))


def _where(places: Sequence[Reading], column: str) -> str:
    """Which places have most; of many that have the same, only how many they are."""
    counts = sorted((one.value for one in places if one.value), reverse=True)
    if len(counts) > NAMED and counts[0] == counts[NAMED]:
        return f"，分在 {len(counts)} 个{load_columns()[column].name}"
    most = most_words(places, column, NAMED) if len(places) > 1 else ""
    return f"，其中{quoted(most)}" if most else ""


def done_words(closed: Reading, late: Reading, solved: Reading | None) -> str:
    """办结量 112 件，其中超期后办结 9 件；解决率 84.2%（80/95）."""
    among = f"，其中{said(late)}" if late.value else ""
    beside = f"；{said(solved)}" if solved is not None and solved.is_known else ""
    return guard(f"{_said(closed)}{among}{beside}")


def crossing_words(then: Standing, now: Standing, column: str) -> str:
    """柳沟村按期办结率 71.2%（52/73），显著低于整体；当时 80.1%（60/75），与整体无显著差异."""
    group = now.reading.groups[0]
    name = quoted(names(column, [group])[group])
    return guard(f"{name}{said(now.reading)}，{band_words(now)}；当时 {_rate(then.reading)}，{band_words(then)}")


def _rate(reading: Reading) -> str:
    return value_words(reading) if is_few(reading) else f"{value_words(reading)}（{fraction_words(reading)}）"


def signal_since_words(one: Signal, fired: Sequence[Fired], reading: Reading) -> str:
    """按期办结率下降（恶化）：低于往常范围下限；2026年10月 71.2%（52/73）, as far as the rules that fired allow it."""
    rules = "；".join(dict.fromkeys(rule_words(rule, grain_of(one.periods)) for rule in fired))
    trial = TRIAL if _is_trial(one, fired) else ""
    since = "" if one.chart.last in {place for rule in fired for place in rule.places} else "，其后未再触发"
    text = (
        f"{_subject(one.indicator)}{claim(one.indicator, fired)}{trial}：{rules}；{period_words(reading.period)} {_figure(reading)}{since}"
    )
    return guard(text, allowed(one.indicator, fired))


def _figure(reading: Reading) -> str:
    return _rate(reading) if reading.indicator.kind == "ratio" else value_words(reading)


def _is_trial(one: Signal, fired: Iterable[Fired]) -> bool:
    places = {place for rule in fired for place in rule.places}
    return any(segment.is_trial for segment in one.chart.segments if any(segment.start <= place < segment.stop for place in places))


def ledger_words(book: Ledger, silent: Sequence[str], *, is_stale: bool) -> str:
    """“码上办”自2026年8月31日以后未报；柳沟村近 12 个月未填报."""
    stale = f"自{day_words(book.known_to)}以后未报" if is_stale else ""
    villages = f"{listed(silent[:NAMED])}{f'等 {len(silent)} 个村' if len(silent) > NAMED else ''}近 12 个月未填报" if silent else ""
    name = f"{book.name} · {book.channel}" if book.channel else book.name
    return guard(f"“{name}”{'；'.join(filter(None, [stale, quoted(villages) if villages else '']))}")


def definition_words(indicator: Indicator) -> str:
    """受理量的口径自2026年11月1日起为第2版：…, in the words of the last change that its declaration names."""
    what = indicator.changes[-1].removesuffix("。") if indicator.changes else f"第{indicator.version}版"
    return guard(f"{_subject(indicator)}的口径自{day_words(indicator.since)}起为{quoted(what)}；各期都已按它计算")


def decision_state(*, is_done: bool, due: date, known_to: date) -> str:
    """How a decision stands by the data's own last day: 已了结, 过期未了结 (due before it), 未了结."""
    return DONE if is_done else LATE if due < known_to else OPEN

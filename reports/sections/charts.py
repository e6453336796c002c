"""Charts of a brief, made from readings: values as measured, None where nothing may be drawn, n/N beside each."""

from collections.abc import Sequence

from indicators.definition import Indicator
from reports.brief import BAR, LINE, Basis, Chart, Series
from reports.reading import Reading
from reports.signals import Signal, within
from reports.words import fraction_words, group_words, is_few, period_words

WORSE, BETTER, CALM, MUTED = "worse", "better", "calm", "muted"
LIMITS = {"centres": "往常均值", "uppers": "往常上限", "lowers": "往常下限"}
TONE_OF = {"worse": WORSE, "better": BETTER}


def value_of(reading: Reading | None) -> float | None:
    """The value to draw; None where nobody reported or too few cases stand behind a rate."""
    return None if reading is None or not reading.is_known or is_few(reading) else reading.value


def parts_of(reading: Reading | None) -> str:
    """What a value rests on: 90/102; blank for a count."""
    return "" if reading is None or not reading.is_known else fraction_words(reading)


def series(name: str, readings: Sequence[Reading | None], tone: str = CALM) -> Series:
    """Readings as a series."""
    return Series(name=name, values=tuple(map(value_of, readings)), parts=tuple(map(parts_of, readings)), tone=tone)


def aligned(readings: Sequence[Reading], periods: Sequence[str]) -> list[Reading | None]:
    """The course of one indicator over all periods, None where nobody reported."""
    found = {one.period: one for one in readings}
    return [found.get(period) for period in periods]


def limits(one: Signal | None, periods: Sequence[str]) -> tuple[Series, ...]:
    """The usual mean and range as muted series in the indicator's unit; none where nothing is judged."""
    if one is None or one.chart is None:
        return ()
    lines = {name: dict(zip(one.periods, getattr(one.chart, name), strict=True)) for name in LIMITS}
    return tuple(
        Series(name=LIMITS[name], values=tuple(_limit(one, line.get(period)) for period in periods), tone=MUTED)
        for name, line in lines.items()
    )


def _limit(one: Signal, value: float | None) -> float | None:
    return None if value is None else within(one, value * one.per)


def course_chart(
    key: str,
    title: str,
    readings: Sequence[Reading],
    periods: Sequence[str],
    *,
    judged: Signal | None = None,
    note: str = "",
    basis: Basis | None = None,
) -> Chart:
    """One indicator over time, with its usual range where its course is judged."""
    indicator = readings[0].indicator
    tone = TONE_OF.get(judged.tone, CALM) if judged else CALM
    found = (series(indicator.name, aligned(readings, periods), tone), *limits(judged, periods))
    low, high = rate_axis(indicator, found)
    return Chart(
        key=key, title=title, kind=LINE, categories=tuple(period_words(one) for one in periods), series=found, unit=indicator.unit,
        decimals=indicator.decimals, low=low, high=high, note=note, basis=basis,
    )  # fmt: skip


def rate_axis(indicator: Indicator, drawn: Sequence[Series]) -> tuple[float | None, float | None]:
    """The axis of a rate: from a whole ten below all that is drawn to full; left open for anything else."""
    known = [value for one in drawn for value in one.values if value is not None]
    if indicator.unit != "%" or not known or max(known) > 100:
        return None, None
    return float(max(0, min(90, min(known) // 10 * 10))), 100.0


def bar_chart(
    key: str,
    title: str,
    column: str,
    groups: Sequence[object],
    drawn: Sequence[Series],
    indicator: Indicator,
    *,
    note: str = "",
    basis: Basis | None = None,
) -> Chart:
    """Groups as bars, the first on top; `drawn` has a value a group in the same order."""
    low, high = rate_axis(indicator, drawn) if indicator.kind == "ratio" else (0.0, None)
    return Chart(
        key=key, title=title, kind=BAR, categories=tuple(group_words(column, one) for one in groups), series=tuple(drawn),
        unit=indicator.unit, decimals=indicator.decimals, low=low, high=high, note=note, basis=basis,
    )  # fmt: skip

"""Where the lines of a chart end, and what stands there: names beside the last points where they lie apart, the last number clear of other lines."""

from reports.brief import Chart, Series

APART, CLEAR = 2.2, 0.95  # lines of type between the ends of lines that say name and number, and of those that say one of them
PLOT = 0.75  # of a chart's height
NEAR = 0.9  # lines of type from a point to the middle of the label above or below it
CROSSED = 0.4  # lines of type that a label is worse off where its own line comes from that side


def last_point(one: Series) -> int | None:
    """The place of the last value that was reported."""
    return max((place for place, value in enumerate(one.values) if value is not None), default=None)


def limits_of(chart: Chart) -> tuple[float | None, float | None]:
    """Where the axis begins and ends: as the chart says unless that would cut a value off; bars and counts from zero; None where the program chooses."""
    values = [value for one in chart.series for value in one.values if value is not None]
    lowest, highest = min(values, default=0), max(values, default=0)
    low = chart.floor if chart.floor is not None and lowest >= chart.floor else (0 if lowest >= 0 else None)
    high = chart.high if chart.high is not None and highest <= chart.high else None
    return low, high


def end_apart(chart: Chart, line: float, height: float) -> bool:
    """Whether the ends of the lines lie so far apart that two lines of words, each `line` high, beside each do not touch."""
    return _are_apart(sorted(_end(one) for one in chart.series if last_point(one) is not None), APART * _worth(chart, line, height))


def named_beside(chart: Chart, line: float, height: float) -> tuple[str, ...]:
    """Which lines that one line is held against say their names at their end: the outer ones, and those between where there is room; none where
    the outer ones lie too near to each other or the chart is about several lines."""
    muted = sorted((one for one in chart.series if one.tone == "muted" and last_point(one) is not None), key=_end)
    if not muted or len(chart.series) - sum(one.tone == "muted" for one in chart.series) != 1:
        return ()
    room = CLEAR * _worth(chart, line, height)
    if not _are_apart([_end(one) for one in {one.name: one for one in (muted[0], muted[-1])}.values()], room):
        return ()
    kept = [muted[0]]
    for one in muted[1:-1]:
        if _are_apart([_end(kept[-1]), _end(one), _end(muted[-1])], room):
            kept.append(one)
    return tuple(dict.fromkeys(one.name for one in (*kept, muted[-1])))


def end_sides(chart: Chart, beside: tuple[str, ...], line: float, height: float) -> dict[str, str]:
    """Where the lines carry what they say at their end. With a legend the highest above, the lowest below and none between them; beside named ones
    the one that the chart is about where nothing is near."""
    real = [one for one in chart.series if one.tone != "muted" and last_point(one) is not None]
    if beside and real:
        return {name: "r" for name in beside} | {real[0].name: _clear_side(chart, real[0], beside, _worth(chart, line, height))}
    ordered = sorted(real, key=_end)
    if len(ordered) == 1:
        return {ordered[0].name: _clear_side(chart, ordered[0], (), _worth(chart, line, height))}
    return {ordered[0].name: "b", ordered[-1].name: "t"} if ordered else {}


def _clear_side(chart: Chart, one: Series, beside: tuple[str, ...], worth: float) -> str:
    """To the right where no name is near; else above or below, whichever is further from the other lines and from its own course."""
    value, others = _end(one), [_end(each) for each in chart.series if each is not one and last_point(each) is not None]
    if beside and all(abs(_end(each) - value) >= CLEAR * worth for each in chart.series if each.name in beside):
        return "r"
    *before, _ = [held for held in one.values if held is not None]
    came = (before[-1] > value) - (before[-1] < value) if before else 0

    def room(way: int) -> float:
        nearest = min((abs(value + way * NEAR * worth - other) / worth for other in others), default=CLEAR)
        return min(nearest, CLEAR) - CROSSED * (came == way)

    return "t" if room(1) >= room(-1) else "b"


def _end(one: Series) -> float:
    return one.values[last_point(one)]


def _worth(chart: Chart, line: float, height: float) -> float:
    """What a line of type is along the axis of the values."""
    low, high = limits_of(chart)
    values = [value for one in chart.series for value in one.values if value is not None]
    spread = ((high if high is not None else max(values, default=1)) - (low or 0)) or 1
    return line / (height * PLOT) * spread


def _are_apart(ends: list[float], least: float) -> bool:
    return all(after - before >= least for before, after in zip(ends, ends[1:], strict=False))

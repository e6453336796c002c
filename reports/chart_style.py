"""How a native chart looks: its frame and type, which colour, dash and mark a series has, what is labelled, how much room its words need."""

from dataclasses import dataclass, replace
from math import ceil

from reports.brief import BAR, COLUMN, LINE, STACKED, Chart
from reports.chart_book import number_format
from reports.chart_ends import end_apart, limits_of, named_beside
from reports.palette import PRINT
from reports.text_room import LINE as LINE_HEIGHT
from reports.text_room import text_height, text_width

INK, GRID, PALE = "#1f2933", "#dfdcd3", "#c3cad1"
DASHES = ("dash", "sysDot", "lgDashDot", "sysDashDotDot")
MARKS = ("circle", "square", "diamond", "triangle")
WIDEST_NAMES = 0.4  # of a chart's width, for the names beside lying bars; longer ones are wrapped
WHOLE_FROM = 8  # a span of the axis from which on its numbers need no decimals
BAR_PITCH, GAP_SHARE = 1.2, 0.5  # of the type that each lying bar needs; gap between groups of them, of a bar
SAFE = 0.8  # of the room below a column that a name may take
SLANT = 0.75  # of a name's length, the depth it takes when turned by half a right angle
LEAST_NAMES = 0.77  # of the size of type, to which names below may be set smaller: 8 points on paper
SHORT_NAME = 2  # signs that half a name must have to be broken
LONGEST_UNIT = 2  # signs that stand behind the number of a column
LEAST_PART = 1.3  # lines of type that a part of a standing column must be high to carry its number


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The room of a chart and its type, in points, and the fonts for Latin and for Chinese signs."""

    width: float
    height: float
    points: float
    latin: str
    east: str


PAPER = Frame(width=442, height=215, points=10.5, latin="Times New Roman", east="宋体")  # across the text of an A4 page in 公文 layout
SLIDE = Frame(width=870, height=345, points=18, latin="微软雅黑", east="微软雅黑")


@dataclass(frozen=True, kw_only=True)
class Look:
    """What is decided of a chart before it is written. `lies` is of bars that lie; `named` of series that carry their name at their end;
    `names` is the size of type of the categories; names are turned where they do not fit side by side, of periods every `skip`th is named; `beside` are the
    lines only there to compare with that say their name, and no number, at their end."""

    lies: bool
    named: bool
    has_legend: bool
    labels_all: bool
    names: float
    is_turned: bool
    skip: int = 1
    beside: tuple[str, ...] = ()
    margins: tuple[float, float, float, float] = (0, 0, 0, 0)  # left, top, right, bottom


def look_of(chart: Chart, frame: Frame) -> Look:
    """The look of a chart in a frame."""
    lies = chart.kind == BAR or chart.kind in (COLUMN, STACKED) and not _fits_below(chart, frame) and not _is_over_time(chart)
    named = len(chart.series) == 1 and chart.kind != LINE or _can_be_named(chart, frame, lies)
    beside = () if named or chart.kind != LINE else named_beside(chart, frame.points * LINE_HEIGHT, frame.height)
    has_legend = len(chart.series) > 1 and not named and not beside
    labels_all = chart.kind != LINE and (lies or chart.kind == STACKED or _labels_fit(chart, frame))
    is_sparse = not lies and _is_over_time(chart)
    names, is_turned = (frame.points, False) if lies or is_sparse else _names(chart, frame, named)
    skip = _skip(chart, frame, named or bool(beside)) if is_sparse else 1
    look = Look(
        lies=lies, named=named, has_legend=has_legend, labels_all=labels_all, names=names, is_turned=is_turned, skip=skip, beside=beside
    )
    return replace(look, margins=_margins(chart, frame, look))


def colours_of(chart: Chart) -> tuple[str, ...]:
    """A colour a series: of its tone, and for several that are neither better nor worse the colours of parts of a whole, in order."""
    parts = iter([colour for colour in PRINT.parts if colour != PRINT.lead or not _has_tone(chart, "better")] * 3)
    muted = PRINT.muted if chart.kind == LINE else PALE
    fixed = {"better": PRINT.lead, "worse": PRINT.worse, "muted": muted}
    return tuple(fixed.get(one.tone) or (PRINT.calm if any(one.tones) else next(parts)) for one in chart.series)


def point_colours(chart: Chart, place: int) -> dict[int, str]:
    """The colours of values that have a tone of their own, where they differ from their series."""
    one, own = chart.series[place], colours_of(chart)[place]
    tones = {"better": PRINT.lead, "worse": PRINT.worse, "muted": PRINT.muted if chart.kind == LINE else PALE, "calm": PRINT.calm}
    found = {row: tones[tone] for row, tone in enumerate(one.tones) if tone and one.values[row] is not None}
    return {row: colour for row, colour in found.items() if colour != own}


def grown(chart: Chart, frame: Frame) -> Frame:
    """The frame, higher where lying bars and the names beside them need it."""
    look = look_of(chart, frame)
    if not look.lies:
        return frame
    beside = frame.width * WIDEST_NAMES
    names = sum(text_height(category, frame.points, beside) for category in chart.categories)
    beside_each_other = 1 if chart.kind == STACKED else len(chart.series)
    bars = len(chart.categories) * (beside_each_other + GAP_SHARE * (beside_each_other > 1)) * BAR_PITCH * frame.points
    return replace(frame, height=max(frame.height, max(names, bars) + look.margins[1] + look.margins[3]))


def label_text(chart: Chart, value: float) -> str:
    """A value as its label shows it."""
    return f"{value:,.{chart.decimals}f}{label_unit(chart)}"


def label_unit(chart: Chart) -> str:
    """The unit behind a label's number; the parts of a column have none, and a long one stands on no column: there is no room."""
    return "" if chart.kind == STACKED or chart.kind == COLUMN and len(chart.unit) > LONGEST_UNIT else chart.unit


def label_format(chart: Chart) -> str:
    """The number format of the labels."""
    return number_format(chart, label_unit(chart))


def axis_decimals(chart: Chart) -> int:
    """Decimals of the numbers along the axis: none where it spans enough for whole numbers."""
    low, high = limits_of(chart)
    values = [value for one in chart.series for value in one.values if value is not None]
    spread = (high if high is not None else max(values, default=0)) - (low if low is not None else min(values, default=0))
    return 0 if spread >= WHOLE_FROM else chart.decimals


def dash_of(chart: Chart, place: int) -> str:
    """How a line that is only there to compare with is dashed, each in its own way."""
    muted = [number for number, one in enumerate(chart.series) if one.tone == "muted"]
    return DASHES[muted.index(place) % len(DASHES)]


def _has_tone(chart: Chart, tone: str) -> bool:
    return any(one.tone == tone for one in chart.series)


def _is_over_time(chart: Chart) -> bool:
    return all(category[:2].isdigit() or category.endswith(("月", "年", "季度")) for category in chart.categories)


def _slot(chart: Chart, frame: Frame) -> float:
    return frame.width * 0.86 / max(1, len(chart.categories))


def _fits_below(chart: Chart, frame: Frame) -> bool:
    """Whether the names fit below standing columns, on two lines at most."""
    return all(text_width(category, frame.points) <= 1.8 * _slot(chart, frame) for category in chart.categories)


def _names(chart: Chart, frame: Frame, named: bool) -> tuple[float, bool]:
    """The size of type of the names below, somewhat smaller where that lets all of them stand on two lines; and whether they must be turned."""
    widest = max((text_width(_piece(category), 1) for category in chart.categories), default=1)
    left, right = _sides(chart, frame, named and chart.kind == LINE)
    fitting = SAFE * (frame.width - left - right) / max(1, len(chart.categories)) / widest
    if fitting >= LEAST_NAMES * frame.points:
        return min(frame.points, fitting), False
    return LEAST_NAMES * frame.points, True


def _skip(chart: Chart, frame: Frame, named: bool) -> int:
    """Every which period is named, so that no name touches the next: the least step that fits, or one up to twice as long that ends at the last."""
    left, right = _sides(chart, frame, named and chart.kind == LINE)
    last = len(chart.categories) - 1
    widest = max((text_width(category, frame.points) for category in chart.categories), default=0)
    least = max(1, ceil(widest / SAFE / ((frame.width - left - right) / max(1, last + 1))))
    return next((step for step in range(least, 2 * least) if last % step == 0), least)


def _piece(category: str) -> str:
    """The longer line of a name that stands on two; a short one stands on one."""
    half = -(-len(category) // 2)
    return category[:half] if half > SHORT_NAME else category


def _labels_fit(chart: Chart, frame: Frame) -> bool:
    """Whether each standing column has room for its number."""
    widest = max(
        (text_width(label_text(chart, value), frame.points) for one in chart.series for value in one.values if value is not None), default=0
    )
    return widest + frame.points / 3 <= _slot(chart, frame) / (len(chart.series) + 0.3)


def _can_be_named(chart: Chart, frame: Frame, lies: bool) -> bool:
    """Whether the series of a chart can carry their names at their end: lines that end apart, parts of a column that are high enough."""
    if chart.kind == LINE:
        return len(chart.series) <= 4 and end_apart(chart, frame.points * LINE_HEIGHT, frame.height)
    if chart.kind != STACKED or lies:
        return False
    widest = max(text_width(f"{one.name} {label_text(chart, one.values[-1] or 0)}", frame.points) for one in chart.series)
    return widest <= 0.5 * _slot(chart, frame) and all(shows_part(chart, frame, one.values[-1]) for one in chart.series)


def shows_part(chart: Chart, frame: Frame, value: float | None) -> bool:
    """Whether a part of a column is high enough to carry its number."""
    totals = [sum(one.values[place] or 0 for one in chart.series) for place in range(len(chart.categories))]
    return bool(value) and value / max(totals) * frame.height * 0.7 >= LEAST_PART * frame.points


def _margins(chart: Chart, frame: Frame, look: Look) -> tuple[float, float, float, float]:
    """The room around the plot: names and numbers of the axes, a legend above, labels to the right."""
    top = frame.points * (2.4 if look.has_legend else 1.6)
    if look.lies:
        names = max((text_width(category, frame.points) for category in chart.categories), default=0) + frame.points
        return min(names, frame.width * WIDEST_NAMES), top, _label_room(chart, frame), frame.points * (0.5 if look.labels_all else 1.8)
    left, right = _sides(chart, frame, (look.named or bool(look.beside)) and chart.kind == LINE)
    if look.skip > 1:  # the name of the last period is wider than the place of its point
        widest = max(text_width(category, frame.points) for category in chart.categories)
        right = max(right, (widest - (frame.width - left - right) / len(chart.categories)) / 2)
    turned = max((text_width(category, look.names) for category in chart.categories), default=0) * SLANT
    lines = 1 if _is_over_time(chart) else 2
    return (
        (frame.points if look.labels_all else left),
        top,
        right,
        (turned if look.is_turned else lines * look.names * LINE_HEIGHT) + frame.points,
    )


def _sides(chart: Chart, frame: Frame, named: bool) -> tuple[float, float]:
    """The room left and right of a plot with standing bars or lines; names of lines stand to the right."""
    label = _label_room(chart, frame)
    series = max((text_width(one.name, frame.points) for one in chart.series), default=0) + frame.points
    return label, max(label, series) if named else frame.points


def _label_room(chart: Chart, frame: Frame) -> float:
    values = [value for one in chart.series for value in one.values if value is not None]
    return max((text_width(label_text(chart, value), frame.points) for value in values), default=0) + frame.points

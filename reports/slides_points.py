"""How many sentences, and how many bars, a slide holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports.brief import LINE, STACKED, Chart, Finding
from reports.chart_style import SLIDE, Frame, grown, look_of, shows_part
from reports.slides_look import CHART_POINTS, SAID_POINTS, Box
from reports.slides_notes import COUNTED
from reports.text_room import BOLD, text_lines

MOST_POINTS = 5
INDENT = 1.2  # of the type, before a sentence
LINE_HEIGHT = 1.3
BETWEEN = 0.55  # of the type, between two sentences
SMALL = 16  # points of what the data say against an edited sentence
EDITED = "〔人工编辑〕"
HEADROOM = 1.12  # above the longest bar of a chart that was cut


def cut_points(findings: Sequence[Finding], room: Box) -> list[tuple[float, list[Finding]]]:
    """The sentences slide by slide with the size of their type: the largest in which they need no more slides than in the smallest."""
    least = _cut(findings, SAID_POINTS[-1], room)
    points = next(points for points in SAID_POINTS if len(_cut(findings, points, room)) == len(least))
    return [(points, part) for part in _evenly(findings, points, room, len(least))]


def said_text(finding: Finding) -> str:
    """A sentence with its mark where a person wrote it."""
    return finding.text + (EDITED if finding.is_edited else "")


def told_against(finding: Finding) -> list[str]:
    """What in an edited sentence the data do not bear out."""
    return [f"{COUNTED}{mismatch}" for mismatch in finding.mismatches]


def said_height(finding: Finding, points: float, width: float) -> float:
    """The height of a sentence with what stands below it."""
    inside = width - INDENT * points
    own = text_lines(said_text(finding), points, inside / (BOLD if finding.tone == "worse" else 1)) * points
    under = sum(text_lines(line, SMALL, inside) for line in told_against(finding)) * SMALL
    return (own + under) * LINE_HEIGHT + BETWEEN * points


def cut_chart(chart: Chart, room: Box) -> Iterator[tuple[float, Chart]]:
    """The chart whole with its size of type, or where its lying bars are too many for the room, in even pieces with one scale."""
    size = len(chart.categories)
    tried = [(count, points) for count in range(1, max(size, 1) + 1) for points in CHART_POINTS]
    fitting = (one for one in tried if _fits(_piece(chart, 0, -(-size // one[0])), frame_of(room, one[1])))
    pieces, points = next(fitting, tried[-1])
    if not look_of(chart, frame_of(room)).lies and pieces > 1:
        pieces, points = tried[0]
    if pieces == 1:
        yield points, chart
        return
    highest = max((value for one in chart.series for value in one.values if value is not None), default=1)
    scaled = replace(
        chart, low=chart.low if chart.low is not None else 0, high=chart.high if chart.high is not None else highest * HEADROOM
    )
    step = -(-size // pieces)
    for start in range(0, size, step):
        yield points, _piece(scaled, start, start + step)


def frame_of(room: Box, points: float = SLIDE.points, fonts: tuple[str, str] = (SLIDE.latin, SLIDE.east)) -> Frame:
    """The frame of a chart in a place of a slide, with its size of type and fonts."""
    latin, east = fonts
    return replace(SLIDE, width=room.width, height=room.height, points=points, latin=latin, east=east)


def _fits(chart: Chart, frame: Frame) -> bool:
    look = look_of(chart, frame)
    if look.lies:
        return grown(chart, frame).height <= frame.height
    parts = [value for one in chart.series for value in one.values if value]
    return look.labels_all or chart.kind == LINE if chart.kind != STACKED else all(shows_part(chart, frame, value) for value in parts)


def _piece(chart: Chart, start: int, stop: int) -> Chart:
    series = tuple(
        replace(one, values=one.values[start:stop], parts=one.parts[start:stop], tones=one.tones[start:stop]) for one in chart.series
    )
    return replace(chart, categories=chart.categories[start:stop], series=series)


def _cut(findings: Sequence[Finding], points: float, room: Box, most: int = MOST_POINTS) -> list[list[Finding]]:
    pages, filled = [], 0.0
    for finding in findings:
        height = said_height(finding, points, room.width)
        if not pages or len(pages[-1]) >= most or filled + height > room.height:
            pages.append([])
            filled = 0.0
        pages[-1].append(finding)
        filled += height
    return pages


def _evenly(findings: Sequence[Finding], points: float, room: Box, count: int) -> list[list[Finding]]:
    """No slide with one sentence left over, where that needs no further slide."""
    fair = _cut(findings, points, room, -(-len(findings) // max(count, 1)))
    return fair if len(fair) == count else _cut(findings, points, room)

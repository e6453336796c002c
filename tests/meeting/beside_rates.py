"""Rates in a file of a brief that stand without what they are made of: n/N in the same sentence or cell, beside it in a sheet, behind a chart."""

import re
from collections.abc import Iterator

from reports.brief import Brief
from tests.meeting.file_reading import Package, charts, live_tables, tables, texts
from tests.meeting.readback import NUMBER

BARE = re.compile(rf"{NUMBER}%(?!（{NUMBER}/{NUMBER})")
OTHER = re.compile(  # percentages that are no rate: bounds of an interval, limits of a course, growth, a target, what a cell looks like
    rf"区间{NUMBER}%—{NUMBER}%|95%(区间|线|的)|往常(均值|上限|下限)：[^\n]*|增速−?{NUMBER}%|目标{NUMBER}%|77\.9%"
)
INTERVAL, LIMIT = "区间", "往常"


def bare(package: Package, brief: Brief) -> Iterator[tuple[str, str]]:
    """(part, what stands there) of every rate without its n/N."""
    for part, text in texts(package):
        told = re.sub(rf"(?<=%)(?=（{NUMBER}/{NUMBER})", "", text)
        yield from ((part, one) for one in told.split("。") if BARE.search(OTHER.sub("", one)) and not part.startswith("docProps"))
    for part, (heads, *rows) in tables(package):
        for row in rows:
            yield from (
                (part, cell) for head, cell in zip(heads, row, strict=True) if INTERVAL not in head and BARE.search(OTHER.sub("", cell))
            )
            if any(INTERVAL in head and "%" in cell for head, cell in zip(heads, row, strict=True)) and not re.search(
                rf"{NUMBER}/{NUMBER}", "".join(row)
            ):
                yield part, "｜".join(row)
    rates = {one.name for chart in brief.charts() if chart.unit == "%" for one in chart.series if one.tone != "muted"}
    for part, drawn, behind in charts(package):
        parts = {(one.series, one.category) for one in behind if isinstance(one.value, str) and "/" in one.value}
        if behind:
            yield from (
                (part, f"{one.series} {one.category}") for one in drawn if one.series in rates and (one.series, one.category) not in parts
            )
    if "xl/workbook.xml" in package.parts:
        yield from _in_sheets(package)


def _in_sheets(package: Package) -> Iterator[tuple[str, str]]:
    for name, _, heads, rows in live_tables(package):
        for row in rows:
            held = dict(zip(heads, row, strict=False))
            for head, cell in held.items():
                is_rate = isinstance(cell.value, float) and "%" in cell.form and not head.startswith(LIMIT)
                if is_rate and any(held.get(f"{head} {end}") is None or held[f"{head} {end}"].value is None for end in ("分子", "分母")):
                    yield name, f"{row[0].value} {head} {cell.value}"

"""An assessment as an Excel workbook with live formulas: the town, a sheet a village, manual items, the scheme, and what it all rests on."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from indicators.score import SHORT_BELOW, TOO_LITTLE, VillageScore
from reports.assessing import Assessment
from reports.scheme_columns import BANDS, FRAME, FRAME_SHEET
from reports.score_layout import (
    HEAD_ROW,
    MANUAL_SHEET,
    NONE,
    SOURCE_SHEET,
    TOWN_SHEET,
    Sheet,
    band_row,
    formats_of,
    opened,
    quoted_sheet,
    sheet_names,
)
from reports.score_sheet import WIDTHS, places_of, write_village
from reports.score_source import Source
from reports.words import day_words, period_words

MANUAL_HEADERS = ("村", "类别", "事项", "次数", "说明", "文号", "批准人", "日期", "失效日期", "佐证材料", "记录人")
BATCH_HEADERS = ("批次", "文件", "工作表", "台账", "采用行数", "数据截至")
HALVES = {"H1": "上半年", "H2": "下半年"}
LEADING = 2  # columns of the town's table before the pillars


def score_book(held: Assessment, source: Source) -> bytes:
    """The workbook as the bytes of an .xlsx, the same bytes for the same assessment. The scheme must be sound (indicators.scheme_check)."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"title": _title(held), "created": datetime.combine(held.end, time())})
        formats = formats_of(book)
        names = {place.path: place.name for place in held.villages}
        sheets = sheet_names([names.get(one.village, one.village) for one in held.scores])
        _write_town(book, formats, held, source, sheets)
        for one, name in zip(held.scores, sheets, strict=True):
            title = f"{names.get(one.village, one.village)}　{_title(held)}得分表"
            write_village(opened(book, formats, name, title, _lines(held, source), WIDTHS), held, one)
        _write_manual(book, formats, held, source)
        _write_scheme(book, formats, held, source)
        _write_source(book, formats, held, source)
    return file.getvalue()


def _period(period: str) -> str:
    year, _, half = period.partition("-")
    return f"{year}年{HALVES[half]}" if half in HALVES else period_words(period)


def _title(held: Assessment) -> str:
    return f"{_period(held.period)}考核评估"


def _lines(held: Assessment, source: Source) -> list[str]:
    """What stands under the title of every sheet: what it is of, and what must be read with it."""
    of = [
        f"{held.scheme.name}　第 {held.scheme.version} 版",
        f"数据截至 {day_words(min(held.end, source.known_to or held.end))}",
        source.state,
    ]
    marks = [*source.marks, held.scheme.note if held.scheme.adopted_on is None else ""]
    return ["　".join(filter(None, of)), "　".join(filter(None, marks))]


def _write_town(book, formats: dict, held: Assessment, source: Source, sheets: Sequence[str]) -> None:
    pillars = held.scheme.pillars
    sheet = opened(book, formats, TOWN_SHEET, f"全镇　{_title(held)}", _lines(held, source), (18, 14, *[12] * len(pillars), 10, 10, 8, 40))
    heads = ["村", "同类组", *[f"{pillar.name}\n（{pillar.weight:g} 分）" for pillar in pillars], "加减分", "总分", "等次", "短板"]
    sheet.row(HEAD_ROW, heads, "head")
    sheet.sheet.set_row(HEAD_ROW - 1, 45)
    for row, (one, name) in enumerate(zip(held.scores, sheets, strict=True), start=HEAD_ROW + 1):
        _write_town_row(sheet, held, one, name, row)
    last = HEAD_ROW + len(sheets)
    sheet.put(
        f"A{last + 2}", f"一级指标按 100 分计；短板：低于 {SHORT_BELOW} 分。同等次的村不分先后，分差在误差之内的不宜比高低。", "quiet"
    )
    sheet.sheet.freeze_panes(HEAD_ROW, 1)
    sheet.sheet.print_area(f"A1:{xl_col_to_name(len(heads) - 1)}{last + 2}")


def _write_town_row(sheet: Sheet, held: Assessment, one: VillageScore, name: str, row: int) -> None:
    at, places = quoted_sheet(name), places_of(held.scheme)
    own = next((place.name for place in held.villages if place.path == one.village), one.village)
    sheet.row(row, [own, held.groups.get(one.village, "")])
    sheet.sheet.write_url(f"A{row}", f"internal:{at}!A1", sheet.formats["text"], own)
    letters = [xl_col_to_name(LEADING + place) for place in range(len(one.pillars) + 4)]
    shorts = []
    for letter, pillar, there in zip(letters, one.pillars, places.pillars, strict=False):
        sheet.formula(f"{letter}{row}", f"={at}!L{there}", TOO_LITTLE if pillar.score is None else pillar.score)
        word = pillar.pillar.name.replace('"', '""')
        shorts.append(f'IF(ISNUMBER({letter}{row}),IF(ROUND({letter}{row},9)<{SHORT_BELOW},"{word} ",""),"")')
    bonus, total, band, short = letters[-4:]
    sheet.formula(f"{bonus}{row}", f"={at}!P{places.bonus}", one.bonus)
    sheet.formula(f"{total}{row}", f"={at}!P{places.total}", TOO_LITTLE if one.total is None else one.total, "sum")
    sheet.formula(f"{band}{row}", f"={at}!P{places.band}", one.band or NONE, "sum")
    said = " ".join(pillar.pillar.name for pillar in one.pillars if pillar.is_short)
    sheet.formula(f"{short}{row}", f"=TRIM(CONCATENATE({','.join(shorts)}))", said, "text")


def _write_manual(book, formats: dict, held: Assessment, source: Source) -> None:
    widths = (16, 10, 26, 8, 30, 22, 14, 12, 12, 22, 12)
    sheet = opened(book, formats, MANUAL_SHEET, f"加减分和单列事项　{_title(held)}", _lines(held, source), widths)
    sheet.row(HEAD_ROW, MANUAL_HEADERS, "head")
    for row, line in enumerate(source.manual, start=HEAD_ROW + 1):
        sheet.row(row, [line.get(header) for header in MANUAL_HEADERS])
    if not source.manual:
        sheet.put(f"A{HEAD_ROW + 1}", "本期没有加减分和单列事项。", "quiet")
    sheet.sheet.freeze_panes(HEAD_ROW, 1)
    sheet.sheet.print_area(f"A1:{xl_col_to_name(len(MANUAL_HEADERS) - 1)}{HEAD_ROW + max(1, len(source.manual))}")


def _write_scheme(book, formats: dict, held: Assessment, source: Source) -> None:
    """The settings and bands that the formulas of the other sheets refer to."""
    scheme = held.scheme
    sheet = opened(book, formats, FRAME_SHEET, f"{scheme.name}　第 {scheme.version} 版", _lines(held, source), (24, 50, 60))
    sheet.row(HEAD_ROW, ("项目", "内容", "说明"), "head")
    for row, column in enumerate(FRAME, start=HEAD_ROW + 1):
        value = getattr(scheme, column.key)
        sheet.row(row, [column.header, value if isinstance(value, float) else column.written(value), column.about])
    sheet.row(band_row(0) - 1, (BANDS[0].header, BANDS[2].header, BANDS[1].header), "head")
    for place, band in enumerate(scheme.bands):
        sheet.row(band_row(place), [band.name, band.from_score, band.words])
    last = band_row(len(scheme.bands))
    sheet.put(f"A{last + 1}", "各指标的权重、零分值、满分值和依据在各村的得分表中；全部条款见考核办法工作簿。", "quiet")
    sheet.sheet.freeze_panes(HEAD_ROW, 1)
    sheet.sheet.print_area(f"A1:C{last + 1}")


def _write_source(book, formats: dict, held: Assessment, source: Source) -> None:
    sheet = opened(book, formats, SOURCE_SHEET, f"数据来源　{_title(held)}", _lines(held, source), (26, 44, 20, 20, 12, 14))
    sheet.row(HEAD_ROW, BATCH_HEADERS, "head")
    for row, line in enumerate(source.batches, start=HEAD_ROW + 1):
        sheet.row(row, line)
    last = HEAD_ROW + len(source.batches) + 2
    known = day_words(source.known_to) if source.known_to else NONE
    said = {"数据版本": source.snapshot or NONE, "考核期": f"{day_words(held.start)}至{day_words(held.end)}", "全部数据截至": known}
    for row, (word, value) in enumerate(said.items(), start=last):
        sheet.row(row, [word, value])
    sheet.sheet.freeze_panes(HEAD_ROW, 1)
    sheet.sheet.print_area(f"A1:F{last + len(said)}")

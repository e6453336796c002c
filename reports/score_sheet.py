"""The score sheet of one village as live formulas: from the counted rows to the band, every step can be redone by hand.

Only what was measured, what the scheme says and why an item has no score are typed in; all else is computed in the sheet as indicators.score does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, log

from indicators.definition import load_catalog
from indicators.scheme import Scheme
from indicators.score import FLOOR, TOO_LITTLE, ItemScore, PillarScore, VillageScore, bonus_of, is_counted
from reports.assessing import Assessment
from reports.scheme_columns import BONUS_KINDS
from reports.score_layout import HEAD_ROW, NONE, Sheet, band_cell, frame_cell
from reports.words import range_words

HEADERS = (
    "一级指标", "指标", "分子 n", "分母 N", "实际值", "单位", "零分值", "满分值", "先验值", "先验件数", "计分值", "得分", "权重", "计入权重",
    "加权得分", "贡献", "不计分的原因", "前提", "统计时段", "目标值依据", "有分权重占比", "计入的权重", "加权对数",
)  # fmt: skip
WIDTHS = (12, 20, 7, 7, 8, 6, 7, 7, 7, 7, 8, 8, 7, 8, 8, 9, 18, 20, 20, 24, 10, 9, 9)
PRINTED = "Q"  # the last column on paper: what is right of it would make the rest too small to read
BONUS_HEADERS = ("类别", "加减分项", "次数", "", "", "", "每次分值", "上限")
CLOSE = 1e-9  # of a value and what its parts come to


@dataclass(frozen=True, kw_only=True)
class Places:
    """The rows of a village's sheet to which others refer: of each pillar, of the manual points, the total and the band."""

    pillars: Sequence[int]
    bonus: int
    total: int
    band: int


def places_of(scheme: Scheme) -> Places:
    """The rows that follow from the scheme alone, the same in the sheet of every village."""
    row, pillars = HEAD_ROW, []
    for pillar in scheme.pillars:
        row += len(pillar.items) + 1
        pillars.append(row)
    part = row + 1
    bonus = part + 1 + len(scheme.bonuses) + 1
    return Places(pillars=tuple(pillars), bonus=bonus, total=bonus + 1, band=bonus + 2)


def write_village(sheet: Sheet, held: Assessment, one: VillageScore) -> None:
    """Writes the score sheet of a village from the header row down."""
    places = places_of(held.scheme)
    sheet.row(HEAD_ROW, HEADERS, "head")
    sheet.sheet.set_row(HEAD_ROW - 1, 30)
    for pillar, row in zip(one.pillars, places.pillars, strict=True):
        _write_pillar(sheet, held, one, pillar, row)
    _write_part(sheet, held.scheme, one, places)
    _write_bonuses(sheet, held, one, places)
    _write_total(sheet, held.scheme, one, places)
    sheet.sheet.freeze_panes(HEAD_ROW, 2)
    sheet.sheet.print_area(f"A1:{PRINTED}{places.band}")


def _write_pillar(sheet: Sheet, held: Assessment, village: VillageScore, pillar: PillarScore, row: int) -> None:
    """The items of a pillar and, in `row` below them, the pillar itself."""
    first = row - len(pillar.items)
    weighted = [item.weight * (item.score or 0.0) / 100 for item in pillar.items]
    for at, (item, points) in enumerate(zip(pillar.items, weighted, strict=True), start=first):
        _write_measured(sheet, held, village.village, pillar, item, at)
        _write_scored(sheet, held.scheme, item, at, first, row, points)
    scored = f'SUMIF(L{first}:L{row - 1},">=0",M{first}:M{row - 1})'
    present = fsum(item.item.weight for item in pillar.items if item.score is not None)
    counts = pillar.pillar.weight if pillar.score is not None else 0.0
    sheet.row(row, [pillar.pillar.name, "小计", *[None] * 14, pillar.reason, *[None] * 6], "sum_text")
    sheet.formula(f"U{row}", f"={scored}/M{row}", present / pillar.pillar.weight, "share")
    sheet.formula(f"M{row}", f"=SUM(M{first}:M{row - 1})", pillar.pillar.weight, "sum")
    sheet.formula(f"N{row}", f"=SUM(N{first}:N{row - 1})", fsum(item.weight for item in pillar.items), "sum")
    sheet.formula(f"O{row}", f"=SUM(O{first}:O{row - 1})", fsum(weighted), "sum")
    whole = f'=IF(ROUND(U{row},9)<{frame_cell("pillar_present")},"{TOO_LITTLE}",O{row}*100/M{row})'
    sheet.formula(f"L{row}", whole, TOO_LITTLE if pillar.score is None else pillar.score, "sum")
    sheet.formula(f"V{row}", f"=IF(ISNUMBER(L{row}),M{row},0)", counts)
    _write_share(sheet, held.scheme, pillar, row, counts)


def _write_share(sheet: Sheet, scheme: Scheme, pillar: PillarScore, row: int, counts: float) -> None:
    """What a pillar contributes: its weighted score, or its share of the logarithm of the geometric mean."""
    if scheme.across != "geometric":
        sheet.formula(f"P{row}", f"=O{row}", pillar.contribution, "sum")
        return
    part, logs, weights = _sums(scheme)
    logarithm = counts * log(max(FLOOR, pillar.score)) if counts else 0.0
    sheet.formula(f"W{row}", f"=IF(ISNUMBER(L{row}),M{row}*LN(MAX({FLOOR:g},L{row})),0)", logarithm)
    share = f"=IF(ISNUMBER(L{row}),P{part}*IF({logs}=0,M{row}/{weights},W{row}/{logs}),0)"
    sheet.formula(f"P{row}", share, pillar.contribution, "sum")


def _sums(scheme: Scheme) -> tuple[int, str, str]:
    """The row of the points of all pillars, and the addresses of the sums of logarithms and of weights in it."""
    part = places_of(scheme).pillars[-1] + 1
    return part, f"W{part}", f"V{part}"


def _write_measured(sheet: Sheet, held: Assessment, village: str, pillar: PillarScore, one: ItemScore, row: int) -> None:
    indicator, cell, item = load_catalog()[one.item.id], one.cell, one.item
    sheet.row(row, [pillar.pillar.name, indicator.name])
    sheet.put(f"C{row}", cell.numerator, "count")
    sheet.put(f"D{row}", cell.denominator, "count")
    formula = _value_formula(one, row)
    if formula:
        sheet.formula(f"E{row}", formula, cell.value)
    else:
        sheet.put(f"E{row}", cell.value, "number")
    sheet.put(f"F{row}", "%" if item.is_own_trend else indicator.unit)
    sheet.put(f"G{row}", item.goalpost.low, "number")
    sheet.put(f"H{row}", item.goalpost.target, "number")
    for letter, value in (("I", item.prior), ("J", item.prior_size)):
        sheet.put(f"{letter}{row}", value if _is_shrunk(one) else None, "number")
    sheet.put(f"M{row}", item.weight, "number")
    sheet.row_from("Q", row, [one.reason, _gate_words(held, village, one), _window_words(held, village, one), item.goalpost.basis])


def _is_shrunk(one: ItemScore) -> bool:
    return one.item.small == "shrink" and is_counted(one.item, one.cell)


def _value_formula(one: ItemScore, row: int) -> str:
    """The value from its parts; blank where the parts are not all of it, as of a share by survival."""
    indicator, cell = load_catalog()[one.item.id], one.cell
    if cell.value is None or cell.numerator is None or not cell.denominator:
        return ""
    if one.item.is_own_trend:
        return f"=(C{row}-D{row})/ABS(D{row})*100"
    is_ratio = abs(cell.numerator / cell.denominator * indicator.per - cell.value) <= CLOSE * max(1.0, abs(cell.value))
    return f"=C{row}/D{row}*{indicator.per:g}" if is_ratio else ""


def _gate_words(held: Assessment, village: str, one: ItemScore) -> str:
    if not one.item.gate:
        return ""
    gate, cell = load_catalog()[one.item.gate], held.cells.get(village, {}).get(one.item.gate)
    reached = NONE if cell is None or cell.value is None else f"{cell.value:.{gate.decimals}f}{gate.unit}"
    return f"{gate.name}须达到 {one.item.gate_at:g}{gate.unit}，实为 {reached}"


def _window_words(held: Assessment, village: str, one: ItemScore) -> str:
    scope = held.scopes.get(village, {}).get(one.item.id)
    return range_words(scope.start, scope.end) if scope and scope.start and scope.end else ""


def _write_scored(sheet: Sheet, scheme: Scheme, one: ItemScore, row: int, first: int, pillar: int, points: float) -> None:
    """The score of an item, the weight that counts and what it contributes."""
    value = f"(D{row}*E{row}+J{row}*I{row})/(D{row}+J{row})" if _is_shrunk(one) else f"E{row}"
    sheet.formula(f"K{row}", f'=IF(Q{row}="",{value},"{NONE}")', NONE if one.score is None else one.scored_value)
    score = f'=IF(Q{row}="",100*MIN(1,MAX(0,(K{row}-G{row})/(H{row}-G{row}))),"{NONE}")'
    sheet.formula(f"L{row}", score, NONE if one.score is None else one.score)
    scored = f'SUMIF(L${first}:L${pillar - 1},">=0",M${first}:M${pillar - 1})'
    is_out = f"OR(NOT(ISNUMBER(L{row})),ROUND(U${pillar},9)<{frame_cell('pillar_present')})"
    sheet.formula(f"N{row}", f"=IF({is_out},0,M{row}*M${pillar}/{scored})", one.weight)
    sheet.formula(f"O{row}", f"=IF(ISNUMBER(L{row}),N{row}*L{row}/100,0)", points)
    split = f"=IF(N${pillar}=0,0,IF(O${pillar}=0,P${pillar}*N{row}/N${pillar},P${pillar}*O{row}/O${pillar}))"
    sheet.formula(f"P{row}", split if scheme.across == "geometric" else f"=O{row}", one.contribution)


def _write_part(sheet: Sheet, scheme: Scheme, one: VillageScore, places: Places) -> None:
    row = places.pillars[-1] + 1
    of = {letter: ",".join(f"{letter}{pillar}" for pillar in places.pillars) for letter in "PVW"}
    sheet.row(row, ["一级指标合计", *[None] * 22], "sum_text")
    sheet.formula(f"V{row}", f"=SUM({of['V']})", one.part_weight, "sum")
    if scheme.across != "geometric":
        sheet.formula(f"P{row}", f"=SUM({of['P']})", one.part, "sum")
        return
    logs = fsum(pillar.pillar.weight * log(max(FLOOR, pillar.score)) for pillar in one.pillars if pillar.score is not None)
    sheet.formula(f"W{row}", f"=SUM({of['W']})", logs, "sum")
    sheet.formula(f"P{row}", f"=IF(V{row}=0,0,EXP(W{row}/V{row})*V{row}/100)", one.part, "sum")


def _write_bonuses(sheet: Sheet, held: Assessment, one: VillageScore, places: Places) -> None:
    head, given = places.bonus - len(held.scheme.bonuses) - 1, held.bonuses.get(one.village, {})
    sheet.row(head, [*BONUS_HEADERS, *[None] * 7, "计分"], "head")
    for row, bonus in enumerate(held.scheme.bonuses, start=head + 1):
        times = given.get(bonus.id, 0)
        sheet.row(row, [BONUS_KINDS[bonus.kind], bonus.name, times, None, None, None, bonus.points_each, bonus.cap, *[None] * 7], "text")
        points = f"MIN(C{row}*G{row},H{row})"
        formula = {"bonus": f"={points}", "deduction": f"=-{points}"}.get(bonus.kind, "=0")
        sheet.formula(f"P{row}", formula, bonus_of(bonus, times) + 0.0)  # a deduction of nothing is 0, not -0
    points = f"SUM(P{head + 1}:P{places.bonus - 1})" if held.scheme.bonuses else "0"
    cap = frame_cell("bonus_cap")
    sheet.row(places.bonus, ["加减分合计", *[None] * 15], "sum_text")
    sheet.formula(f"P{places.bonus}", f"=MAX(MIN({cap},MAX(-{cap},{points})),-P{head - 1})", one.bonus, "sum")


def _write_total(sheet: Sheet, scheme: Scheme, one: VillageScore, places: Places) -> None:
    part, pillars = places.pillars[-1] + 1, ",".join(f"L{row}" for row in places.pillars)
    sheet.row(places.total, ["总分", *[None] * 15, one.reason], "sum_text")
    total = f'=IF(COUNT({pillars})={len(places.pillars)},P{part}+P{places.bonus},"{TOO_LITTLE}")'
    sheet.formula(f"P{places.total}", total, TOO_LITTLE if one.total is None else one.total, "sum")
    band = f'"{NONE}"'
    for place in reversed(range(len(scheme.bands))):
        name = scheme.bands[place].name.replace('"', '""')
        band = f'IF(ROUND(P{places.total},9)>={band_cell(place)},"{name}",{band})'
    sheet.row(places.band, ["等次", *[None] * 15], "sum_text")
    sheet.formula(f"P{places.band}", f'=IF(ISNUMBER(P{places.total}),{band},"{NONE}")', one.band or NONE, "sum")

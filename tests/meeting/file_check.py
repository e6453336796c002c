"""What a file of a brief says, held against what was found right in the brief.

`unexplained` names every number of a file that nothing vouches for: a sentence by its clauses, a table by its rows, a chart and the workbook behind
it by its points. Numbers that no figure stands behind are let through by where they stand: numbers of pages, captions and annexes, and the facts of
the brief itself (its days and versions).
"""

import re
from datetime import date

from reports.words import day_words, number_words
from tests.meeting.file_reading import Cell, Package, Point, charts, live_tables, sheets, tables, texts
from tests.meeting.readback import NUMBER
from tests.meeting.vouching import DIGIT, PARTS, Vouched, clauses

HEADER_CODE = re.compile(r"&[A-Z]|&\d+ ?")
PAGES = (  # by part of the file, what may stand there without a figure behind it
    (re.compile(r"word/footer"), re.compile(r"— \d+ —|口径第[\d、]+版（见附件\d+）")),
    (re.compile(r"word/document"), re.compile(r"^附件(：\d+\. |\d+$)|^\d+\. |见附件\d+(?=[。；）]|$)|^[图表]\d+(?=　)")),
    (re.compile(r"docProps/"), re.compile(r"^\d$|^\d{4}-\d\d-\d\dT00:00:00Z$")),
    (re.compile(r"ppt/slides"), re.compile(r"^\d+$")),
    (re.compile(r"xl/worksheets|摘要|附件\d+"), re.compile(r"附件\d+|（\d）$")),
)
RULES = re.compile(
    r"小于 5|77\.9%|是 77\.9|不足 [12]0|不足[12]0件|^≥|不当作 0|“＜5”|＜5|第 \d 版|口径第[\d、]+版|记录位置 \d+|用到 \d+ 项指标"
)


def unexplained(package: Package, held: Vouched) -> list[tuple[str, str]]:
    """(part of the file, what stands there) for every number that is not borne out."""
    wrong = [(part, one) for part, text in texts(package) for one in _odd(held, part, text)]
    for part, rows in tables(package):
        wrong += [(part, "｜".join(row)) for row in rows if not _is_row(held, part, rows[0], row)]
    for part, drawn, behind in charts(package):
        wrong += [(part, f"{one.series} {one.category} {one.value}") for one in (*drawn, *behind) if not _is_point(held, one)]
    return wrong + (_odd_sheets(held, package) if "xl/workbook.xml" in package.parts else [])


def _odd(held: Vouched, part: str, text: str) -> list[str]:
    """The clauses of a text that are not vouched for."""
    text = HEADER_CODE.sub("　", text) if part.startswith("xl/worksheets") else text
    for where, what in PAGES:
        text = what.sub("", text) if where.match(part) else text
    names = {_plain(one) for one in held.names}
    return [one for one in clauses(text) if one not in held.clauses and one not in names and not _is_fact(held, one)]


def _is_fact(held: Vouched, clause: str) -> bool:
    for fact in held.facts:
        clause = clause.replace(fact, "")
    return not DIGIT.search(_ruled(clause)) or clause in held.clauses


def _ruled(clause: str) -> str:
    """A clause without the numbers of the rules by which a brief is read."""
    return re.sub(RULES.pattern.replace(" ", ""), "", clause)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _is_row(held: Vouched, part: str, heads: list[str], row: list[str]) -> bool:
    if not any(map(DIGIT.search, row)) or row is heads:
        return True
    plain = [_plain(cell) for cell in row]
    for names, rows in held.tables:
        at = [[_plain(name) for name in names].index(_plain(head)) if _plain(head) in map(_plain, names) else None for head in heads]
        if None not in at and any([_plain(one[place].text) for place in at] == plain for one in rows):
            return True
    if row[0] in held.notes:
        known = {_plain(one) for one in held.notes[row[0]] if isinstance(one, str)}
        return all(
            cell in known or cell == _plain(row[0]) or not _odd(held, part, cell) and not re.fullmatch(NUMBER, cell) for cell in plain
        )
    return False


def _is_point(held: Vouched, point: Point) -> bool:
    known = held.points.get((point.series, point.category), set())
    return point.value in known or isinstance(point.value, float) and any(
        isinstance(one, int | float) and f"{one:.12g}" == f"{point.value:.12g}" for one in known
    )  # fmt: skip


def _odd_sheets(held: Vouched, package: Package) -> list[tuple[str, str]]:
    wrong, within = [], {}
    for name, (first, last), heads, rows in live_tables(package):
        within.setdefault(name, set()).update(range(first, last))
        wrong += [(name, f"{[one.value for one in row]}") for row in rows if not _is_live(held, name, heads, row)]
    for name, rows in sheets(package).items():
        for at, row in enumerate(rows):
            for cell in row if at not in within.get(name, ()) else ():
                bad = [str(cell.value)] if isinstance(cell.value, float) else _odd(held, name, str(cell.value or ""))
                wrong += [(name, one) for one in bad]
    return wrong


def _is_live(held: Vouched, name: str, heads: list[str], row: list[Cell]) -> bool:
    """Whether a row of a live table is one of a table of the brief, of the data of a chart, or of the notes."""
    first = row[0].value
    by_head: dict[str, dict[str, Cell]] = {}
    for head, cell in zip(heads, row, strict=False):
        base = next((head.removesuffix(end) for end in PARTS if head.endswith(end)), head)
        by_head.setdefault(base, {})[head.removeprefix(base).strip()] = cell
    if any(_is_row_of(names, one, by_head) for names, rows in held.tables for one in rows):
        return True
    if all((head, first) in held.points for head in list(by_head)[1:]):
        return all(_is_drawn(held.points[head, first], cells) for head, cells in list(by_head.items())[1:])
    if first in held.notes:
        return all(one.value is None or one.value in held.notes[first] or _plain(str(one.value)) in held.notes[first] for one in row[1:])
    return all(isinstance(one.value, str | date | None) and not _odd(held, name, _written(one)) or heads[0] in ("序号",) and at == 0 or first == "记事位置" or first == "材料校验码" for at, one in enumerate(row))  # fmt: skip


def _written(cell: Cell) -> str:
    return day_words(cell.value) if isinstance(cell.value, date) else str(cell.value or "")


def _is_row_of(names: tuple[str, ...], row: tuple, by_head: dict[str, dict[str, Cell]]) -> bool:
    plain = [re.sub(r"\s+", " ", name) for name in names]
    for head, cells in by_head.items():
        if head not in plain:
            return False
        cell = row[plain.index(head)]
        said = cells[""].value
        if isinstance(said, date | str | None):
            if _plain(_written(cells[""])) != _plain(cell.text) and not (said is None and not cell.text):
                return False
            continue
        digits = len(re.sub(r"[^0.]", "", cells[""].form.split(";")[0].split('"')[0]).partition(".")[2])
        printed = [f"{said:,.{digits}f}"] + [
            _counted(cells[end]) for end in ("分子", "分母") if end in cells and cells[end].value is not None
        ]
        numbers = re.findall(NUMBER, cell.text)
        if numbers[: len(printed)] != printed or cell.value is not None and f"{cell.value:.12g}" != f"{said:.12g}":
            return False
    return True


def _counted(cell: Cell) -> str:
    return number_words(cell.value, len(re.sub(r"[^0.]", "", cell.form.split('"')[0]).partition(".")[2]))


def _is_drawn(known: set, cells: dict[str, Cell]) -> bool:
    said = cells[""].value
    numbers = {f"{one:.12g}" for one in known if isinstance(one, int | float)}
    if said is not None and f"{said:.12g}" not in numbers or said is None and None not in known:
        return False
    parts = [_counted(cells[end]) for end in ("分子", "分母") if end in cells and cells[end].value is not None]
    return not parts or any(re.findall(NUMBER, one) == parts for one in known if isinstance(one, str))

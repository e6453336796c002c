"""Real and demonstration files, spoilt in as many ways as files are: the same number always gives the same file."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.etl import spoilt_bytes, spoilt_cells, spoilt_shapes
from tests.etl.drawn import SHARED
from tests.etl.spoilt_files import Sheet, delimited, webpage, workbook

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
ROWS, SHEETS, WIDTH = 14, 2, 24
ENDINGS = (".xlsx", ".csv", ".xls", ".txt", ".et", ".xlsm", "", ".pdf", ".XLSX")
NAMES = (
    "工单 (1)[副本]", "工\n单", "工单\x1b[31m", "510124199003071234工单", "王某13812345678", "工" * 80, "'; drop table", "*?{}", " ", "名单\u202e", "..a", "a'b\"c",
    "\udcb9\udca4\udcb5\udca5", "社区矫正人员", "演示数据", "截至2099年13月", "-rf", "\u200b", "{name}", "%s%n", "$x",
)  # fmt: skip
REAL = (
    "cases/坪山区民生诉求_utf8.csv", "cases/坪山区民生诉求_gb18030.csv", "cases/智慧政务留言_附件4_去正文.xlsx", "income/重庆区县_2005-2020.xlsx",
    "income/人民生活_农村居民家庭平均每人纯收入.csv", "industry/省级畜禽_1998-2017.csv", "infrastructure/世界银行项目_2015_原始导出.xlsx", "layouts/国家统计局_主要城市.xls",
    "layouts/国家统计局_分省年度_gb18030_1.csv", "layouts/国家统计局_分省年度_utf8bom_tab.csv", "layouts/分省面板_整洁_utf8bom.csv",
)  # fmt: skip
DEMO = (
    "12345热线工单导出_2023*", "云禾镇地区台账*", "住户抽样调查*", "党建与服务工作汇总_2025*", "党建活动台账_2025*", "养殖台账*", "农经收益分配表*", "劳务输转月报_2025*",
    "基础设施与人居环境*", "村情基本情况*", "村级上报农民*", "来访接待登记_2025*", "矛盾纠纷排查调处台账_2025*", "码上办办理台账_2026年一季度*", "种植台账*", "网格事件台账_2025*",
    "诉求办理情况汇总表*", "项目台账_2025*",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Mutated:
    """A spoilt file: where it lies, what it was made from and what was done to it."""

    path: Path
    base: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Base:
    """A file to begin with, cut short. An .xls is only ever changed as bytes."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...] = ()
    content: bytes = b""


def is_there(number: int) -> bool:
    """Whether the file that a number begins with is at hand: the real ones may be absent."""
    return not _source(number).startswith("real:") or SHARED.exists()


def _source(number: int) -> str:
    sources = [*(f"demo:{name}" for name in DEMO), *(f"real:{name}" for name in REAL)]
    return sources[(number + number // len(WAYS)) % len(sources)]


@cache
def _base(source: str) -> _Base:
    place, name = source.split(":", 1)
    path = SHARED / name if place == "real" else next(iter(sorted(SAMPLE.glob(name))))
    kind, shown = path.suffix[1:], path.stem.replace("演示数据", "").strip("_")
    if kind == "xls":
        return _Base(name=shown, kind=kind, content=path.read_bytes())
    if kind == "csv":
        return _Base(name=shown, kind=kind, sheets=(Sheet(name=shown[:20], rows=_csv_rows(path)),))
    return _Base(name=shown, kind=kind, sheets=tuple(_cut_sheets(path)))


def _csv_rows(path: Path) -> list[list]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    return [row[:WIDTH] for row, _ in zip(csv.reader(io.StringIO(text)), range(ROWS), strict=False)]


def _cut_sheets(path: Path):
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names[:SHEETS]:
        sheet = book.get_sheet_by_name(name)
        rows = [[_real(cell) for cell in row[:WIDTH]] for row in sheet.to_python(nrows=ROWS)]
        merges = [(t, min(a, WIDTH - 1), b, min(z, WIDTH - 1)) for (t, a), (b, z) in sheet.merged_cell_ranges or () if b < ROWS]
        yield Sheet(name=name, rows=rows, merges=[merge for merge in merges if merge[:2] != merge[2:]])


def _real(cell):
    """A demonstration that does not say it is one, so that it may stand beside real data."""
    return cell.replace("演示数据", "").replace("演示", "试") if isinstance(cell, str) else cell


def made(number: int, folder: Path) -> Mutated:
    """The file of a number, in a folder that is there: the way to spoil it goes round with the number, the file to begin with too."""
    rng, source = random.Random(number), _source(number)
    kind, way = WAYS[number % len(WAYS)]
    base, steps = _base(source), [way.__name__]
    while rng.random() < 0.3:
        more = rng.choice(spoilt_cells.WAYS)
        base, steps = _with_cells(rng, base, more), [more.__name__, *steps]
    path = kind(rng, base, folder, way)
    if rng.random() < 0.2:
        more = rng.choice(spoilt_bytes.WAYS)
        path.write_bytes(more(rng, path.read_bytes()))
        steps.append(more.__name__)
    if rng.random() < 0.15:
        path = path.rename(folder / _renamed(rng, path))
        steps.append("renamed")
    return Mutated(path=path, base=source, steps=tuple(steps))


def _renamed(rng: random.Random, path: Path) -> str:
    return rng.choice((path.stem, *NAMES))[:80] + rng.choice((path.suffix, *ENDINGS))


def _with_cells(rng: random.Random, base: _Base, way: Callable) -> _Base:
    if not base.sheets:
        return base
    sheets = list(base.sheets)
    at = rng.randrange(len(sheets))
    spoilt = way(rng, replace(sheets[at], rows=[list(row) for row in sheets[at].rows], merges=list(sheets[at].merges)))
    sheets[at : at + 1] = spoilt if isinstance(spoilt, list) else [spoilt]
    return replace(base, sheets=tuple(sheets))


def _cells(rng: random.Random, base: _Base, folder: Path, way: Callable) -> Path:
    return _written(rng, _with_cells(rng, base, way), folder)


def _bytes(rng: random.Random, base: _Base, folder: Path, way: Callable) -> Path:
    path = _written(rng, base, folder)
    path.write_bytes(way(rng, path.read_bytes()))
    return path


def _shape(rng: random.Random, base: _Base, folder: Path, way: Callable) -> Path:
    return way(rng, base.sheets[0].rows if base.sheets else [["村"]], folder / base.name)


def _written(rng: random.Random, base: _Base, folder: Path) -> Path:
    """The file in its own form, at times in another."""
    kind = base.kind if rng.random() < 0.7 or not base.sheets else rng.choice(("csv", "xlsx", "html"))
    path = folder / f"{base.name}.{'xls' if kind == 'html' else kind}"
    if kind == "xls":
        path.write_bytes(base.content)
    elif kind == "xlsx":
        path.write_bytes(workbook(list(base.sheets), rng.choice((0, 8))))
    else:
        path.write_bytes(webpage(base.sheets[0].rows) if kind == "html" else delimited(rng, base.sheets[0].rows))
    return path


WAYS = (
    *((_cells, way) for way in spoilt_cells.WAYS),
    *((_bytes, way) for way in spoilt_bytes.WAYS),
    *((_shape, way) for way in spoilt_shapes.WAYS),
)

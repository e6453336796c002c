"""Public files that nobody here wrote: the table is found where it is, and every row is staged."""

import re
from pathlib import Path

import pytest

from etl.headers import header_key
from etl.readers import find_table
from tests.readers.drawing import opened, staged

FOLDER = Path(__file__).parents[2] / "../shared/data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real public files (../shared/data) is not there"),
]
NATION = r"地区|\d{4}年"
FILES = {  # header row, rows, encoding, headers a contract might know
    "cases/坪山区民生诉求_utf8.csv": (1, 10_000, "utf-8", r".*_NAME|REC_ID|CREATE_TIME"),
    "cases/坪山区民生诉求_gb18030.csv": (1, 10_000, "gb18030", r".*_NAME|REC_ID|CREATE_TIME"),
    "cases/智慧政务留言_附件4_去正文.xlsx": (1, 2_816, "", "留言编号|留言时间|答复时间"),
    "income/重庆区县_2005-2020.xlsx": (1, 592, "", r"county_.*|year|city|mu_.|Number.*|Total.*"),
    "income/人民生活_农村居民家庭平均每人纯收入.csv": (1, 37, "utf-8", ".*纯收入"),
    "industry/省级畜禽_1998-2017.csv": (1, 677, "utf-8", "Area|Year|(Stock|Slaughtered|Meat|Aquatic|Marine|Freshwater).*"),
    "industry/省级畜禽_字段说明.csv": (1, 37, "utf-8", ".*-(En|Cn)|.*_Cn"),
    "industry/农业_主要农作物产品产量.csv": (1, 37, "utf-8", ".*产量"),
    "infrastructure/世界银行项目_2015_原始导出.xlsx": (2, 500, "", "Project.*|.*Date|.*Cost|.*Commitment|Country|Region|Borrower|Sector.*"),
    "infrastructure/世界银行项目_中国.csv": (1, 708, "utf-8", "id|status|.*_?name|.*date|curr_.*|borrower"),
    "layouts/国家统计局_分省年度.xls": (4, 34, "", NATION),
    "layouts/国家统计局_主要城市.xls": (4, 37, "", NATION),
    "layouts/国家统计局_分省年度_utf8bom_tab.csv": (3, 32, "utf-8-sig", NATION),
    "layouts/国家统计局_分省年度_gb18030_1.csv": (4, 33, "gb18030", NATION),
    "layouts/国家统计局_分省年度_gb18030_7.csv": (4, 34, "gb18030", NATION),
    "layouts/分省面板_整洁_utf8bom.csv": (1, 620, "utf-8-sig", "地区|年份|.*_(人|亿元|万人|%)"),
}


def rows_of(name, connection, scratch):
    book = opened(FOLDER / name, scratch)
    table = find_table(book.sheets[0], lambda header: re.fullmatch(FILES[name][3], header_key(header).name) is not None)
    assert table is not None, book.sheets[0].head[:5]
    return book, table, staged(connection, book.sheets[0], table)


@pytest.mark.parametrize("name", FILES)
def test_table_found_and_every_row_staged(name, connection, tmp_path):
    header_row, rows, encoding, _ = FILES[name]
    book, table, found = rows_of(name, connection, tmp_path)
    assert (table.header_row, len(found), book.encoding) == (header_row, rows, encoding)
    assert [number for number, _ in found] == list(range(header_row + 1, header_row + rows + 1))
    assert book.sheets[0].row_count == header_row + rows


def test_both_encodings_stage_the_same_rows(connection, tmp_path):
    first, second = (rows_of(f"cases/坪山区民生诉求_{encoding}.csv", connection, tmp_path)[2] for encoding in ("utf8", "gb18030"))
    assert first == second


@pytest.mark.parametrize("name", [name for name in FILES if "分省年度" in name])
def test_all_provinces_are_there(name, connection, tmp_path):
    rows = rows_of(name, connection, tmp_path)[2]
    figures = [cells for _, cells in rows if any(cells[1:])]
    assert len(figures) == 31

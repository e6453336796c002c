"""数据 › 批次与质量 › 质量: what it says on every kind of warehouse, and that cells and checks open to as many rows as they say."""

import re
from datetime import date

import pytest

from indicators.quality import REGISTER
from indicators.quality_cells import LATE, MISSING, NOT_OWED, PARTIAL, REPORTED, Cell
from indicators.quality_reported import cell_rows, reports
from reports.quality import cell_words
from tests.pages.conftest import BUILDS
from tests.pages.test_pages import LEFT_OVER, headline, texts
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

PAGE = "pages/data/batches.py"


@pytest.fixture
def quality(board):
    """A function: the view 质量 on a warehouse."""
    return lambda warehouse, **query: board(warehouse, PAGE, 数据内容="质量", **query)


def said(app) -> str:
    return "\n".join(re.sub("<[^>]+>", " ", text) for text in texts(app) if "<style" not in text and "<script" not in text)


@pytest.mark.parametrize("warehouse", BUILDS)
def test_every_warehouse_says_something_sensible(quality, warehouse):
    app = quality(warehouse)
    assert not app.exception and not app.error
    assert headline(app).strip()
    assert not LEFT_OVER.search(said(app))


def test_an_empty_warehouse_says_what_to_load(quality):
    app = quality("empty")
    assert "还没有导入任何文件" in headline(app)
    assert "数据导入" in app.info[0].value


def test_what_is_published_is_not_owed(quality):
    app = quality("published")
    assert "看不出谁报了、谁没报" in headline(app) and "数字核查" not in headline(app)


def test_the_planted_gaps_are_named(quality):
    app = quality("demonstration")
    assert "志愿服务（苇霖村未报）" in headline(app) and "法治宣传（稷风村未报）" in headline(app)
    assert "1 项要核对：整百的收入数" in headline(app)
    assert re.search(r"居民收入·村级上报\s+藜塬村 2023年 未报", said(app))
    assert re.search(r"恰好是整百元的有 5/79.*集中在：墨渠村 5/5", said(app))


def test_lateness_that_cannot_be_known_is_said(quality):
    app = quality("demonstration")
    assert "没有一份写着哪天交来" in said(app) and re.search(r"能看出的 \d+/1,402 期次：按时 \d+，迟报 0", said(app))


def test_a_check_opens_to_as_many_rows_as_it_counts(quality):
    app = quality("demonstration")
    button = app.button(key="open-check-rounded")
    assert button.label == "查看 5 个数"
    button.click().run()
    assert not app.exception
    rows = next(one.value for one in app.dataframe if "原文写法" in one.value.columns)
    assert len(rows) == 5
    assert set(rows["原文写法"]) == {"12000元", "13000元", "14000元", "15000元", "16500元"}
    assert {"文件", "工作表", "行号", "批次"} <= set(rows.columns)


def test_the_ledger_with_most_gaps_is_open_and_another_can_be_chosen(quality):
    app = quality("demonstration")
    chosen = app.selectbox(key="看哪本台账")
    assert chosen.format_func(chosen.value) == "党建与服务活动·志愿服务"
    facility = next(key for key in chosen.options if key == "基础设施与人居环境")
    chosen.select(facility).run()
    assert not app.exception
    assert "每季后 10 日内报" in said(app)


def test_every_last_cell_of_the_demonstration_has_as_many_rows_as_it_says(warehouses):
    folder = warehouses["demonstration"]
    with open_snapshot(folder, current_name(folder)) as connection:
        villages = [row[0] for row in connection.execute("select area_id from area where level = '村' and not is_published").fetchall()]
        found = reports(connection, None, villages)
        assert len(found.books) > 15
        for book in (one for one in found.books if one.series.shape != REGISTER):
            last = book.periods[-1]
            for cell in [book.whole[last], *(book.cells[place, last] for place in book.places[:2])]:
                assert len(cell_rows(connection, book, cell, None)[1]) == cell.rows, (book.key, cell)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell(period="2026-10", place=None, state=REPORTED, rows=48), "已报 48 行，何时交来看不出"),
        (Cell(period="2026-10", place=None, state=REPORTED, rows=48, is_timed=True), "已报 48 行，按时"),
        (Cell(period="2026-10", place=None, state=LATE, rows=3, is_timed=True, days_late=6), "迟报 3 行，入库晚于期限 6 天"),
        (Cell(period="2026-10", place=None, state=MISSING), "未报"),
        (Cell(period="2026-10", place=None, state=NOT_OWED), "不要求"),
    ],
)
def test_cells_in_words(cell, words):
    assert cell_words(cell) == words


def test_a_report_cut_short_says_up_to_where():
    assert (
        cell_words(Cell(period="2018-12", place=None, state=PARTIAL, rows=50, known_to=date(2018, 12, 1)), "件")
        == "只报到2018年12月1日 50 件"
    )

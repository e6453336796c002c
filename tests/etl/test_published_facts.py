"""The published facts of 橙槽村: every row is what the article says, and nothing more is made of it."""

import csv
import re
from pathlib import Path

import pytest

from etl.load import load
from tests.etl.drawn import SHARED, ask

PUBLISHED = Path(__file__).parents[2] / "data" / "published"
ARTICLE = SHARED.parent / "reference" / "article-chengcao.txt"
FACTS = [f"F{number:02}" for number in range(1, 35)]
MILESTONES = [f"B{number:02}" for number in range(1, 7)]
NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万?)(余?)(.+)")
# Written in one unit, kept in another; all other units are kept as they are written.
KEPT = {"公里": ("米", 1000), "方": ("立方米", 1)}
NOT_CONVERTED = "F33"


def _written() -> list[dict[str, str]]:
    """The rows of the file, read without the importer."""
    (path,) = PUBLISHED.glob("*橙槽村*.csv")
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    top = next(position for position, line in enumerate(lines) if "原文摘录" in line)
    return [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :]]


ROWS = _written()
FIGURES = [row for row in ROWS if row["事实类别"] == "数据"]


def _named(row: dict[str, str]) -> str:
    return row["事实编号"]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The folder of a board that holds the published facts and nothing else, and what loading them said."""
    data_dir = tmp_path_factory.mktemp("published") / "data"
    return data_dir, load(data_dir, [PUBLISHED])


def test_the_file_says_that_it_is_published_and_where_it_comes_from():
    (path,) = PUBLISHED.glob("*橙槽村*.csv")
    content = path.read_bytes()
    title = content.decode("utf-8-sig").splitlines()[0]
    assert content.startswith(b"\xef\xbb\xbf")
    assert "公开发布数据" in path.name
    assert "公开发布数据" in title
    assert "https://www.jicengzhizhi.com/2022/1208/2346.shtml" in title
    assert "2022年12月8日" in title


def test_every_fact_and_milestone_is_there_once():
    assert sorted(row["事实编号"] for row in ROWS) == sorted(FACTS + MILESTONES)
    assert {row["事实编号"] for row in FIGURES} == set(FACTS)
    assert {(row["县区"], row["乡镇"], row["村"]) for row in ROWS} == {("民勤县", "苏武镇", "橙槽村")}


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not beside the project")
@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_every_quotation_stands_in_the_article(row):
    assert row["原文摘录"]
    assert row["原文摘录"] in ARTICLE.read_text(encoding="utf-8")


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not beside the project")
def test_the_title_of_the_article_is_quoted_rightly():
    (path,) = PUBLISHED.glob("*橙槽村*.csv")
    quoted = re.search("《(.+?)》", path.read_text(encoding="utf-8-sig"))[1]
    assert quoted in ARTICLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", FIGURES, ids=_named)
def test_every_figure_is_written_as_its_quotation_writes_it(row):
    assert row["数值"] == row["原文写法"]
    assert re.search(rf"(?<![\d.]){re.escape(row['原文写法'])}", row["原文摘录"])


@pytest.mark.parametrize("row", [row for row in ROWS if row["原文时期"]], ids=_named)
def test_a_period_is_only_given_where_the_article_speaks_of_one(row):
    assert row["原文时期"] in ("2021年", "2022年", "累计", "目前")
    if row["原文时期"].endswith("年") and _named(row) != "F29":  # F29 is 其中 of F28, whose sentence names the year
        assert row["原文时期"] in row["原文摘录"]


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_every_code_of_doubt_has_its_reason(row):
    codes = [code for code in row["核对代码"].split("、") if code]
    assert all(re.fullmatch(r"q([1-9]|1[0-3])", code) for code in codes)
    assert row["核对说明"] or not codes


def test_the_file_loads_whole_as_published(loaded):
    data_dir, result = loaded
    (batch,) = result.batches
    assert (result.status, result.refused) == ("published", ())
    assert (batch.source, batch.data_class, batch.accepted, batch.rejected) == ("fact", "published", 40, 0)
    assert (batch.unknown_columns, batch.dropped_columns) == ((), ())
    assert ask(data_dir, "select count(*), count(distinct fact_id), min(data_class), max(data_class) from fact_record") == [
        (40, 40, "published", "published")
    ]


@pytest.mark.parametrize("row", [row for row in FIGURES if _named(row) != NOT_CONVERTED], ids=_named)
def test_every_number_equals_its_quotation(loaded, row):
    data_dir, _ = loaded
    digits, scale, rest, unit = NUMBER.fullmatch(row["原文写法"]).groups()
    kept_unit, factor = KEPT.get(unit, (unit, 1))
    stored = ask(data_dir, "select quantity, quantity_unit, flags from fact_record where fact_id = ?", [_named(row)])
    assert unit == row["计量单位"]
    assert stored == [(pytest.approx(float(digits) * (10_000 if scale else 1) * factor), kept_unit, "quantity:lower" if rest else "")]


def test_kilowatts_are_not_converted_and_the_reason_is_told(loaded):
    data_dir, result = loaded
    assert ask(data_dir, "select quantity, quantity_unit, value_written, unit_written from fact_record where fact_id = 'F33'") == [
        (None, None, "1000千瓦", "千瓦")
    ]
    (issues,) = result.issues.values()
    (issue,) = issues
    assert (issue.severity, issue.column) == ("warn", "数值")
    assert "千瓦不能换算成千伏安" in issue.message
    assert result.issue_counts == {result.batches[0].batch_id: 1}


@pytest.mark.parametrize("row", [row for row in ROWS if row["事实类别"] == "里程碑"], ids=_named)
def test_a_milestone_has_no_number(loaded, row):
    data_dir, _ = loaded
    stored = ask(data_dir, "select fact_kind, quantity, value_written, quotation from fact_record where fact_id = ?", [_named(row)])
    assert stored == [("里程碑", None, None, row["原文摘录"])]

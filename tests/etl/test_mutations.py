"""A share of the two thousand spoilt files of benchmarks/mutations.py, and files under the names that a browser may send."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.mutations import SENTENCE, held
from etl.chosen import Given
from etl.inspection import inspect
from etl.load import load
from tests.etl.drawn import write_xlsx
from tests.etl.mutated import WAYS, made
from warehouse.folder import current_name

ROOT = Path(__file__).parents[2]
SHARE = 74  # every twenty-seventh: each way to spoil a file at least once
MEGABYTES = 1_000
GOOD = "工单编号,村,受理时间\nA1,甲村,2026-03-01\n".encode()
NAMES = {
    "../../etc/工单.csv": "工单.csv", "..\\..\\工单.csv": "工单.csv", "C:\\台账\\工单.csv": "工单.csv", "工单\0.csv": "工单.csv", "工\n单\r.csv": "工 单 .csv", "工单\x1b[31m.csv": "工单[31m.csv",
    "工\u202e单\u200b.csv": "工单.csv", "\ud800工单.csv": "工单.csv", "510124199003071234工单.csv": "（号码已隐去）工单.csv", "王某138 1234 5678.csv": "王某（号码已隐去）.csv",
    "": "未命名", "\0": "未命名", "/": "未命名", " ": "未命名", "工单": "工单", "'; drop table case_record; --.csv": "'; drop table case_record; --.csv",
    "工单[1]{2}*?.csv": "工单[1]{2}*?.csv", "a" * 300 + ".csv": "a" * 300 + ".csv", "村" * 300 + ".csv": "村" * 300 + ".csv", "x." + "y" * 300: "x." + "y" * 300,
}  # fmt: skip


def test_a_share_of_the_spoilt_files_is_taken_or_refused_in_good_order():
    """In a process of its own: what takes a process down is found too, and its memory is that of the files alone."""
    words = [sys.executable, "-m", "benchmarks.mutations", str(SHARE)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.stdout, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["faults"] == {}
    assert (done.returncode, found["untouched"]) == (0, True)
    assert found["peak_mb"] < MEGABYTES
    assert found["published"] > 10 and found["refused"] > 10


def test_a_number_is_always_the_same_file_and_every_way_is_gone(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for number in range(len(WAYS)):
        first, second = (made(number, tmp_path / folder) for folder in ("a", "b"))
        assert (first.path.name, first.path.read_bytes()) == (second.path.name, second.path.read_bytes())
        assert WAYS[number][1].__name__ in first.steps


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    assert load(folder, [Given(name="工单.csv", content=GOOD.replace(b"A1", b"A0"))]).status == "published"
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_an_upload_under_any_name_is_seen_under_one_that_can_be_shown(name, data_dir):
    before = held(data_dir)
    (seen,) = inspect([Given(name=name, content=GOOD)], None, data_dir)
    assert (seen.file, seen.refused) == (NAMES[name], "")
    assert held(data_dir) == before


@pytest.mark.parametrize("name", ["../工单.csv", "工单\0\n.csv", "\ud800.csv", "510124199003071234.csv", "村" * 300 + ".csv"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"\0" * 200, b"\xff\xfe\0\xd8", b"%PDF-1.7", "姓名,村\n王某,甲村\n".encode()])
def test_a_refused_upload_is_one_sentence_and_leaves_nothing(name, content, data_dir):
    before, current = held(data_dir), current_name(data_dir)
    result = load(data_dir, [Given(name=name, content=content)])
    assert (result.status, len(result.refused)) == ("refused", 1)
    assert SENTENCE.fullmatch(result.refused[0].message)
    assert "510124199003071234" not in result.refused[0].message
    assert (held(data_dir), current_name(data_dir)) == (before, current)


def test_a_name_in_the_bytes_of_windows_is_read_as_it_was_meant(data_dir):
    name = "工单.csv".encode("gb18030").decode("utf-8", "surrogateescape")
    (seen,) = inspect([Given(name=name, content=GOOD)], None, data_dir)
    assert seen.file == "工单.csv"


def test_a_workbook_with_nothing_in_it_is_refused_in_a_sentence(data_dir, tmp_path):
    result = load(data_dir, [write_xlsx(tmp_path / "空.xlsx", {"一": [], "二": []})])
    assert [one.message for one in result.refused] == ["《空.xlsx》里没有内容。"]

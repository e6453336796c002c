"""The committed demonstration files: what the generator writes, small, marked, and without anything about a person."""

import re
import zipfile

import pytest

from etl.guard import PERSONAL, is_refused
from etl.sample import defect_manifest, write_sample
from etl.sample.domains import domain_sheets
from etl.sample.words import FOLDER
from tests.sample.reading import SAMPLE, grids

FILES = sorted(SAMPLE.iterdir())
MARK = "演示数据"
DOMAIN_FILES = {sheet.file for sheet in domain_sheets()}  # their columns about persons: test_domains.py


def unpacked(path) -> dict[str, bytes]:
    """The parts of a workbook: how they are compressed depends on the zlib of the machine, what they say does not."""
    if path.suffix == ".csv":
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_sample(tmp_path_factory.mktemp("sample"))


def test_the_generator_writes_exactly_the_committed_files(written):
    assert sorted(path.name for path in written) == [path.name for path in FILES]
    for path in written:
        assert unpacked(path) == unpacked(SAMPLE / path.name), path.name


def test_writing_twice_gives_the_same_bytes(written, tmp_path):
    again = write_sample(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in written]


def test_the_committed_list_of_defects_is_that_of_the_generator():
    assert (FOLDER / "defects.csv").read_text(encoding="utf-8") == defect_manifest()


def test_the_files_are_few_and_small():
    assert len(FILES) <= 40
    assert sum(path.stat().st_size for path in FILES) < 3_000_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_and_title_says_that_it_is_a_demonstration(path):
    assert MARK in path.name
    for rows in grids(path).values():
        title = rows[0]
        is_title = sum(cell != "" for cell in title) == 1
        assert f"【{MARK}】" in title[0] if is_title else path.suffix == ".csv"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_cell_looks_like_a_phone_or_an_identity_number(path):
    cells = {cell for rows in grids(path).values() for row in rows for cell in row}
    assert not [cell for cell in cells if re.search(PERSONAL, cell)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_cell_speaks_of_a_group_of_watched_persons(path):
    cells = {cell for rows in grids(path).values() for row in rows for cell in row}
    assert not is_refused(cells | set(grids(path)) | {path.name})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_columns_about_persons_hold_nothing_but_placeholders(path):
    personal = {"来电人", "来电人电话/账号", "诉求人", "联系电话", "上报人", "事件描述", "反映人", "反映内容", "当事人", "纠纷内容"}
    for rows in grids(path).values():
        header = next(i for i, row in enumerate(rows) if personal & set(row)) if any(personal & set(row) for row in rows) else None
        if header is None:
            assert path.name in DOMAIN_FILES or "地区台账" in path.name or "汇总表" in path.name
            continue
        columns = [i for i, text in enumerate(rows[header]) if text in personal]
        assert {row[i] for row in rows[header + 1 :] for i in columns} <= {"演示", "（已略）", "演示文本", ""}

"""Nothing of the persons in a month's files is kept, said, logged, exported or shown: two hundred of them, wherever a person ever stood."""

import io
import logging
import re
import shutil
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.__main__ import main as etl
from etl.chosen import Given
from etl.inspection import inspect
from etl.load import load
from indicators.__main__ import main as indicators
from indicators.definition import load_catalog
from reports import moved
from reports.__main__ import main as reports
from tests.etl.drawn import ask, stored_text
from tests.planted import told, write_month

PAGES = sorted(path.as_posix() for path in Path("pages").glob("*/*.py") if path.parent.name != "parts" and path.name != "__init__.py")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def _inside(content: bytes) -> list[bytes]:
    """What stands in a file, and in the parts of it where it is a zip."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [part for name in archive.namelist() for part in _inside(archive.read(name))] + [" ".join(archive.namelist()).encode()]


def _texts(content: bytes, encoding: str = "utf-8") -> str:
    """The bytes as text, those of the parts of a zip too."""
    return "\n".join(part.decode(encoding, "ignore") for part in _inside(content))


def _kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "inbox" not in path.relative_to(folder).parts]


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """The data folder after the month was checked and loaded on the command line, the folder of what was written, and all that was said."""
    folder = tmp_path_factory.mktemp("planted")
    data, out = folder / "data", folder / "out"
    out.mkdir()
    write_month(data / "inbox")
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    logging.getLogger().addHandler(handler)
    streams, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), said, said
    try:
        common = [str(data / "inbox"), "--data", str(data)]
        etl(["check", *common, "--returned", str(out / "退回.xlsx")])
        etl(["check", *common, "--json"])
        assert etl(["load", *common, "--returned", str(out / "导入退回.xlsx")]) == 2
        etl(["load", *common, "--json"])
        etl(["backup", str(out / "备份.zip"), "--data", str(data)])
    finally:
        sys.stdout, sys.stderr = streams
        logging.getLogger().removeHandler(handler)
    return data, out, said.getvalue()


def test_they_are_planted(month):
    data, _, _ = month
    names = " ".join(path.name for path in (data / "inbox").iterdir())
    assert len(told(names)) >= 5
    written = (_texts(path.read_bytes(), encoding) for path in (data / "inbox").iterdir() for encoding in ("utf-8", "gb18030"))
    found = told("\n".join(written) + names)
    assert len(found) == len(set(found)) == 800
    assert ask(data, "select count(*) from case_record")[0][0] > 60  # the files were read all the same
    assert ask(data, "select count(*) from row_issue where severity = 'error'")[0][0] > 20


def test_nothing_of_them_is_kept(month):
    data, _, _ = month
    assert told(stored_text(data)) == []
    for path in _kept(data):
        assert (path.name, told(path.name), told(_texts(path.read_bytes()))) == (path.name, [], [])
    for path in data.rglob("*.sqlite"):
        with closing(sqlite3.connect(path)) as book:
            assert told("\n".join(book.iterdump())) == []


def test_nothing_of_them_is_said_on_the_command_line_or_logged(month):
    _, _, said = month
    assert "号码已隐去" in said and "不接收此类台账" in said and "没有一行可以采用" in said
    assert told(said) == []


def test_nothing_of_them_is_in_what_the_check_holds(month):
    data, _, _ = month
    files = [Given(name=path.name, content=path.read_bytes()) for path in sorted((data / "inbox").iterdir())]
    assert told(repr(inspect(files, data_dir=data)) + repr(load(data, files, publish=False))) == []


def test_nothing_of_them_comes_back(month):
    _, out, _ = month
    written = sorted(path.name for path in out.glob("*.xlsx"))
    assert len(written) == 8 and told(" ".join(written)) == []
    for name in written:
        assert (name, told(_texts((out / name).read_bytes()))) == (name, [])
    cases = next(name for name in written if "工单" in name or name == "退回.xlsx")
    assert "未导入原因" in _texts((out / cases).read_bytes())


def test_nothing_of_them_is_exported(month, capsys):
    data, out, _ = month
    common = ["--data", str(data)]
    reports(["brief", "--period", "2026-10", "--format", "docx,pptx,xlsx", "-o", str(out / "brief"), *common])
    reports(["score", "--period", "2026-Q4", "-o", str(out / "score"), *common])
    for one in ("case_received_count", "dispute_received_count"):
        indicators(["rows", one, "--json", *common])
    with zipfile.ZipFile(out / "备份.zip") as archive:
        archive.extractall(out / "unpacked")
    written = [path for folder in ("brief", "score", "unpacked") for path in (out / folder).rglob("*") if path.is_file()]
    assert {path.suffix for path in written} >= {".docx", ".pptx", ".xlsx", ".duckdb"}
    for path in written:
        assert (path.name, told(path.name + _texts(path.read_bytes()))) == (path.name, [])
    said = capsys.readouterr()
    assert "YH0000" in said.out
    assert told(said.out + said.err) == []


def _shown(app: AppTest) -> str:
    """Everything that the board sends to the browser."""
    sent = b"\n".join(node.proto.SerializeToString() for node in app._tree if getattr(node, "proto", None) is not None)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), sent.decode("utf-8", "ignore"))


@pytest.fixture
def board(month, tmp_path, monkeypatch):
    """The board on the month that was loaded, a copy of its own."""
    shutil.copytree(month[0], tmp_path / "data")
    monkeypatch.setenv("GOVERNANCE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(moved, "load_catalog", lambda: {id: load_catalog()[id] for id in ("case_received_count",)})
    st.cache_data.clear()
    st.cache_resource.clear()
    return AppTest.from_file("../dashboard.py", default_timeout=120)


def test_nothing_of_them_is_shown(board):
    for page in PAGES:
        app = board.switch_page(page).run()
        assert (page, list(app.exception), told(_shown(app))) == (page, [], [])
        assert len(_shown(app)) > 1000


def test_nothing_of_them_is_shown_while_their_files_are_checked(board, month):
    app = board.switch_page("pages/data/intake.py").run()
    files = [(path.name, path.read_bytes(), "") for path in sorted((month[0] / "inbox").iterdir())]
    app = app.file_uploader[0].set_value(files).run()
    checked = _shown(app)
    app.button(key="intake-back").click().run()
    for key in [one.key for one in app.button if one.key.startswith("intake-open")]:
        app.button(key=key).click().run()
    made_out = _shown(app)
    assert "没有导入的行" in checked and "（含号码，不显示）" in made_out
    for sent in (checked, made_out):
        assert "号码已隐去" in sent
        assert told(sent) == []

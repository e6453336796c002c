"""`python -m reports brief` and `template`: the files of a brief from a snapshot and the journal, and what is refused in a sentence."""

import json
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import docx
import pptx
import pytest
from python_calamine import CalamineWorkbook

from reports import __main__ as command
from reports import portable as pdf
from reports.__main__ import main
from reports.archive import finished
from reports.brief_text import read_brief
from reports.portable import ABSENT, Portable
from reports.rendered import KINDS, file_name, rendered
from reports.score_source import SYNTHETIC
from tests.meeting.drawn import DRAWN, rich
from tests.pages.township import build, build_empty, build_one_domain, build_published, build_totals
from warehouse.folder import current_name
from warehouse.journal import position
from warehouse.journal_briefs import archived, edit_finding, note_plan
from warehouse.journal_decisions import note_decision
from warehouse.kept_briefs import kept_brief

PERIOD = "2026-10"
NOON = datetime(2026, 11, 2, 12, 0)
BY = {"by": "党政办", "at": NOON}
NAMES = [f"会议材料_试写镇_{PERIOD}_内部版.{kind}" for kind in KINDS]


@pytest.fixture(scope="module")
def town(made_once) -> Path:
    """A small township; nobody writes in its journal."""
    return made_once("meeting_town", lambda folder: build(folder, cases=500, villages=4, months=26))[1]


@pytest.fixture
def data(town, tmp_path) -> Path:
    """A township of one's own, to write in its journal."""
    return Path(shutil.copytree(town, tmp_path / "data"))


def run(capsys, data: Path, *words: str) -> tuple[int, str, str]:
    code = main([*words, "--data", str(data)])
    said = capsys.readouterr()
    return code, said.out, said.err


def answer(capsys, data: Path, folder: Path, *words: str) -> dict:
    code, out, err = run(capsys, data, "brief", "--period", PERIOD, "-o", str(folder), "--json", *words)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_three_files_are_written_and_open_each_in_its_own_library(capsys, town, tmp_path):
    told = answer(capsys, town, tmp_path / "new" / "out")
    paths = list(map(Path, told["files"]))
    assert [one.name for one in paths] == NAMES and all(one.parent == tmp_path / "new" / "out" for one in paths)
    title = told["brief"]["title"]
    assert title == "试写镇2026年10月党建引领基层治理分析研判会材料"
    assert docx.Document(paths[0]).core_properties.title == pptx.Presentation(paths[1]).core_properties.title == title
    assert title in [cell for row in CalamineWorkbook.from_path(paths[2]).get_sheet_by_name("摘要").to_python() for cell in row]
    assert sorted((tmp_path / "new" / "out").iterdir()) == sorted(paths)


def test_the_answer_says_what_the_brief_was_made_from(capsys, town, tmp_path):
    brief = answer(capsys, town, tmp_path, "--format", "xlsx")["brief"]
    known = {
        "period": PERIOD,
        "edition": "内部版",
        "known_to": "2026-10-31",
        "snapshot": current_name(town),
        "position": 0,
        "is_synthetic": True,
    }
    assert known.items() <= brief.items() and len(brief["digest"]) == 64 and brief["area"] is None and brief["place"] == "试写镇"


def test_lines_say_it_to_people(capsys, town, tmp_path):
    code, out, err = run(capsys, town, "brief", "--period", "2026-Q3", "--format", ".XLSX", "--edition", "印发版", "-o", str(tmp_path))
    assert (code, err) == (0, "") and "印发版" in out and "数据截至 2026年10月31日" in out and SYNTHETIC in out
    assert str(tmp_path / "会议材料_试写镇_2026-Q3_印发版.xlsx") in out and len(list(tmp_path.iterdir())) == 1


def test_one_village_has_a_brief_of_its_own(capsys, town, tmp_path):
    told = answer(capsys, town, tmp_path, "--format", "xlsx", "--area", "东湾村")
    assert (
        told["brief"]["place"] == "东湾村"
        and told["brief"]["area"].endswith("/东湾村")
        and told["files"][0].endswith(f"_东湾村_{PERIOD}_内部版.xlsx")
    )


def test_a_period_under_way_says_so(capsys, town, tmp_path):
    told = answer(capsys, town, tmp_path, "--format", "xlsx", "--period", "2026-Q4")
    assert "2026年第四季度还没有结束，数据截至2026年10月31日。" in told["notes"]


def test_what_people_wrote_down_is_in_it(capsys, data, tmp_path):
    area = answer(capsys, data, tmp_path, "--format", "xlsx", "--area", "试写镇")["brief"]["area"]
    note_decision(data, meeting=date(2026, 9, 28), area=area, text="清淤东湾村水渠", unit="镇水务站", due=date(2026, 10, 20), **BY)
    note_plan(data, area=area, period=PERIOD, sections=["problems", "decided", "running"], **BY)
    key = "running.counts"
    edit_finding(data, area=area, period=PERIOD, edition="internal", key=key, original="原句。", text="10月共受理99999件。", **BY)
    told = answer(capsys, data, tmp_path, "--format", "xlsx", "--area", "试写镇")
    assert told["brief"]["position"] == position(data) == 3
    cells = [cell for row in CalamineWorkbook.from_path(told["files"][0]).get_sheet_by_name("摘要").to_python() for cell in row]
    assert "人工编辑（党政办）" in cells and "10月共受理99999件。" in cells
    assert any("99999" in note and note.startswith("人工编辑与数据不符：") for note in told["notes"])
    sheets = CalamineWorkbook.from_path(told["files"][0])
    assert any("清淤东湾村水渠" in row for name in sheets.sheet_names for row in sheets.get_sheet_by_name(name).to_python())
    assert "总体运行情况" in cells and "分村情况" not in cells


def test_a_finished_brief_is_kept_with_what_it_was_made_from(capsys, data, tmp_path):
    told = answer(capsys, data, tmp_path, "--format", "xlsx", "--archive", "--by", "党政办")
    [one] = archived(data, "", PERIOD)
    assert (one.digest, one.snapshot, one.position) == (told["brief"]["digest"], current_name(data), told["brief"]["position"])
    brief = read_brief(kept_brief(data, one.digest))
    assert finished(brief)[1] == one.digest
    assert rendered(brief, ("xlsx",))["xlsx"] == Path(told["files"][0]).read_bytes()
    assert any(note.startswith("已归档") for note in told["notes"])


def test_the_template_is_handed_out_and_taken_back(capsys, data, tmp_path):
    code, out, _ = run(capsys, data, "template", "-o", str(tmp_path / "样式" / "模板.pptx"))
    assert code == 0 and "模板.pptx" in out
    deck = pptx.Presentation(tmp_path / "样式" / "模板.pptx")
    deck.slide_layouts[0].name += "（本镇）"
    deck.save(tmp_path / "own.pptx")
    plain = answer(capsys, data, tmp_path / "plain", "--format", "pptx")
    own = answer(capsys, data, tmp_path / "own", "--format", "pptx", "--template", str(tmp_path / "own.pptx"))
    (data / "town").mkdir(exist_ok=True)
    shutil.copy(tmp_path / "own.pptx", data / "town" / "会议模板.pptx")
    unasked = answer(capsys, data, tmp_path / "unasked", "--format", "pptx")
    looks = [[one.name for one in pptx.Presentation(told["files"][0]).slide_layouts] for told in (plain, own, unasked)]
    assert looks[1] == looks[2] != looks[0]
    assert any("会议模板.pptx" in note for note in unasked["notes"]) and not any("会议模板.pptx" in note for note in own["notes"])


def test_without_libreoffice_the_other_files_are_made_and_the_lack_is_said(capsys, monkeypatch, town, tmp_path):
    monkeypatch.setattr(pdf, "program", lambda: None)
    told = answer(capsys, town, tmp_path, "--format", "docx,pdf")
    assert [Path(one).suffix for one in told["files"]] == [".docx"] and ABSENT in told["notes"]


def test_a_pdf_is_made_of_the_word_file(capsys, monkeypatch, town, tmp_path):
    given = []
    monkeypatch.setattr(command, "portable", lambda document: given.append(document) or Portable(content=b"%PDF-1.7"))
    told = answer(capsys, town, tmp_path, "--format", "pdf")
    assert [Path(one).suffix for one in told["files"]] == [".pdf"] and Path(told["files"][0]).read_bytes() == b"%PDF-1.7"
    assert docx.Document(BytesIO(given[0])).core_properties.title == told["brief"]["title"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--period", "2026-13"], "「2026-13」不是会议材料的时段，应写作 2026-10、2026-Q3、2026-H1 或 2026。"),
        (["--period", "2027-01"], "数据只到2026年10月31日，还没有到2027年1月。"),
        (["--period", "2019"], "2019年没有数据。"),
        (["--area", "火星"], "没有名为「火星」的地区。"),
        (["--edition", "公开版"], "「公开版」不是版本，应写作内部版或印发版。"),
        (["--format", "docx,odt"], "「odt」不是会议材料的文件格式，应从 docx、pptx、xlsx、pdf 中选。"),
        (["--format", ","], "不是会议材料的文件格式"),
        (["--template", "no such file.pptx"], "文件「no such file.pptx」无法读取。"),
        (["--template", __file__, "--format", "pptx"], "模板不是 PowerPoint 文件"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(capsys, town, tmp_path, words, sentence):
    code, out, err = run(capsys, town, "brief", "--period", PERIOD, "-o", str(tmp_path / "out"), *words)
    assert (code, out) == (2, "") and sentence in err and err.strip().endswith("。") and len(err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_where_a_file_cannot_be_written_it_is_said(capsys, town, tmp_path):
    (tmp_path / "taken").write_text("")
    code, out, err = run(capsys, town, "brief", "--period", PERIOD, "--format", "xlsx", "-o", str(tmp_path / "taken"))
    assert (code, out) == (2, "") and "无法写入" in err


@pytest.mark.parametrize("make", [build_empty, build_totals, build_published, build_one_domain])
def test_every_warehouse_has_files_or_a_sentence(capsys, made_once, tmp_path, make):
    data = made_once(make.__name__, make)[1]
    code, out, err = run(capsys, data, "brief", "--period", "2026-09", "-o", str(tmp_path / "out"))
    written = sorted(one.suffix for one in (tmp_path / "out").iterdir()) if code == 0 else []
    assert (written == [".docx", ".pptx", ".xlsx"] and not err) or (code == 2 and not out and err.strip().endswith("。")), (code, out, err)


def test_without_data_it_is_said(tmp_path):
    words = [sys.executable, "-m", "reports", "brief", "--period", PERIOD, "--data", str(tmp_path), "-o", str(tmp_path / "out")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2 and "还没有数据" in done.stderr and not done.stdout and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_brief_is_the_same_files_in_another_process(name):
    ours = rendered(DRAWN[name]())
    told = "import sys, hashlib; from reports.rendered import rendered; from tests.meeting.drawn import DRAWN\n"
    told += f"print([hashlib.sha256(one).hexdigest() for one in rendered(DRAWN['{name}']()).values()])"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    )
    assert done.stdout.strip() == str([sha256(one).hexdigest() for one in ours.values()])
    for content in ours.values():
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2026-11-03T00:00:00Z" in archive.read("docProps/core.xml")


def test_files_are_named_for_place_period_and_edition():
    assert file_name(rich(), "docx") == "会议材料_沙泉镇（演示）_2026-10_内部版.docx"

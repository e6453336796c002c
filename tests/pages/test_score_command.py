"""`python -m reports score`: the figures of the board as JSON, lines or a workbook, and what is refused in a sentence."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from indicators.scheme import default_scheme, scheme_dict
from reports.__main__ import main
from reports.assessing import assess
from reports.final_score import digest, figures_text
from reports.scheme_book import write_scheme
from reports.score_source import SYNTHETIC
from tests.pages.recalculation import opened
from tests.pages.test_score_book import check_scores, check_stored
from warehouse.folder import current_name
from warehouse.journal_assessments import rule
from warehouse.journal_bonuses import note_bonus
from warehouse.journal_schemes import adopt_scheme
from warehouse.snapshot import open_snapshot

PERIOD = "2026-Q3"
NOON = datetime(2026, 10, 8, 12, 0)


@pytest.fixture
def data(warehouses, tmp_path) -> Path:
    """A township of one's own, to write in its journal."""
    return Path(shutil.copytree(warehouses["township"], tmp_path / "data"))


def run(capsys, data: Path, *words: str) -> tuple[int, str, str]:
    code = main(["score", "--data", str(data), *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def answer(capsys, data: Path, *words: str) -> dict:
    code, out, err = run(capsys, data, "--period", PERIOD, "--json", *words)
    assert (code, err) == (0, "")
    return json.loads(out)


def assessed(data: Path, bonuses=None, scheme=None):
    with open_snapshot(data, current_name(data)) as connection:
        return assess(connection, scheme or default_scheme(), None, PERIOD, bonuses or {}, date(2026, 9, 30))


def test_the_answer_has_every_figure_of_the_board_to_the_last_digit(capsys, data):
    told, held = answer(capsys, data), assessed(data)
    assert told["digest"] == digest(figures_text(held)) and told["snapshot"] == current_name(data)
    assert [one["total"] for one in told["villages"]] == [one.total for one in held.scores] and held.scores
    for village, one in zip(told["villages"], held.scores, strict=True):
        lines = [line for pillar in village["pillars"] for line in pillar["items"]]
        ours = [line for pillar in one.pillars for line in pillar.items]
        keys = ("id", "numerator", "denominator", "value", "score", "weight", "contribution", "reason")
        assert [tuple(line[key] for key in keys) for line in lines] == [
            (
                line.item.id,
                line.cell.numerator,
                line.cell.denominator,
                line.cell.value,
                line.score,
                line.weight,
                line.contribution,
                line.reason,
            )
            for line in ours
        ]
        assert sum(line["contribution"] for line in lines) == pytest.approx(village["part"], abs=1e-9)
    assert any(line["value"] is None and line["reason"] for line in lines)  # what is not known is null with its reason
    assert {line["name"] for line in lines} and all(line["unit"] for line in lines)


def test_the_workbook_comes_to_the_same_figures(capsys, data, tmp_path):
    code, out, _ = run(capsys, data, "--period", PERIOD, "-o", str(tmp_path / "new" / "out"))
    [path] = (tmp_path / "new" / "out").iterdir()
    assert code == 0 and str(path) in out and path.name == "考核得分_全部_2026-Q3.xlsx"
    book = opened(path.read_bytes())
    check_scores(book, assessed(data))
    check_stored(book)
    assert answer(capsys, data, "-o", str(tmp_path))["file"] == str(tmp_path / path.name)


def test_the_lines_say_what_must_be_read_with_them(capsys, data):
    code, out, _ = run(capsys, data, "--period", PERIOD)
    assert code == 0 and default_scheme().note in out and SYNTHETIC in out
    assert all(f"{village.name}：" in out for village in assessed(data).villages)


def test_one_village_is_scored_as_among_the_others(capsys, data):
    held = assessed(data)
    alone = answer(capsys, data, "--area", held.villages[0].path)
    assert [one["path"] for one in alone["villages"]] == [held.villages[0].path]
    assert alone["villages"][0]["part"] == held.scores[0].part


def test_the_scheme_in_force_at_the_end_of_the_period_counts(capsys, data):
    for name, on in (("旧", date(2026, 1, 5)), ("新", date(2026, 9, 30)), ("以后", date(2026, 10, 1))):
        adopt_scheme(data, scheme_dict(default_scheme()) | {"name": name}, on=on, adopted_by="镇党委会", by="党建办", at=NOON)
    told = answer(capsys, data)
    assert (told["scheme"]["name"], told["scheme"]["version"]) == ("新", 2)
    assert default_scheme().note not in run(capsys, data, "--period", PERIOD)[1]


def test_a_scheme_of_ones_own_comes_from_a_workbook(capsys, data, tmp_path):
    scheme = replace(default_scheme(), id="own", across="geometric")
    (tmp_path / "scheme.xlsx").write_bytes(write_scheme(scheme))
    told = answer(capsys, data, "--scheme", str(tmp_path / "scheme.xlsx"))
    assert told["digest"] == digest(figures_text(assessed(data, scheme=scheme)))


def test_manual_items_of_the_journal_count(capsys, data):
    village = assessed(data).villages[0].path
    said = {
        "village": village, "period": PERIOD, "since": date(2026, 7, 1), "document_no": "12号", "approver": "镇党委书记", "times": 1,
        "on": date(2026, 8, 1), "expires_on": date(2026, 9, 30), "evidence": "", "text": "典型", "by": "党建办",
    }  # fmt: skip
    for item in ("commended", "dropped from the scheme"):
        note_bonus(data, item=item, **said, at=NOON)
    told = answer(capsys, data)
    assert told["villages"][0]["manual"] == {"commended": 1} and told["villages"][0]["bonus"] == 1
    assert told["digest"] == digest(figures_text(assessed(data, {village: {"commended": 1}})))


def test_figures_that_are_not_those_ruled_on_say_so(capsys, data):
    ruling = {
        "area": "", "period": PERIOD, "state": "drafted", "snapshot": "s", "journal_position": 0, "scheme": "example", "version": 1, "by": "党建办",
    }  # fmt: skip
    assert answer(capsys, data)["state"] == ""
    rule(data, **ruling, digest=answer(capsys, data)["digest"], at=NOON)
    assert answer(capsys, data)["state"] == "初步"
    village = assessed(data).villages[0].path
    note_bonus(
        data, village=village, period=PERIOD, since=date(2026, 7, 1), item="criticised", times=1, document_no="3号", approver="镇长",
        on=date(2026, 9, 1), expires_on=date(2026, 9, 30), evidence="", text="通报", by="党建办", at=NOON,
    )  # fmt: skip
    assert answer(capsys, data)["state"].startswith("不是初步的数")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--period", "2026-Q5"], "「2026-Q5」不是考核期，应写作 2026-Q3、2026-H1 或 2026。"),
        (["--period", "去年"], "「去年」不是考核期"),
        (["--period", "2099-Q1"], "数据还没有到2099-Q1这一考核期。"),
        (["--period", PERIOD, "--area", "火星"], "没有名为「火星」的地区。"),
        (["--period", PERIOD, "--scheme", "no such file.xlsx"], "文件「no such file.xlsx」无法读取。"),
        (["--period", PERIOD, "--scheme", __file__], "无法作为考核办法的 Excel 工作簿打开"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(capsys, warehouses, words, sentence):
    code, out, err = run(capsys, warehouses["township"], *words)
    assert (code, out) == (2, "") and sentence in err and err.strip().endswith("。")


def test_an_unsound_scheme_is_refused_with_a_sentence_a_problem(capsys, warehouses, tmp_path):
    (tmp_path / "scheme.xlsx").write_bytes(write_scheme(replace(default_scheme(), bonus_cap=9.0, bands=())))
    code, _, err = run(capsys, warehouses["township"], "--period", PERIOD, "--scheme", str(tmp_path / "scheme.xlsx"))
    assert code == 2 and len(err.strip().splitlines()) == 2 and "没有等次。" in err


def test_where_the_workbook_cannot_be_written_it_is_said(capsys, warehouses, tmp_path):
    (tmp_path / "taken").write_text("")
    code, _, err = run(capsys, warehouses["township"], "--period", PERIOD, "-o", str(tmp_path / "taken"))
    assert code == 2 and "无法写入" in err


@pytest.mark.parametrize("name", ["empty", "totals_only", "published", "one_domain", "no_closing"])
def test_every_warehouse_has_an_answer_or_a_sentence(capsys, warehouses, name):
    code, out, err = run(capsys, warehouses[name], "--period", PERIOD)
    assert (code == 0 and out and not err) or (code == 2 and not out and err.strip().endswith("。")), (name, code, out, err)


def test_without_data_it_is_said(tmp_path):
    command = [sys.executable, "-m", "reports", "score", "--period", PERIOD, "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2 and "还没有数据" in done.stderr and not done.stdout
    assert list(tmp_path.iterdir()) == []

"""The arithmetic of a score workbook can be redone: its live formulas, worked out by others, come to the figures of the board."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings

from indicators.scheme import Band, Item, Scheme, default_scheme
from indicators.score import Cell, score_town
from indicators.villages import Village
from reports.assessing import Assessment, assess
from reports.score_book import score_book
from reports.score_layout import LONGEST_NAME, sheet_names
from reports.score_sheet import places_of
from reports.score_source import SYNTHETIC, Source, manual_lines, source_of
from tests.indicators.test_score import SHEETS, TOWN, _cells, _drawn_scheme, _manual, _rows, towns
from tests.pages.recalculation import Book, opened
from warehouse.folder import current_name
from warehouse.journal_bonuses import bonuses, note_bonus
from warehouse.snapshot import open_snapshot

TO = 1e-9


def held(scheme: Scheme, cells: dict, manual: dict, **changed) -> Assessment:
    villages = [Village(path=path, name=path.rsplit("/", 1)[-1], households=None, residents=None, location=None) for path in cells]
    values = {
        "scheme": scheme, "area": None, "period": "2026-Q3", "start": date(2026, 7, 1), "end": date(2026, 9, 30), "villages": villages,
        "readings": {}, "scopes": {}, "cells": cells, "bonuses": manual, "groups": {}, "scores": score_town(scheme, cells, manual),
    }  # fmt: skip
    return Assessment(**values | changed)


def drawn(**changed) -> Assessment:
    return held(replace(_drawn_scheme(), **changed), _cells(), _manual())


def agree(value: object, ours: float | str | None, word: str) -> bool:
    """Whether a cell holds our figure; where we have none, the word for that."""
    return value == word if ours in (None, "") else value == (pytest.approx(ours, abs=TO) if isinstance(ours, float) else ours)


def check_scores(book: Book, of: Assessment) -> None:
    """Every score, weight, contribution, pillar, total and band of the workbook is that of the assessment."""
    places = places_of(of.scheme)
    for place, (one, sheet) in enumerate(zip(of.scores, sheet_names([village.name for village in of.villages]), strict=True)):
        for pillar, row in zip(one.pillars, places.pillars, strict=True):
            for at, line in enumerate(pillar.items, start=row - len(pillar.items)):
                assert agree(book.value(sheet, f"L{at}"), line.score, "—"), (sheet, at)
                assert book.value(sheet, f"N{at}") == pytest.approx(line.weight, abs=TO)
                assert book.value(sheet, f"P{at}") == pytest.approx(line.contribution, abs=TO)
            assert agree(book.value(sheet, f"L{row}"), pillar.score, "数据不足")
            assert book.value(sheet, f"P{row}") == pytest.approx(pillar.contribution, abs=TO)
            assert agree(book.value("全镇", f"{'CDEFGHIJ'[places.pillars.index(row)]}{5 + place}"), pillar.score, "数据不足")
        assert book.value(sheet, f"P{places.bonus}") == pytest.approx(one.bonus, abs=TO)
        letters = "CDEFGHIJKLM"[len(one.pillars) :]
        for letter, row, ours in ((letters[1], places.total, one.total), (letters[2], places.band, one.band)):
            word = "数据不足" if row == places.total else "—"
            assert agree(book.value(sheet, f"P{row}"), ours, word) and agree(book.value("全镇", f"{letter}{5 + place}"), ours, word)
        assert (book.value("全镇", f"{letters[3]}{5 + place}") or "") == " ".join(p.pillar.name for p in one.pillars if p.is_short)


def check_stored(book: Book) -> None:
    """What the file says beside each formula is what the formula comes to."""
    for sheet, formulas in book.formulas.items():
        for address in formulas:
            stored, worked = book.stored[sheet][address], book.value(sheet, address)
            assert (stored or "") == (worked or "") or stored == pytest.approx(worked, abs=TO), (sheet, address, formulas[address])


def test_the_hand_worked_town_comes_out_of_the_formulas():
    """Acceptance: against the figures written down by hand, not against ours."""
    book, scheme = opened(score_book(drawn(), Source())), _drawn_scheme()
    ids = [item.id for item in scheme.items]
    rows = (5, 6, 8, 9, 10, 12)
    for line in (one for one in _rows(SHEETS) if one["weight"]):
        row = rows[ids.index(line["item"])]
        for letter, word in (("L", "score"), ("N", "weight"), ("P", "contribution")):
            worked = book.value(line["village"], f"{letter}{row}")
            assert worked == (pytest.approx(float(line[word]), abs=5e-5) if line[word] else "—"), (line, letter)
        assert (book.value(line["village"], f"Q{row}") or "") == line["reason"]
    for at, line in enumerate(_rows(TOWN), start=5):
        for letter, name in zip("CDE", ("时效", "质量", "项目"), strict=True):
            assert book.value("全镇", f"{letter}{at}") == (pytest.approx(float(line[name]), abs=5e-5) if line[name] else "数据不足")
        assert book.value("全镇", f"G{at}") == (pytest.approx(float(line["total"]), abs=5e-5) if line["total"] else "数据不足")
        assert (book.value("全镇", f"A{at}"), book.value("全镇", f"H{at}")) == (line["village"], line["band"] or "—")
        assert book.value("全镇", f"F{at}") == float(line["bonus"])
        assert (book.value("全镇", f"I{at}") or "") == line["short"]


@pytest.mark.parametrize("across", ["arithmetic", "geometric"])
def test_the_formulas_come_to_the_figures_of_the_board(across):
    of = drawn(across=across)
    book = opened(score_book(of, Source()))
    check_scores(book, of)
    check_stored(book)


@settings(max_examples=25, deadline=None)
@given(towns())
def test_any_town_comes_out_of_the_formulas(town):
    scheme, cells, manual = town
    of = held(scheme, cells, manual)
    book = opened(score_book(of, Source()))
    check_scores(book, of)
    check_stored(book)


@pytest.mark.parametrize("across", ["arithmetic", "geometric"])
def test_a_count_typed_over_moves_everything_that_follows_from_it(across):
    """甲 has 38 of 40 on time instead of 36, and 丙 is heard: the reason is struck out and 30 % reached."""
    of = drawn(across=across)
    book = opened(score_book(of, Source()))
    book.type_in("甲", "C5", 38)
    book.type_in("丙", "Q9", "")
    cells = _cells()
    cells["甲"]["case_on_time_rate"] = Cell(numerator=38, denominator=40, value=95.0)
    cells["丙"]["case_evaluation_rate"] = Cell(numerator=40, denominator=100, value=40.0)
    check_scores(book, held(of.scheme, cells, _manual()))


def test_a_setting_of_the_scheme_typed_over_moves_every_village():
    of = drawn()
    book = opened(score_book(of, Source()))
    for address, value in (("B13", 0.4), ("B16", 1.0), ("B19", 76.0)):  # share that must have a score, cap of manual points, cut of A
        assert isinstance(book.typed["办法"][address], float)
        book.type_in("办法", address, value)
    bands = tuple(Band(name=one.name, words="", from_score=76.0 if one.name == "A" else one.from_score) for one in of.scheme.bands)
    check_scores(book, held(replace(of.scheme, pillar_present=0.4, bonus_cap=1.0, bands=bands), _cells(), _manual()))


def test_own_trend_and_an_estimate_have_their_own_arithmetic():
    """10 against 8 of the year before is 25 % more; a share by survival is no quotient of its counts, and stands as it is."""
    one, two = _drawn_scheme().items[:2]
    trend = replace(one, id="collective_operating_surplus", is_own_trend=True, goalpost=replace(one.goalpost, low=-10.0, target=40.0))
    survival = replace(two, id="case_closed_within_30_share", weight=70.0)
    pillar = replace(_drawn_scheme().pillars[0], items=(trend, survival))
    cells = {
        "甲": {
            trend.id: Cell(numerator=10, denominator=-8, value=225.0),
            survival.id: Cell(numerator=60, denominator=90, value=71.3, low=60.0, high=80.0),
        }
    }
    of = held(replace(_drawn_scheme(), pillars=(pillar,)), cells, {})
    book = opened(score_book(of, Source()))
    assert book.formulas["甲"]["E5"] == "(C5-D5)/ABS(D5)*100" and "E6" not in book.formulas["甲"]
    check_scores(book, of)
    check_stored(book)


@pytest.mark.parametrize("name", ["township", "one_village", "no_closing", "totals_only", "county", "demonstration"])
def test_the_default_scheme_on_real_warehouses(warehouses, name):
    snapshot = current_name(warehouses[name])
    with open_snapshot(warehouses[name], snapshot) as connection:
        source = source_of(connection, snapshot)
        of = assess(connection, default_scheme(), None, "2026-Q3", {}, source.known_to)
    book = opened(score_book(of, source))
    check_scores(book, of)
    check_stored(book)
    said = [value for value in book.typed["数据来源"].values() if isinstance(value, str)]
    assert snapshot in said and all(batch[1] in said for batch in source.batches)
    for sheet in book.typed:
        assert (SYNTHETIC in book.typed[sheet]["A3"]) == source.is_synthetic and default_scheme().note in book.typed[sheet]["A3"]


def test_real_data_bear_no_mark_of_made_up_ones_and_an_adopted_scheme_no_mark_of_an_example():
    of = drawn(note="示例口径", adopted_on=date(2026, 1, 5))
    for source, mark in ((Source(), None), (Source(is_synthetic=True), SYNTHETIC)):
        book = opened(score_book(of, source))
        assert {typed.get("A3") or None for typed in book.typed.values()} == {mark}


def test_a_town_without_villages_is_a_workbook_all_the_same():
    book = opened(score_book(held(_drawn_scheme(), {}, {}), Source()))
    assert list(book.typed) == ["全镇", "加减分", "办法", "数据来源"]


def test_sheets_have_names_that_excel_takes():
    long = "字" * 40
    named = sheet_names(["办法", "东湾村", "东湾村", "History", "a/b:c*[d]?\\", "'", "", long, long, "Abc", "abc"])
    assert named[:4] == ["办法（2）", "东湾村", "东湾村（2）", "History（2）"]
    assert len({one.lower() for one in named}) == 11
    assert all(0 < len(one) <= LONGEST_NAME and not set(one) & set("[]:*?/\\") and one.strip("'") == one for one in named)
    assert named[-2:] == ["Abc", "abc（2）"]


def test_villages_of_one_name_and_quotes_in_names_refer_to_their_own_sheets():
    cells = _cells()
    renamed = {"甲县/东'湾村": cells["甲"], "乙县/东'湾村": cells["乙"], "丙县/加减分": cells["丙"]}
    of = held(_drawn_scheme(), renamed, {})
    check_scores(opened(score_book(of, Source())), of)


def test_a_text_that_looks_like_a_formula_stays_a_text():
    item: Item = replace(_drawn_scheme().items[0], goalpost=replace(_drawn_scheme().items[0].goalpost, basis="=1+1"))
    pillars = (replace(_drawn_scheme().pillars[0], items=(item,)), *_drawn_scheme().pillars[1:])
    bands = (Band(name='A"', words="=2", from_score=0.0),)
    of = held(replace(_drawn_scheme(), pillars=pillars, bands=bands), _cells(), {})
    book = opened(score_book(of, Source()))
    assert book.typed["甲"]["T5"] == "=1+1" and "T5" not in book.formulas["甲"]
    check_scores(book, of)


def test_every_sheet_is_printed_on_a4_landscape_with_its_header_held():
    archive = zipfile.ZipFile(BytesIO(score_book(drawn(), Source())))
    sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 9
    for sheet in sheets:
        assert re.search(r'<pageSetup paperSize="9"[^>]*orientation="landscape"', sheet) and 'state="frozen"' in sheet
    assert archive.read("xl/workbook.xml").decode().count("_xlnm.Print_Area") == 9


def test_the_same_assessment_is_the_same_file():
    assert score_book(drawn(), Source()) == score_book(drawn(), Source())


def test_manual_items_stand_with_their_documents(tmp_path):
    said = {
        "village": "甲县/甲", "period": "2026-Q3", "since": date(2026, 7, 1), "times": 1, "document_no": "乙委发〔2026〕12号",
        "approver": "镇党委书记", "on": date(2026, 8, 20), "expires_on": date(2026, 9, 30), "evidence": "通报.pdf", "text": "市级典型", "by": "党建办",
    }  # fmt: skip
    for item in ("commended", "dropped"):
        note_bonus(tmp_path, item=item, **said, at=datetime(2026, 9, 1))
    lines = manual_lines(_drawn_scheme(), bonuses(tmp_path), date(2026, 7, 1), date(2026, 9, 30))
    assert len(lines) == 1
    book = opened(score_book(drawn(), Source(manual=lines, state="公示")))
    assert [book.typed["加减分"][f"{letter}5"] for letter in "ABCDEFG"] == [
        "甲",
        "加分",
        "表彰",
        1,
        "市级典型",
        "乙委发〔2026〕12号",
        "镇党委书记",
    ]
    assert "公示" in book.typed["甲"]["A2"]


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed here: the formulas are worked out by tests/pages/recalculation.py"
)
@pytest.mark.parametrize("across", ["arithmetic", "geometric"])
def test_libreoffice_comes_to_the_same_figures(tmp_path: Path, across):
    of = drawn(across=across)
    (tmp_path / "score.xlsx").write_bytes(score_book(of, Source()))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(tmp_path / "saved"), str(tmp_path / "score.xlsx")], check=True, capture_output=True, timeout=180)
    book = opened((tmp_path / "saved" / "score.xlsx").read_bytes())
    book.worked = {(sheet, address): value for sheet, found in book.stored.items() for address, value in found.items()}
    check_scores(book, of)

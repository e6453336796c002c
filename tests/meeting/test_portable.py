"""A PDF where LibreOffice is there; a sentence where it is not, takes too long, or fails."""

import shutil
import subprocess
import time
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reports import portable as module
from reports.portable import ABSENT, FAILED, portable

needs_libreoffice = pytest.mark.skipif(module.program() is None, reason="LibreOffice is not on this machine")
needs_reader = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine")


def document(text: str) -> bytes:
    made, file = docx.Document(), BytesIO()
    made.add_paragraph(text)
    made.save(file)
    return file.getvalue()


def stands_in(monkeypatch, folder: Path, lines: str) -> None:
    """A program in the place of LibreOffice that does as told."""
    script = folder / "soffice"
    script.write_text(f"#!/bin/sh\n{lines}\n")
    script.chmod(0o755)
    monkeypatch.setattr(module, "program", lambda: str(script))


@needs_libreoffice
@needs_reader
def test_the_pdf_says_what_the_word_file_says(tmp_path):
    made = portable(document("按期办结率 77.9%（81/104）"))
    assert made.reason == "" and made.content.startswith(b"%PDF")
    (tmp_path / "made.pdf").write_bytes(made.content)
    said = subprocess.run(["pdftotext", str(tmp_path / "made.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    assert "77.9%（81/104）" in said


def test_without_libreoffice_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    monkeypatch.setattr(module, "USUAL", ())
    made = portable(document("文"))
    assert made.content is None and made.reason == ABSENT


def test_it_is_found_where_it_is_usually_put(monkeypatch, tmp_path):
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    monkeypatch.setattr(module, "USUAL", (str(tmp_path / "absent"), str(tmp_path / "soffice")))
    assert module.program() is None
    (tmp_path / "soffice").write_text("")
    assert module.program() == str(tmp_path / "soffice")


@pytest.mark.parametrize("lines", ["exit 3", "exit 0", 'for last; do :; done; echo text > "${last%.docx}.pdf"'])
def test_what_fails_or_leaves_no_pdf_is_said(monkeypatch, tmp_path, lines):
    stands_in(monkeypatch, tmp_path, lines)
    made = portable(document("文"))
    assert made.content is None and made.reason == FAILED


def test_what_takes_too_long_is_ended_with_all_that_it_started(monkeypatch, tmp_path):
    stands_in(monkeypatch, tmp_path, f'(sleep 3; echo late > "{tmp_path}/late") & wait')
    began = time.monotonic()
    made = portable(document("文"), seconds=0.5)
    assert time.monotonic() - began < 2.5 and made.content is None
    assert made.reason == "LibreOffice 超过 0.5 秒没有转换完，没有生成 PDF；可用 Word 打开后另存为 PDF。"
    time.sleep(max(0, began + 4 - time.monotonic()))
    assert not (tmp_path / "late").exists()

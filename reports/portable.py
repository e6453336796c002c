"""A PDF of a Word file, where LibreOffice is on this machine; where it is not, one sentence says what to do instead."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("soffice", "libreoffice")
USUAL = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
LONGEST_SECONDS = 120
ABSENT = "本机没有安装 LibreOffice，不能生成 PDF；可用 Word 打开后另存为 PDF。"
LATE = "LibreOffice 超过 {seconds} 秒没有转换完，没有生成 PDF；可用 Word 打开后另存为 PDF。"
FAILED = "LibreOffice 没有转换成功，没有生成 PDF；可用 Word 打开后另存为 PDF。"


@dataclass(frozen=True, kw_only=True)
class Portable:
    """The PDF, or why there is none: one sentence."""

    content: bytes | None = None
    reason: str = ""


def program() -> str | None:
    """Where LibreOffice is on this machine, None where it is not."""
    found = (shutil.which(name) for name in PROGRAMS)
    return next((path for path in found if path), next((path for path in USUAL if Path(path).is_file()), None))


def portable(document: bytes, seconds: float = LONGEST_SECONDS) -> Portable:
    """The PDF of a .docx. LibreOffice runs with a profile of its own, so one that is open on the desk neither hinders nor sees it."""
    soffice = program()
    if soffice is None:
        return Portable(reason=ABSENT)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _converted(soffice, Path(folder), document, seconds)


def _converted(soffice: str, folder: Path, document: bytes, seconds: float) -> Portable:
    source, made = folder / "brief.docx", folder / "brief.pdf"
    source.write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        _run(command, seconds)
    except subprocess.TimeoutExpired:
        return Portable(reason=LATE.format(seconds=f"{seconds:g}"))
    except (OSError, subprocess.CalledProcessError):
        return Portable(reason=FAILED)
    content = made.read_bytes() if made.is_file() else b""
    return Portable(content=content) if content.startswith(b"%PDF") else Portable(reason=FAILED)


def _run(command: list[str], seconds: float) -> None:
    """Runs a program to its end and says nothing; one that takes too long is ended with all that it started."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            if process.wait(seconds):
                raise subprocess.CalledProcessError(process.returncode, command)
        except subprocess.TimeoutExpired:
            _end(process)
            raise


def _end(process: subprocess.Popen) -> None:
    """The starter of LibreOffice is a script: what it started belongs to its group."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, 9)
    process.kill()

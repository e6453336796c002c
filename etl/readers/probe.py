"""Run as a process of its own: opens the .xls given on standard input, and dies in place of the board where the file is damaged.

calamine 0.37 trusts the lengths written in an .xls: a truncated one panics, a damaged one may ask for terabytes and abort the process.
"""

import io
import subprocess
import sys

from python_calamine import CalamineError, CalamineWorkbook

_PATIENCE = 300  # seconds; 60,000 rows take well under one


def survives(content: bytes) -> bool:
    """Whether opening every sheet of the workbook leaves a process alive; True also where it is refused in good order."""
    try:
        probe = subprocess.run([sys.executable, "-P", __file__], input=content, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return False
    return probe.returncode == 0


def _open_all(content: bytes) -> None:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name)
    except CalamineError:
        return


if __name__ == "__main__":
    _open_all(sys.stdin.buffer.read())

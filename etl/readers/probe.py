"""Run as a process of its own: opens the .xls, .xlsb or .ods given on standard input, and dies in place of the board where it cannot be opened.

calamine trusts the lengths written in an .xls and how often an .ods says that a row is repeated: a truncated .xls panics, a damaged one may ask
for terabytes and abort the process, an .ods of a kilobyte takes gigabytes (measured, calamine 0.9.1).
"""

import io
import os
import subprocess
import sys

from python_calamine import CalamineError, CalamineWorkbook

_MEMORY = 640 << 20  # bytes; 65,536 rows of a hundred columns take less
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


def _keep_small() -> None:
    """Where the system can be told so, memory beyond _MEMORY is refused to this process."""
    if os.name == "posix":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _keep_small()
    _open_all(sys.stdin.buffer.read())

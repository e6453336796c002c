"""`python -m benchmarks.papers [--data DIR] [--period 2026-10]`: what the meeting's files cost, one run in a fresh process, nothing cached.

Prints each step: the brief composed from its snapshot, then Word, PowerPoint and Excel, in wall seconds and in processor seconds of all threads.
Wall seconds are those of this machine with whatever else runs on it; on an idle machine a run takes no more than its processor seconds.
Without a data folder it loads the demonstration township first.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.scale import peak_mb

LIMIT_SECONDS = 10
PERIOD = "2026-10"


@contextmanager
def _step(words: str, spent: list[dict]) -> Iterator[None]:
    began, worked = time.perf_counter(), time.process_time()
    yield
    spent.append({"step": words, "seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - worked})


def papers(data_dir: Path, period: str, edition: str) -> dict:
    """Seconds of each step of one run, from the first import to the last byte, and how large the files are."""
    spent: list[dict] = []
    with _step("import", spent):
        from reports.prepared import begun, prepared
        from reports.rendered import KINDS, rendered
        from reports.span import span
        from warehouse.brief_notes import brief_notes
        from warehouse.folder import current_name
        from warehouse.snapshot import open_snapshot
    with _step("brief", spent):
        name, asked = current_name(data_dir), span(period)
        with open_snapshot(data_dir, name) as connection:
            noted = brief_notes(data_dir, None, period)
            brief = prepared(begun(connection, None, asked, edition, noted), noted, snapshot=name, on=date(2026, 11, 3))
    sizes = {}
    for kind in KINDS:
        with _step(kind, spent):
            sizes[kind] = len(rendered(brief, (kind,))[kind])
    return {
        "steps": spent, "sizes": sizes, "peak_mb": round(peak_mb()), "sections": len(brief.parts), "charts": len(list(brief.charts())),
        "tables": len(list(brief.tables())),
    }  # fmt: skip


def _run(data_dir: Path, period: str, edition: str) -> None:
    words = ["--once", str(data_dir), "--period", period, "--edition", edition]
    done = subprocess.run([sys.executable, "-m", "benchmarks.papers", *words], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    for one in found["steps"]:
        size = f"{found['sizes'][one['step']] / 1024:7.0f} KB" if one["step"] in found["sizes"] else ""
        print(f"    {one['seconds']:7.2f} s wall {one['cpu_seconds']:7.2f} s cpu  {one['step']:6} {size}")
    wall, cpu = (sum(one[kind] for one in found["steps"]) for kind in ("seconds", "cpu_seconds"))
    print(
        f"{period} {edition}: {wall:.1f} s wall, {cpu:.1f} s cpu (limit {LIMIT_SECONDS} s) for {found['sections']} sections, {found['charts']} charts, "
        f"{found['tables']} tables; peak {found['peak_mb']} MB, load average {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def main() -> None:
    """Loads the demonstration, or takes a data folder that is there, and makes the files of both editions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="measure this data folder as it is")
    parser.add_argument("--period", default=PERIOD)
    parser.add_argument("--edition", default="internal", help=argparse.SUPPRESS)
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        print(json.dumps(papers(given.once, given.period, given.edition), ensure_ascii=False))
    elif given.data:
        _both(given.data, given.period)
    else:
        _demonstrated(given.period)


def _both(data_dir: Path, period: str) -> None:
    for edition in ("internal", "issued"):
        _run(data_dir, period, edition)


def _demonstrated(period: str) -> None:
    from etl.load import load_demo

    with tempfile.TemporaryDirectory() as folder:
        load_demo(Path(folder))
        _both(Path(folder), period)


if __name__ == "__main__":
    main()

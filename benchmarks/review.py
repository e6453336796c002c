"""`python -m benchmarks.review --cases N --villages 1000`: what 总览 and 分村比较 cost on a county's cases, each page in a fresh process, nothing cached.

Prints the load, then each query of each page. Wall seconds are those of this machine with whatever else runs on it; processor seconds, of all
threads, are what the query itself takes: no more than these on an idle machine, and about half of them with two idle cores.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.cases import write_county
from benchmarks.scale import OVERVIEW, load, peak_mb
from indicators.definition import load_catalog
from indicators.measure import measure_each
from indicators.scope import Scope
from reports.view import COMPARED_MONTHS, View, month_end, month_start
from warehouse.folder import current_name
from warehouse.snapshot import open_snapshot

COMPARE, ASKS = "pages/review/compare.py", "asks of a review"
LIMIT_SECONDS = 2
CHOSEN = "case_on_time_rate"
FOLLOWED = (
    "case_received_count", "case_closed_count", "case_open_count", "case_closure_rate", "case_on_time_rate", "case_resolution_rate",
    "case_satisfaction_rate", "case_evaluation_rate",
)  # fmt: skip
CUTS = ("category_1", "handler_unit", "source_channel")
LAST_DAY = "select cast(max(cutoff_at) - interval 1 microsecond as date) from case_book"


def _asks(last: date) -> dict[str, tuple[list[tuple], Scope]]:
    """What a review asks about one indicator, by what is said of it: now, at the last meeting, over time, and what it is made of."""
    view = View(area=None, grain="month", first=month_start(last, 23), last=last)
    meeting = month_end(month_start(last, 1)) - timedelta(days=10)
    then = replace(view, last=meeting)
    places = [((CHOSEN,), ()), ((CHOSEN,), ("village",))]
    cuts = [((CHOSEN,), (column,)) for column in CUTS]
    earlier = replace(view.window(), start=month_start(last, 2 * COMPARED_MONTHS - 1), end=month_end(month_start(last, COMPARED_MONTHS)))
    return {
        "whole and villages, 12 months": (places, view.window()),
        f"the same as known at the end of {meeting}": (places, replace(then.window(), as_of=meeting)),
        "8 indicators by month, 24 months": ([(FOLLOWED, ())], view.history()),
        "by category, unit and channel, 12 months": (cuts, view.window()),
        "by category, unit and channel, the 12 months before": (cuts, earlier),
    }


def ask(data_dir: Path) -> dict:
    """Seconds of each ask, wall and processor, in this fresh process."""
    connection, spent = open_snapshot(data_dir, current_name(data_dir)), []
    last = connection.execute(LAST_DAY).fetchall()[0][0]
    for words, (asks, scope) in _asks(last).items():
        wanted = [([load_catalog()[id] for id in ids], by) for ids, by in asks]
        began, worked = time.perf_counter(), time.process_time()
        measure_each(connection, wanted, scope)
        spent.append({"ask": words, "seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - worked})
    totals = {f"query_{kind}": round(sum(one[kind] for one in spent), 2) for kind in ("seconds", "cpu_seconds")}
    return totals | {"queries": len(spent), "errors": 0, "peak_mb": round(peak_mb()), "asks": spent}


def _visit(data_dir: Path, what: str) -> dict:
    module = ["benchmarks.review", "--ask", str(data_dir)] if what == ASKS else ["benchmarks.page", what]
    environment = {**os.environ, "GOVERNANCE_DATA": str(data_dir), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-m", *module], capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout.strip().splitlines()[-1])


def _report(data_dir: Path) -> None:
    for what in (OVERVIEW, COMPARE, ASKS):
        found = _visit(data_dir, what)
        for one in found["asks"]:
            print(f"    {one['seconds']:7.3f} s wall {one['cpu_seconds']:7.3f} s cpu  {one['ask']}")
        print(
            f"{what}: queries {found['query_seconds']:.2f} s wall, {found['query_cpu_seconds']:.2f} s cpu (limit {LIMIT_SECONDS} s), "
            f"peak {found['peak_mb']} MB, errors {found['errors']}, load average {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def main() -> None:
    """Loads a generated county, or takes a data folder that is there, and prints what the pages ask of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000_000)
    parser.add_argument("--villages", type=int, default=1000)
    parser.add_argument("--data", type=Path, help="measure this data folder as it is")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask:
        print(json.dumps(ask(given.ask), ensure_ascii=False))
    elif given.data:
        _report(given.data)
    else:
        _generate(given.cases, given.villages)


def _generate(cases: int, villages: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_county(folder, cases, villages)
        loaded = load(paths, folder / "data")
        print(
            f"{cases:,} cases, {villages:,} villages: load {loaded['seconds']:.0f} s wall, {loaded['cpu_seconds']:.0f} s cpu, peak {loaded['peak_mb']:.0f} MB"
        )
        _report(folder / "data")


if __name__ == "__main__":
    main()

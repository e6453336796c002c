"""`python -m benchmarks.scale`: load, memory and page time for 100 thousand, 1 and 10 million generated cases, in one run."""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.cases import write_cases

OVERVIEW = "pages/monitor/overview.py"
BARE = "create table bare as from read_csv(?)"


def bare_seconds(path: Path, folder: Path) -> float:
    """Seconds DuckDB takes to read the same file into a table on disk, types detected, nothing checked."""
    target = folder / "bare.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target), config={"threads": 2}) as connection:
        connection.execute("set enable_progress_bar = false")
        began = time.perf_counter()
        connection.execute(BARE, [str(path)])
        connection.execute("checkpoint")
        return time.perf_counter() - began


def load(paths: list[Path], data_dir: Path) -> dict:
    """Runs the real command; seconds by the clock and of the processor, peak memory in MB, and what was accepted and rejected in all.

    The peak is VmHWM: getrusage would hand down that of the process which made the file.
    """
    code = (
        "import sys; from etl.__main__ import main; done = main(); print(open('/proc/self/status').read(), file=sys.stderr); sys.exit(done)"
    )
    began, worked = time.perf_counter(), _children_seconds()
    done = subprocess.run(
        [sys.executable, "-c", code, "load", *map(str, paths), "--data", str(data_dir), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    batches = json.loads(done.stdout)["batches"]
    return {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": _children_seconds() - worked,
        "peak_mb": int(re.search(r"VmHWM:\s+(\d+)", done.stderr)[1]) / 1024,
        **{key: sum(batch[key] for batch in batches) for key in ("accepted", "rejected")},
    }


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """The most memory this process has held."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def page(data_dir: Path) -> dict:
    """One visit to 诉求办理 in a fresh process, nothing cached."""
    environment = {**os.environ, "GOVERNANCE_DATA": str(data_dir), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-m", "benchmarks.page"], capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Prints one line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB")
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = write_cases(folder / "cases.csv", size)
            bare, loaded = bare_seconds(path, folder), load([path], folder / "data")
            shown = page(folder / "data")
            print(
                f"{size:>10,} cases, {path.stat().st_size / 1e6:.0f} MB: bare read_csv {bare:.1f} s; load {loaded['seconds']:.1f} s "
                f"({loaded['seconds'] / bare:.1f} x), peak {loaded['peak_mb']:.0f} MB, accepted {loaded['accepted']:,}, rejected {loaded['rejected']:,}; "
                f"诉求办理 {shown['query_seconds']:.2f} s in {shown['queries']} queries, {shown['run_seconds']:.1f} s in all, errors {shown['errors']}",
                flush=True,
            )


if __name__ == "__main__":
    main()

"""`python -m benchmarks.crash`: kill -9 during loads, and readers beside loads. Prints what was found; exit 1 where anything was mixed."""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cases import write_cases
from warehouse.folder import current_name, folder_of, keep, rollback
from warehouse.snapshot import open_snapshot

CONTENT = "select count(*), count(closed_at), count(distinct batch_id), (select count(*) from case_record) from case_all"


def _start_load(data_dir: Path, path: Path) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "etl", "load", str(path), "--data", str(data_dir), "--json"], stdout=subprocess.DEVNULL)


def content(data_dir: Path) -> tuple:
    """What the current snapshot holds: cases, closed cases, batches, stored rows."""
    with open_snapshot(data_dir, current_name(data_dir)) as connection:
        return connection.execute(CONTENT).fetchall()[0]


def kill_trials(folder: Path, *, cases: int, kills: int, seed: int = 7) -> dict:
    """Kills a load of edition 2 at random moments; counts how often CURRENT then held the old or the new content, and failures.

    Every trial begins at the old content. Afterwards one undisturbed load must reach the new content.
    """
    old, new = write_cases(folder / "old.csv", cases), write_cases(folder / "new.csv", cases, edition=2)
    data_dir = folder / "data"
    _start_load(data_dir, old).wait()
    before, first = content(data_dir), current_name(data_dir)
    keep(data_dir, first, "begin")
    began = time.monotonic()
    _start_load(folder / "trial", new).wait()
    lasts = time.monotonic() - began
    rng, found, seen = random.Random(seed), {"old": 0, "new": 0, "other": 0}, set()
    for _ in range(kills):
        load = _start_load(data_dir, new)
        time.sleep(rng.uniform(0, lasts * 1.5))
        load.send_signal(signal.SIGKILL)
        load.wait()
        now = content(data_dir)
        seen.add(now)
        found["old" if now == before else "new"] += 1
        rollback(data_dir, first)
    finished = _start_load(data_dir, new).wait()
    after = content(data_dir)
    found["other"] = len(seen - {before, after})
    return {
        **found,
        "kills": kills,
        "load_seconds": round(lasts, 1),
        "next_load_exit": finished,
        "leftovers": len(list(folder_of(data_dir).glob("build-*"))),
    }


def read_until_stopped(data_dir: Path, stop: Path) -> dict:
    """Queries the current snapshot without pause until file `stop` appears; how often, the different contents seen, the first errors."""
    seen, errors, reads = set(), [], 0
    connection, opened = None, None
    while not stop.exists() or not reads:
        try:
            name = current_name(data_dir)
            if name != opened:
                connection, opened = open_snapshot(data_dir, name), name
            with connection.cursor() as cursor:
                seen.add(cursor.execute(CONTENT).fetchall()[0])
            reads += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the trial looks for
            errors = [*errors, repr(error)][:3]
    return {"reads": reads, "seen": sorted(seen), "errors": errors}


def _start_reader(data_dir: Path, stop: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.crash", "--read", str(data_dir), "--stop", str(stop)], stdout=subprocess.PIPE, text=True
    )


def reader_trial(folder: Path, *, cases: int, readers: int, loads: int) -> dict:
    """Reader processes query without pause while loads publish; returns reads, errors, and contents that no load ever published."""
    data_dir = folder / "data"
    published, stop = set(), folder / "stop"
    _start_load(data_dir, write_cases(folder / "0.csv", cases)).wait()
    published.add(content(data_dir))
    processes = [_start_reader(data_dir, stop) for _ in range(readers)]
    for number in range(1, loads + 1):
        _start_load(data_dir, write_cases(folder / f"{number}.csv", cases + number)).wait()
        published.add(content(data_dir))
    stop.touch()
    results = [json.loads(process.communicate()[0]) for process in processes]
    seen = {tuple(row) for result in results for row in result["seen"]}
    errors = [error for result in results for error in result["errors"]]
    reads = sum(result["reads"] for result in results)
    return {
        "readers": readers,
        "loads": loads,
        "reads": reads,
        "errors": errors[:3],
        "mixed": len(seen - published),
        "versions_seen": len(seen),
    }


def main() -> int:
    """Runs both trials at the size asked and prints their counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--loads", type=int, default=20)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--stop", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        print(json.dumps(read_until_stopped(asked.read, asked.stop)))
        return 0
    os.environ["PYTHONWARNINGS"] = "ignore"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "kill").mkdir()
        (Path(folder) / "read").mkdir()
        kills = kill_trials(Path(folder) / "kill", cases=asked.cases, kills=asked.kills)
        print("kill -9:", kills, flush=True)
        reads = reader_trial(Path(folder) / "read", cases=asked.cases // 50, readers=asked.readers, loads=asked.loads)
        print("readers:", reads)
    return int(bool(kills["other"] or kills["next_load_exit"] or reads["errors"] or reads["mixed"]))


if __name__ == "__main__":
    sys.exit(main())

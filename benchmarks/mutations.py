"""`python -m benchmarks.mutations [HOW MANY] [--number N]`: spoilt files against a small board, every one inspected and loaded.

Prints each file that was not taken or refused as it should be, and at the end one JSON object. The same number is always the same file, and
`--number` tries one alone. Exit 1 where anything was wrong.
"""

import argparse
import contextlib
import hashlib
import io
import json
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from etl.__main__ import main as etl_command
from etl.chosen import Chosen, Given
from etl.contract import contracts
from etl.inspection import SheetSeen, inspect
from etl.load import load
from tests.etl.mutated import Mutated, is_there, made
from warehouse.folder import current_name, folder_of, point_at

ALL = 2_000
UPLOADED, CHECKED_TOO, CORRECTED = (
    2,
    6,
    7,
)  # every so many-th file lies in a folder, is checked by a command first, is corrected by somebody
BOARD = "工单编号,村,受理时间,承办单位,办结时间\n" + "".join(f"A{n},甲村,2026-03-{n:02d},镇水务站,\n" for n in range(1, 20))
COUNTS = re.compile(r"读取 (\d+) 行，采用 (\d+)，拒绝 (\d+)，跳过 (\d+)")
SENTENCE = re.compile(r"[^\x00-\x1f\x7f]*[\u4e00-\u9fff][^\x00-\x1f\x7f]*。")
ENGLISH = re.compile(r"Traceback|Error|Exception|File \"|\bNone\b")
UNCOUNTED = "WRITER.lock"  # says who wrote last


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command answered: its code, both streams, and the traceback of what it did not catch."""

    code: int
    out: str
    err: str
    fault: str = ""


def command(*words: str) -> Said:
    """Runs a command of etl in this process, its streams as strict as a terminal's."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors) for errors in ("strict", "backslashreplace"))
    fault, code = "", 1
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = etl_command(list(words))
        except (KeyboardInterrupt, MemoryError):
            raise
        except BaseException:  # noqa: BLE001 - whatever it is, it is what the trial looks for
            fault = traceback.format_exc()
        out.flush(), err.flush()
    return Said(code=code, out=out.buffer.getvalue().decode(), err=err.buffer.getvalue().decode(), fault=fault)


def held(data_dir: Path) -> dict[str, str]:
    """Every file of the data folder with its digest, every folder with none."""
    found = (path for path in data_dir.rglob("*") if path.name != UNCOUNTED)
    return {path.relative_to(data_dir).as_posix(): _digest(path) for path in found}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def board(folder: Path) -> Path:
    """A data folder with a small published board."""
    (folder / "base.csv").write_text(BOARD, encoding="utf-8")
    assert command("load", str(folder / "base.csv"), "--data", str(folder / "data")).code == 0
    return folder / "data"


def faults_of_words(said: Said) -> list[str]:
    """What is wrong with how a command answered."""
    found = [said.fault] if said.fault else []
    if said.code not in (0, 2) and not said.fault:
        found.append(f"exit {said.code}")
    lines = said.err.splitlines()
    found += [f"no Chinese sentence: {line!r}" for line in lines if not SENTENCE.fullmatch(line) or ENGLISH.search(line)]
    if not said.fault and (said.code == 2) != bool(lines):
        found.append(f"exit {said.code} with {len(lines)} sentences")
    return found + [f"in the answer: {ENGLISH.search(said.out)[0]}" for _ in range(bool(ENGLISH.search(said.out)))]


def faults_of_counts(said: Said, *, is_json: bool) -> list[str]:
    """Where rows read are not the rows accepted, rejected and skipped."""
    if is_json and not said.fault:
        answer = json.loads(said.out)
        counts = [(b["rows_read"], b["accepted"], b["rejected"], b["skipped"]) for b in answer["batches"]]
        if len(answer["refused"]) != len(said.err.splitlines()):
            return [f"{len(answer['refused'])} refused, {len(said.err.splitlines())} sentences"]
    else:
        counts = [tuple(map(int, found)) for found in COUNTS.findall(said.out)]
    return [
        f"read {read} is not {taken} + {rejected} + {skipped}"
        for read, taken, rejected, skipped in counts
        if read != taken + rejected + skipped
    ]


def _uncaught(what: str, work: Callable[[], list[str]]) -> list[str]:
    """What a step found wrong, or the traceback of what it did not catch."""
    try:
        return work()
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - as above
        return [f"{what}: {traceback.format_exc()}"]


def _inspected(given: Given | Path, data_dir: Path) -> list[str]:
    seen = inspect([given], None, data_dir)
    return [f"inspect says {one.refused!r}" for one in seen if one.refused and not SENTENCE.fullmatch(one.refused)]


def _corrected(given: Given | Path, number: int, data_dir: Path) -> list[str]:
    """As the page does with corrections that fit or do not: inspected and checked under what somebody said of each sheet."""
    rng = random.Random(number)
    said = {(one.file, one.sheet): _said_of(rng, one) for one in inspect([given], None, data_dir) if not one.is_watched}
    inspect([given], said, data_dir)
    result = load(data_dir, [given], publish=False, chosen=said)
    wrong = [f"says {one.message!r}" for one in result.refused if not SENTENCE.fullmatch(one.message)]
    return wrong + [f"{one.sheet}: {one.rows_read}" for one in result.batches if one.rows_read != one.accepted + one.rejected + one.skipped]


def _said_of(rng: random.Random, seen: SheetSeen) -> Chosen:
    contract = rng.choice(list(contracts().values()))
    columns = [None, "no_such_column", *contract.columns]
    return Chosen(
        source=rng.choice((None, contract.name, contract.name)), header_row=rng.choice((None, None, seen.header_row or None, rng.randint(1, 60))),
        columns={one.header: rng.choice(columns) for one in seen.headers if rng.random() < 0.5}, ledger=rng.choice(("", "某平台")),
        constants={rng.choice(columns[1:]): rng.choice(("甲村", "2026", "\0"))} if rng.random() < 0.3 else {}, is_left_out=rng.random() < 0.05,
    )  # fmt: skip


def tried(number: int, folder: Path, data_dir: Path, before: dict[str, str]) -> tuple[Mutated, str, list[str]]:
    """One file against the board, which is afterwards as it was: the file, what became of it, and every fault."""
    mutated = made(number, folder)
    words = [str(mutated.path), "--data", str(data_dir), *(["--json"] if number % 3 else [])]
    given = Given(name=mutated.path.name, content=mutated.path.read_bytes()) if number % UPLOADED else mutated.path
    found = _uncaught("inspect", partial(_inspected, given, data_dir))
    if number % CORRECTED == 0:
        found += _uncaught("corrected", partial(_corrected, given, number, data_dir))
    if number % CHECKED_TOO == 0:
        said = command("check", *words)
        found += [f"check: {fault}" for fault in (*faults_of_words(said), *faults_of_counts(said, is_json="--json" in words))]
    found += ["inspecting or checking left something"] if held(data_dir) != before else []
    current = current_name(data_dir)
    said = command("load", *words)
    found += [*faults_of_words(said), *faults_of_counts(said, is_json="--json" in words)]
    after = held(data_dir)
    is_published = current_name(data_dir) != current
    if not is_published and after != before:
        found.append(f"a refusal left {sorted(set(after.items()) ^ set(before.items()))}")
    if is_published:
        kept = {name: digest for name, digest in before.items() if name.endswith(".duckdb")}
        found += ["the snapshot before was touched"] if kept.items() - after.items() else []
        found += [f"left over: {name}" for name in after if "build-" in name or "scratch-" in name]
        _put_back(data_dir, current, before)
    return mutated, "published" if is_published else "refused" if said.code == 2 else "unchanged", found


def _put_back(data_dir: Path, current: str, before: dict[str, str]) -> None:
    point_at(data_dir, current)
    for path in folder_of(data_dir).glob("wh-*.duckdb"):
        if path.relative_to(data_dir).as_posix() not in before:
            path.unlink()
    shutil.rmtree(data_dir / "access", ignore_errors=True)
    if set(held(data_dir)) != set(before):
        raise AssertionError(f"not put back: {set(held(data_dir)) ^ set(before)}")


def run(numbers: list[int]) -> dict:
    """Tries the files of these numbers; what became of them, the faults by number, the slowest, peak memory in MB and CPU seconds."""
    ends, faults, slow = Counter(), {}, []
    with tempfile.TemporaryDirectory() as scratch:
        data_dir = board(Path(scratch))
        shutil.rmtree(data_dir / "access", ignore_errors=True)
        before = held(data_dir)
        for number in numbers:
            folder = Path(scratch) / str(number)
            folder.mkdir()
            began = time.process_time()
            print(f"{number} ", end="", file=sys.stderr, flush=True)
            mutated, end, found = tried(number, folder, data_dir, before)
            ends[end] += 1
            slow.append((round(time.process_time() - began, 1), number, *mutated.steps))
            if found:
                faults[number] = [mutated.base, "+".join(mutated.steps), *found]
                print(f"\n{number} {mutated.base} {'+'.join(mutated.steps)}", *found, sep="\n  ", file=sys.stderr, flush=True)
            shutil.rmtree(folder)
        is_untouched = held(data_dir) == before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "tried": sum(ends.values()),
        **ends,
        "untouched": is_untouched,
        "peak_mb": peak,
        "cpu_seconds": round(time.process_time()),
        "slowest": sorted(slow)[-5:],
        "faults": faults,
    }


def main() -> int:
    """Runs a share of the files, spread over all of them, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("how_many", type=int, nargs="?", default=ALL)
    parser.add_argument("--number", type=int)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first number, so that several processes may share them")
    parser.add_argument("--to", type=int, default=ALL, dest="end", help="the number after the last one")
    asked = parser.parse_args()
    every = max(ALL // asked.how_many, 1)
    chosen = [asked.number] if asked.number is not None else [n for n in range(asked.first, asked.end) if n % every == 0]
    found = run([number for number in chosen if is_there(number)])
    print(json.dumps(found, ensure_ascii=False))
    return int(bool(found["faults"]) or not found["untouched"])


if __name__ == "__main__":
    sys.exit(main())

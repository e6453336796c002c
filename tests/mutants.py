"""`python -m tests.mutants`: makes each change of mutants.toml in a copy of the project and says whether its tests caught it."""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "warehouse/*.duckdb", "__pycache__", ".hypothesis", "wheelhouse", "inbox")


def _passes(tests: list[str], folder: Path) -> bool:
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", *tests], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode == 0


def is_caught(mutant: dict, folder: Path) -> bool:
    """Whether the tests named in the mutant pass on a copy of the project and fail once the change is made there."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    path = folder / mutant["file"]
    text = path.read_text(encoding="utf-8")
    if mutant["old"] not in text:
        raise ValueError(f"{mutant['name']}: {mutant['file']} no longer has {mutant['old']!r}")
    if not _passes(mutant["tests"], folder):
        raise ValueError(f"{mutant['name']}: {mutant['tests']} fail before anything is changed")
    path.write_text(text.replace(mutant["old"], mutant["new"]), encoding="utf-8")
    return not _passes(mutant["tests"], folder)


def main() -> int:
    """Prints a line a mutant; exit 1 where one survived."""
    survived = 0
    for mutant in tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]:
        with tempfile.TemporaryDirectory() as folder:
            caught = is_caught(mutant, Path(folder) / "copy")
        survived += not caught
        print(f"{'caught  ' if caught else 'SURVIVED'}  {mutant['name']}", flush=True)
    return int(survived > 0)


if __name__ == "__main__":
    sys.exit(main())

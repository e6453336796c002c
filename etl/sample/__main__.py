"""`python -m etl.sample` writes the demonstration files and the list of their defects anew; with --as-of, what was exported at a past month end."""

import argparse
from datetime import date
from pathlib import Path

from etl.sample import defect_manifest, write_sample

REPOSITORY = Path(__file__).parents[2]


def main() -> None:
    """Writes data/sample and etl/sample/defects.csv, or with --as-of the exports of that day into a folder."""
    parser = argparse.ArgumentParser(prog="python -m etl.sample", description="写出演示镇的文件")
    parser.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "data" / "sample")
    parser.add_argument("--as-of", type=date.fromisoformat, help="按这一天结束时的导出写，如 2025-12-31；须另给文件夹")
    arguments = parser.parse_args()
    if arguments.as_of and arguments.folder == REPOSITORY / "data" / "sample":
        parser.error("按过去某日写出时，请另给一个文件夹")
    write_sample(arguments.folder, arguments.as_of)
    if not arguments.as_of:
        (Path(__file__).parent / "defects.csv").write_text(defect_manifest(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""`python -m etl.sample` writes the demonstration files and the list of their defects anew."""

from pathlib import Path

from etl.sample import defect_manifest, write_sample

REPOSITORY = Path(__file__).parents[2]


def main() -> None:
    """Writes data/sample and etl/sample/defects.csv."""
    write_sample(REPOSITORY / "data" / "sample")
    (Path(__file__).parent / "defects.csv").write_text(defect_manifest(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Worked examples of the catalog as tables: for the dictionary page to show and for the tests to compute."""

from indicators.definition import Example

MARK = "boundary"


def drawn(table: str) -> list[dict[str, str | None]]:
    """Rows of a drawn table by column; a blank cell is None, the text before the first | is under 'boundary'."""
    header, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines() if line.strip())
    names = [MARK, *header[1:]]
    return [dict(zip(names, (cell or None for cell in line), strict=True)) for line in lines]


def example_rows(example: Example) -> list[dict[str, str | None]]:
    """The rows of a worked example, columns as in the cohorts; 'boundary' is '*' on the rows that stand on a boundary."""
    return drawn(example.rows)

"""What is wrong with a file, a sheet or a cell, said to the person who sent it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Issue:
    """One finding; row is the number Excel shows, None where it concerns the whole sheet."""

    row: int | None
    column: str
    value: str | None
    message: str
    severity: str  # error | warn


@dataclass(frozen=True)
class Refused:
    """A file or sheet that is not loaded at all, and why, in one Chinese sentence."""

    file: str
    sheet: str
    message: str

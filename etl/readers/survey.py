"""One pass over a text file's bytes: how many records, of how many fields, and whether DuckDB and Excel would agree on them.

DuckDB drops blank lines, needs a single thread to pad short rows next to quoted line breaks, and loses text where line ends are
mixed (measured on 2.0.0). Whatever this pass finds irregular is therefore rewritten before DuckDB sees it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

QUOTE, LINE_FEED, RETURN, TAB = 34, 10, 13, 9
LONGEST_LINE = 64 << 20
_BLANK = -1


class NotTextError(ValueError):
    """The bytes hold NUL characters or a line of tens of megabytes."""


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What the pass found so far; see DelimitedText for the fields that outlive it."""

    records: int = 0  # up to the last one that is not blank
    blanks: int = 0  # blank records since
    fields: int = 0
    last_fields: int = _BLANK
    regular_from: int = 1
    longest: int = 0
    returns: int = 0  # line ends written \r\n
    feeds: int = 0  # line ends written \n or \r\n
    is_clean: bool = True
    has_quotes: bool = False
    has_tabs: bool = False
    in_quotes: bool = False
    open_fields: int = 0  # delimiters of a record whose quotes are still open
    open_bytes: int = 0


def survey(blocks: Iterable[bytes], delimiter: str) -> Survey:
    """Scans UTF-8 blocks (cut anywhere); `records` counts records as Excel numbers rows, blank lines inside the file included, trailing ones not.

    NotTextError where a line is longer than 64 MB.
    """
    found, rest = Survey(), b""
    for block in blocks:
        cut = block.rfind(b"\n") + 1
        if not cut:
            rest += block
            if len(rest) > LONGEST_LINE:
                raise NotTextError
            continue
        found = _chunk(found, rest + block[:cut], ord(delimiter))
        rest = block[cut:]
    return _finish(_chunk(found, rest + b"\n", ord(delimiter)) if rest or found.in_quotes else found, ended=not rest)


def _finish(found: Survey, *, ended: bool) -> Survey:
    feeds = found.feeds if ended else found.feeds - 1
    mixed = found.returns not in (0, feeds)
    return replace(found, is_clean=found.is_clean and not mixed and not found.in_quotes)


def _chunk(found: Survey, chunk: bytes, delimiter: int) -> Survey:
    """The survey after one more chunk that ends with a line feed."""
    codes = np.frombuffer(chunk, np.uint8)
    feeds, delimiters = codes == LINE_FEED, codes == delimiter
    quoted, clean = found.in_quotes, True
    if found.in_quotes or b'"' in chunk:
        quotes = codes == QUOTE
        inside = np.logical_xor.accumulate(quotes) ^ found.in_quotes
        feeds, delimiters = feeds & ~inside, delimiters & ~inside
        quoted, clean = bool(inside[-1]), _is_quoted_well(codes, quotes, inside, delimiter)
        returns = int(np.count_nonzero((codes == RETURN) & ~inside))
    else:
        returns = chunk.count(b"\r")
    ends, marks = np.flatnonzero(feeds), np.flatnonzero(delimiters)
    before_end = codes[np.maximum(ends - 1, 0)] == RETURN
    found = replace(
        found,
        returns=found.returns + returns,
        feeds=found.feeds + len(ends),
        is_clean=found.is_clean and clean and returns == int(np.count_nonzero(before_end)),
        has_quotes=found.has_quotes or quoted or b'"' in chunk,
        has_tabs=found.has_tabs or b"\t" in chunk,
        in_quotes=quoted,
    )
    return _records(found, ends, marks, before_end, len(chunk))


def _is_quoted_well(codes: np.ndarray, quotes: np.ndarray, inside: np.ndarray, delimiter: int) -> bool:
    """Every quote opens right after a delimiter or line end, and closes right before one; doubled quotes do both."""
    opens, closes = np.flatnonzero(quotes & inside), np.flatnonzero(quotes & ~inside)
    before = codes[opens[opens > 0] - 1]
    after = codes[closes[closes < len(codes) - 1] + 1]
    return bool(np.isin(before, (delimiter, LINE_FEED, QUOTE)).all() and np.isin(after, (delimiter, LINE_FEED, RETURN, QUOTE)).all())


def _records(found: Survey, ends: np.ndarray, marks: np.ndarray, before_end: np.ndarray, size: int) -> Survey:
    """Counts the fields of each record that ends in this chunk."""
    if not len(ends):
        return replace(found, open_fields=found.open_fields + len(marks), open_bytes=found.open_bytes + size)
    until = np.searchsorted(marks, ends)
    fields = np.diff(until, prepend=0) + 1
    lengths = np.diff(ends, prepend=-1) - 1 - before_end
    fields[0] += found.open_fields
    lengths[0] += found.open_bytes
    fields[lengths == 0] = _BLANK
    longest = max(found.longest, int(lengths.max()))
    open_fields, open_bytes = len(marks) - int(until[-1]), size - int(ends[-1]) - 1
    return _fold(replace(found, longest=longest, open_fields=open_fields, open_bytes=open_bytes), fields)


def _fold(found: Survey, fields: np.ndarray) -> Survey:
    """Adds records by their field counts; blank ones wait until something follows them."""
    filled = np.flatnonzero(fields != _BLANK)
    if not len(filled):
        return replace(found, blanks=found.blanks + len(fields))
    known = np.concatenate([np.full(found.blanks, _BLANK), fields[: filled[-1] + 1]])
    changes = np.flatnonzero(np.diff(known, prepend=found.last_fields))
    return replace(
        found,
        records=found.records + len(known),
        blanks=len(fields) - int(filled[-1]) - 1,
        fields=max(found.fields, int(known.max())),
        last_fields=int(known[-1]),
        regular_from=found.records + int(changes[-1]) + 1 if len(changes) else found.regular_from,
    )

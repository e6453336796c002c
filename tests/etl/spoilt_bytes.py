"""What goes wrong in the bytes of a file, and in the parts of a workbook."""

import io
import random
import zipfile

from etl.readers.extent import BROKEN
from tests.etl.spoilt_files import zipped

JUNK = (
    b"\0",
    b"\xff",
    b'"',
    b"\r",
    b"\n",
    b"\xef\xbb\xbf",
    b"\x1a",
    b"\x80\x81",
    b",,,,",
    b"\t",
    b"\xb9\xa4",
    "村".encode(),
    b"<",
    b"&",
    b"]]>",
    b"\xed\xa0\x80",
)
OTHER_STARTS = (
    b"%PDF-1.7\n",
    b"\x89PNG\r\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"\xff\xfe",
    b"\xfe\xff",
    b"MZ",
    b"Rar!",
    b"<?xml version='1.0'?>",
    b"BM",
)


def flipped(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 10, 100))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def overwritten(rng: random.Random, content: bytes) -> bytes:
    if not content:
        return content
    at = rng.randrange(len(content))
    return content[:at] + rng.randbytes(rng.randint(1, 200)) + content[at + rng.randint(0, 200) :]


def cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randint(0, len(content))]


def beheaded(rng: random.Random, content: bytes) -> bytes:
    return content[rng.randint(1, 64) :]


def inserted(rng: random.Random, content: bytes) -> bytes:
    for _ in range(rng.randint(1, 12)):
        at = rng.randint(0, len(content))
        content = content[:at] + rng.choice(JUNK) + content[at:]
    return content


def mixed_encodings(rng: random.Random, content: bytes) -> bytes:
    """Some lines in another encoding than the rest, as when two exports are pasted together."""
    lines = content.splitlines(keepends=True)
    other = rng.choice(("gb18030", "utf-16-le", "big5", "utf-8-sig", "latin-1"))
    return b"".join(_in_other(line, other) if rng.random() < 0.4 else line for line in lines)


def _in_other(line: bytes, encoding: str) -> bytes:
    try:
        return line.decode("utf-8").encode(encoding, "replace")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace").encode("utf-8")


def wrong_start(rng: random.Random, content: bytes) -> bytes:
    return rng.choice(OTHER_STARTS) + content


def nothing_left(rng: random.Random, content: bytes) -> bytes:
    return rng.choice(
        (
            b"",
            b"\n",
            b"\xef\xbb\xbf",
            b" " * 5000,
            b"\0" * 5000,
            b"\r\n" * 500,
            b",",
            b'"',
            b"\xff\xfe",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        )
    )


def padded(rng: random.Random, content: bytes) -> bytes:
    return content + rng.choice((b"\0", b" ", b"\n", b",", b"\xff")) * rng.choice((1, 511, 70_000))


def doubled(rng: random.Random, content: bytes) -> bytes:
    return content + content


def _parts(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return {name: book.read(name) for name in book.namelist()}
    except BROKEN:
        return {}


def spoilt_part(rng: random.Random, content: bytes) -> bytes:
    """One part of a workbook spoilt in its text, where the zip around it is sound; any other file as bytes."""
    parts = _parts(content)
    way = rng.choice((flipped, overwritten, cut, inserted, nothing_left, doubled))
    if not parts:
        return way(rng, content)
    name = rng.choice(list(parts))
    return zipped({**parts, name: way(rng, parts[name])})


def lost_part(rng: random.Random, content: bytes) -> bytes:
    parts = _parts(content)
    if not parts:
        return cut(rng, content)
    parts.pop(rng.choice(list(parts)))
    return zipped(parts)


def strange_xml(rng: random.Random, content: bytes) -> bytes:
    """Attributes of a sheet that say something else than they should."""
    parts = _parts(content)
    name = next((name for name in parts if "/sheet1" in name), None)
    if name is None:
        return flipped(rng, content)
    old, new = rng.choice((
        (b' r="A1"', b' r="ZZZZ1"'), (b' r="A1"', b' r="A0"'), (b' r="A1"', b""), (b' r="A2"', b' r="A99999999999"'), (b't="inlineStr"', b't="s"'), (b't="inlineStr"', b't="e"'),
        (b't="inlineStr"', b't="zz"'), (b's="1"', b's="999"'), (b"<v>", b"<v>x"), (b"<v>", b"<v>1e999"), (b"<v>", b"<v>-"), (b"<row r=", b"<row q="), (b"mergeCell ref", b"mergeCell rex"),
        (b'<row r="2"', b'<row r="1048577"'), (b"<sheetData>", b"<sheetData><sheetData>"), (b"</sheetData>", b""), (b"UTF-8", b"GBK"), (b"UTF-8", b"UTF-16"), (b"<t ", b"<t><rPh><t>x</t></rPh></t><t "),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'), (b'<dimension ref="', b'<dimension ref="XFD1048576:'), (b':', b':A'),
    ))  # fmt: skip
    return zipped({**parts, name: parts[name].replace(old, new, rng.choice((1, 3, -1)))})


def locked(rng: random.Random, content: bytes) -> bytes:
    """The flag of a zip that says it is encrypted, or another way of packing."""
    changed = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(mark)
        while place >= 0 and place + at + 4 < len(changed):
            changed[place + at + rng.choice((0, 0, 2))] ^= rng.choice((1, 8, 9, 99))
            place = changed.find(mark, place + 1)
    return bytes(changed)


WAYS = (flipped, overwritten, cut, beheaded, inserted, mixed_encodings, wrong_start, nothing_left, padded, doubled, spoilt_part, lost_part, strange_xml, locked)  # fmt: skip

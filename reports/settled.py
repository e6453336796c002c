"""A finished Office package with nothing in it of the moment at which it was written: the same content is the same bytes on any day."""

import re
import zipfile
from datetime import date
from io import BytesIO

CONTENT_TYPES = "[Content_Types].xml"
FIRST = (CONTENT_TYPES, "_rels/.rels")  # readers that look at the first bytes expect them here
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip can name
ZIP = b"PK\x03\x04"
PROPERTIES = re.compile(r"docProps/core\d*\.xml|.*\.psmdcp")  # where Office and others keep the core properties
MOMENT = re.compile(rb"(<(\w+:)?(created|modified)\b[^>]*?)(?:/>|>[^<]*</(?:\w+:)?\3>)")


def settled(package: bytes, on: date) -> bytes:
    """The package (.docx, .pptx, .xlsx) as made on a day: parts in one order, no times of writing, embedded workbooks settled likewise.

    Raises ValueError for bytes that are no such package.
    """
    if not is_package(package):
        raise ValueError("no Office package")
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new:
        for name in sorted(set(old.namelist()), key=_place):
            if not name.endswith("/"):
                new.writestr(_entry(name), _part(name, old.read(name), on), zipfile.ZIP_DEFLATED, 6)
    return file.getvalue()


def is_package(content: bytes) -> bool:
    """Whether the bytes are an Office package: a zip that says which types its parts are of."""
    if not content.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return CONTENT_TYPES in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _place(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
    return entry


def _part(name: str, content: bytes, on: date) -> bytes:
    if PROPERTIES.fullmatch(name):
        moment = f"{on:%Y-%m-%d}T00:00:00Z".encode()
        return MOMENT.sub(lambda found: found[1] + b">" + moment + b"</" + (found[2] or b"") + found[3] + b">", content)
    return settled(content, on) if is_package(content) else content

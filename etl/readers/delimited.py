"""Text files: encoding, delimiter, and a UTF-8 copy in the scratch folder where the file itself will not do."""

import codecs
import csv
import io
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice, zip_longest
from pathlib import Path

from etl.readers.book import HEAD_ROWS, LONGEST_CELL, DelimitedText, RawSheet, Refusal, Workbook
from etl.readers.survey import NotTextError, Survey, survey

BLOCK = 4 << 20
SAMPLE = 1 << 18
DELIMITERS = ",\t;|"
# Of the ideographs in real Chinese text nearly all are among the 3,755 of GB 2312's first level.
_PLAUSIBLE = 0.7
_LONGEST_RECORD = 16 << 20
MOST_COLUMNS = 16_384
_END = "\x1aend of file\x1a"
csv.field_size_limit(_LONGEST_RECORD)


def read_delimited(path: Path, file_name: str, sha256: str, scratch: Path) -> Workbook | Refusal:
    """The file as a workbook of one sheet. BOM, else strict UTF-8, else strict GB18030, else refused; never a replaced character."""
    for encoding in _encodings(path):
        try:
            text, warnings = _open(path, encoding, scratch)
        except UnicodeDecodeError:
            continue
        except NotTextError:
            return Refusal(file_name, f"文件「{file_name}」不是文本，也不是 Excel 工作簿，无法读取。")
        if not text.records:
            return Refusal(file_name, f"文件「{file_name}」里没有内容。")
        if text.fields > MOST_COLUMNS:
            return Refusal(
                file_name,
                f"文件「{file_name}」有一行多达 {text.fields} 列，超过 Excel 的 {MOST_COLUMNS} 列，无法读取，请检查分隔符和引号。",
            )
        return Workbook(file_name=file_name, sha256=sha256, encoding=encoding, sheets=(_sheet(text, path.stem),), warnings=warnings)
    return Refusal(file_name, f"文件「{file_name}」的文字编码无法识别（不是 UTF-8，也不是 GBK/GB18030），请用 WPS 打开后另存为 xlsx。")


def _encodings(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8", "gb18030")


def _open(path: Path, encoding: str, scratch: Path) -> tuple[DelimitedText, tuple[str, ...]]:
    """UnicodeDecodeError where the bytes are not in this encoding, NotTextError where they are no text."""
    with path.open("rb") as file:
        sample = codecs.getincrementaldecoder(encoding)().decode(file.read(SAMPLE))
    delimiter = sniff_delimiter(sample)
    is_old_mac = "\r" in sample and "\n" not in sample
    if encoding == "utf-8" and not is_old_mac:
        found, kept = survey(_read(path), delimiter), path
    else:
        kept = _scratch_file(scratch)
        found = survey(_transcode(path, encoding, kept, is_old_mac=is_old_mac), delimiter)
    warnings = _doubts(sample) if encoding == "gb18030" else ()
    if not found.is_clean:
        kept, unpaired = _rewrite(kept, delimiter, scratch)
        warnings = (*warnings, *unpaired)
        found, delimiter = survey(_read(kept), ","), ","
    if found.longest > _LONGEST_RECORD:
        raise NotTextError
    return _text(_plain_name(kept, scratch), found, delimiter, scratch), warnings


def _text(path: Path, found: Survey, delimiter: str, scratch: Path) -> DelimitedText:
    return DelimitedText(
        path=path,
        scratch=scratch,
        delimiter=delimiter,
        newline="\r\n" if found.returns else "\n",
        records=found.records,
        fields=found.fields,
        last_fields=found.last_fields,
        regular_from=found.regular_from,
        longest=found.longest,
        is_clean=found.is_clean,
        has_quotes=found.has_quotes,
        has_edge_tabs=found.has_tabs and delimiter != "\t",
    )


def _read(path: Path) -> Iterator[bytes]:
    """The blocks of a UTF-8 file, each checked."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if b"\0" in block:
                raise NotTextError
            decoder.decode(block)
            yield block
    decoder.decode(b"", final=True)


def _transcode(path: Path, encoding: str, into: Path, *, is_old_mac: bool) -> Iterator[bytes]:
    """The blocks of the file as UTF-8, written to `into` on the way; lone carriage returns become line feeds where nothing else ends a line."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file, into.open("wb") as copy:
        while True:
            block = file.read(BLOCK)
            text = decoder.decode(block, final=not block)
            if "\0" in text:
                raise NotTextError
            text = text.replace("\r", "\n") if is_old_mac else text
            copy.write(encoded := text.encode("utf-8"))
            yield encoded
            if not block:
                return


def _rewrite(path: Path, delimiter: str, scratch: Path) -> tuple[Path, tuple[str, ...]]:
    """The same records in plain RFC 4180, as Excel would split them; where quotes do not pair up they count as text, with a warning."""
    into = _scratch_file(scratch)
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        with path.open(encoding="utf-8", newline="") as file, into.open("w", encoding="utf-8", newline="") as copy:
            records = csv.reader(chain(file, [_END]), delimiter=delimiter, quoting=quoting)
            if _copied(records, csv.writer(copy), check=quoting == csv.QUOTE_MINIMAL):
                break
    else:
        raise NotTextError
    unpaired = ("文件里的英文双引号不成对，已按普通字符读取，请核对含双引号的行",)
    return into, unpaired if quoting == csv.QUOTE_NONE else ()


def _copied(records: Iterator[list[str]], writer: "csv.writer", *, check: bool) -> bool:
    """Copies records up to the end mark; with `check`, stops and says False where a cell outgrows Excel or the mark is inside one."""
    try:
        for record in records:
            if record == [_END]:
                return True
            if check and max(map(len, record), default=0) > LONGEST_CELL:  # whatever quotes enclose more than that were not meant as quotes
                return False
            writer.writerow([_unwrapped(cell) for cell in record])
    except csv.Error:
        return False
    return False


def _unwrapped(cell: str) -> str:
    """Exporters write ="001" to keep Excel from eating the zeros."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell


def _scratch_file(scratch: Path) -> Path:
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    os.close(handle)
    return Path(name)


def _plain_name(path: Path, scratch: Path) -> Path:
    """DuckDB takes brackets and stars in a path for a pattern (工单[1].csv), and not every byte: such a file gets a plain name first."""
    if str(path).isprintable() and not set(str(path)) & set("*?[]{}"):
        return path.resolve()
    copy = _scratch_file(scratch)
    shutil.copyfile(path, copy)
    return copy


def sniff_delimiter(sample: str) -> str:
    """The delimiter under which the largest share of the sample's records has one and the same width of at least two; a comma where none has.

    Tabs that mostly stand before commas pad cells (statistics-bureau exports) and separate nothing.
    """
    candidates = DELIMITERS.replace("\t", "") if sample.count("\t,") * 2 > sample.count("\t") else DELIMITERS
    return max(candidates, key=lambda delimiter: (_agreement(sample, delimiter), -DELIMITERS.index(delimiter)))


def _agreement(sample: str, delimiter: str) -> float:
    records = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths = Counter(len(record) for record in islice(records, 200) if record)
    return max((count for width, count in widths.items() if width > 1), default=0) / max(widths.total(), 1)


def _doubts(sample: str) -> tuple[str, ...]:
    """A warning where text decoded as GB18030 does not look like Chinese that anybody writes."""
    foreign = [character for character in sample if character > "\x7f"]
    likely = sum(_is_common(character) for character in foreign)
    if not foreign or likely / len(foreign) >= _PLAUSIBLE:
        return ()
    return ("按 GB18030 解码后生僻字过多，编码可能判断有误，请核对文字是否正常",)


def _is_common(character: str) -> bool:
    try:
        lead = character.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3


def _sheet(text: DelimitedText, name: str) -> RawSheet:
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        head = list(islice(csv.reader(file, delimiter=text.delimiter), min(HEAD_ROWS, text.records)))
    head = [[cell.strip("\t")[:LONGEST_CELL] for cell in row[: text.fields]] for row in head]
    width = text.fields
    padded = tuple(tuple(cell for cell, _ in zip_longest(row, range(width), fillvalue="")) for row in head)
    return RawSheet(name=name, is_hidden=False, head=padded, merges=(), row_count=text.records, width=width, text=text)


def padded_copy(text: DelimitedText, first_record: int) -> DelimitedText:
    """The records from `first_record` on in a scratch file of their own, short ones and blank ones filled up to the full width."""
    into = _scratch_file(text.scratch)
    blank = [""] * text.fields
    with text.path.open(encoding="utf-8-sig", newline="") as file, into.open("w", encoding="utf-8", newline="") as copy:
        records = islice(csv.reader(file, delimiter=text.delimiter), first_record - 1, text.records)
        csv.writer(copy).writerows(row + blank[len(row) :] for row in records)
    return replace(
        text, path=into, delimiter=",", newline="\r\n", last_fields=text.fields, regular_from=1, records=text.records - first_record + 1
    )

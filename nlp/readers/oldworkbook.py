"""Workbooks of Excel 5 to 2003 (.xls) and of WPS (.et): every sheet's filled cells as they are shown.

A stream of records, BIFF5 or BIFF8 ([MS-XLS] 2.1.4). They are read here and not by a library, since only so
the number formats are known: 0.9532 is shown as 95.32%.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.errors import BrokenFile, EncryptedFile
from nlp.readers.building import too_many_cells
from nlp.readers.numberformat import BUILT_IN, shown
from nlp.readers.ole import CompoundFile
from nlp.readers.options import Options
from nlp.readers.workbook import Sheet

# Record types, [MS-XLS] 2.3.2.
_BOF, _EOF, _CONTINUE, _LOCKED = 0x0809, 0x000A, b"\x3c\x00", 0x002F
_BOUND_SHEET, _FORMAT, _XF, _DATE_MODE, _CODE_PAGE, _STRINGS = 0x0085, 0x041E, 0x00E0, 0x0022, 0x0042, 0x00FC
_NUMBER, _RK, _ROW_OF_RK, _LABEL, _RICH, _SHARED = 0x0203, 0x027E, 0x00BD, 0x0204, 0x00D6, 0x00FD
_BOOL_OR_ERROR, _FORMULA, _RESULT, _MERGED, _TEXT_BOX = 0x0205, 0x0006, 0x0207, 0x00E5, 0x01B6
_CELLS = frozenset({_NUMBER, _RK, _ROW_OF_RK, _LABEL, _RICH, _SHARED, _BOOL_OR_ERROR, _FORMULA})
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_CODE_PAGES = {936: "gb18030", 950: "big5", 1200: "utf-16-le", 10008: "gb18030"}
_BIFF8 = 0x0600

Record = tuple[int, bytes, list[bytes]]  # type, its own bytes, those of the CONTINUE records behind it


@dataclass(slots=True)
class _Book:
    """What the globals of a workbook say, 2.1.7.20.3."""

    wide: bool = True  # BIFF8: text in Unicode
    encoding: str = "gb18030"
    from_1904: bool = False
    codes: dict[int, str] = field(default_factory=dict)  # number formats by their index
    styles: list[int] = field(default_factory=list)  # the number format of each cell style
    strings: list[str] = field(default_factory=list)
    sheets: list[tuple[int, int, int, str]] = field(default_factory=list)  # offset, state, type, name


def sheets(data: bytes, name: str, options: Options) -> Iterator[tuple[Sheet, bool]]:
    """The sheets in order, each with whether it is shown; a hidden one is not read.

    BrokenFile, EncryptedFile or TooLarge where it cannot be done.
    """
    try:
        stream = _stream(data)
        book = _globals(stream, name)
        left = options.max_cells
        for offset, state, kind, title in book.sheets:
            sheet = Sheet(title)
            if kind == 0 and state == 0:
                for record in _substream(stream, offset):
                    _take(book, sheet, record)
                    if len(sheet.cells) > left:
                        raise too_many_cells(name, options)
                left -= len(sheet.cells)
            yield sheet, state == 0
    except (ValueError, struct.error, IndexError) as error:
        raise BrokenFile(f"“{name}”已损坏（{error}）；请用 Excel 或 WPS 打开后另存为 .xlsx 再添加") from error


def _stream(data: bytes) -> bytes:
    file = CompoundFile(data)
    entry = file.streams.get("Workbook") or file.streams.get("Book")
    if entry is None:
        raise ValueError("no stream of a workbook")
    return file.read(entry)


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Records from this offset on, 2.1.4: type and length in two bytes each."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body, at = stream[at + 4 : at + 4 + length], at + 4 + length
        more = []
        while at + 4 <= len(stream) and stream[at : at + 2] == _CONTINUE:
            (length,) = struct.unpack_from("<H", stream, at + 2)
            more.append(stream[at + 4 : at + 4 + length])
            at += 4 + length
        yield kind, body, more


def _substream(stream: bytes, at: int) -> Iterator[Record]:
    """The records from a BOF to its EOF; those of a chart inside are left out."""
    depth = 0
    for record in _records(stream, at):
        if record[0] == _BOF:
            depth += 1
        elif record[0] == _EOF:
            depth -= 1
        if depth == 0:
            return
        if depth == 1:
            yield record


def _globals(stream: bytes, name: str) -> _Book:
    book = _Book()
    for kind, body, more in _substream(stream, 0):
        if kind == _BOF:
            book.wide = struct.unpack_from("<H", body)[0] >= _BIFF8
        elif kind == _LOCKED:
            raise EncryptedFile(f"“{name}”设有打开密码；请用 Excel 或 WPS 打开，取消密码后另存为 .xlsx 再添加")
        elif kind == _CODE_PAGE:
            (page,) = struct.unpack_from("<H", body)
            book.encoding = _CODE_PAGES.get(page, "gb18030")
        elif kind == _DATE_MODE:
            book.from_1904 = body[:1] == b"\1"
        elif kind == _FORMAT:
            (key,) = struct.unpack_from("<H", body)
            book.codes[key] = _text(book, body, 2, 2 if book.wide else 1)
        elif kind == _XF:
            book.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUND_SHEET:
            offset, state, sort = struct.unpack_from("<IBB", body)
            book.sheets.append((offset, state & 3, sort, _text(book, body, 6, 1)))
        elif kind == _STRINGS:
            book.strings = list(_strings([body[8:], *more], struct.unpack_from("<I", body, 4)[0]))
    return book


# --- text -----------------------------------------------------------------------------------------


def _text(book: _Book, body: bytes, at: int, size: int) -> str:
    """Text behind its length in `size` bytes: 2.5.294, before BIFF8 in the workbook's code page."""
    length = int.from_bytes(body[at : at + size], "little")
    at += size
    if not book.wide:
        encoding = "gb18030" if book.encoding == "utf-16-le" else book.encoding
        return body[at : at + length].decode(encoding, "replace")
    broad = body[at] & 1 if at < len(body) else 0
    return _decoded(body[at + 1 : at + 1 + (2 * length if broad else length)], broad)


def _decoded(text: bytes, broad: int) -> str:
    return text.decode("utf-16-le" if broad else "latin-1", "replace")


def _strings(chunks: Sequence[bytes], count: int) -> Iterator[str]:
    """The shared strings, 2.4.265: one that goes on in the next record begins there with a byte on its width."""
    source = _Chunks(chunks)
    for _ in range(count):
        head = source.take(3)
        if len(head) < 3:
            return
        length, flags = struct.unpack("<HB", head)
        runs = int.from_bytes(source.take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(source.take(4), "little") if flags & 4 else 0
        yield source.text(length, flags & 1)
        source.skip(4 * runs + extra)


@dataclass(slots=True)
class _Chunks:
    """Bytes in pieces, read from the front."""

    chunks: Sequence[bytes]
    number: int = 0
    at: int = 0

    def _here(self) -> bytes:
        while self.number < len(self.chunks) and self.at >= len(self.chunks[self.number]):
            self.number, self.at = self.number + 1, 0
        return self.chunks[self.number][self.at :] if self.number < len(self.chunks) else b""

    def take(self, length: int) -> bytes:
        """The next bytes, fewer at the end."""
        taken = b""
        while len(taken) < length and (piece := self._here()[: length - len(taken)]):
            taken += piece
            self.at += len(piece)
        return taken

    def skip(self, length: int) -> None:
        """Pass over so many bytes."""
        while length > 0 and (here := len(self._here())):
            self.at += min(length, here)
            length -= here

    def text(self, length: int, broad: int) -> str:
        """So many characters; in each further piece a byte says first whether they are wide."""
        said = ""
        while True:
            rest = (length - len(said)) * (1 + broad)
            piece = self._here()[:rest]
            said += _decoded(piece, broad)
            self.at += len(piece)
            if len(piece) >= rest or not (mark := self._here()[:1]):
                return said
            broad, self.at = mark[0] & 1, self.at + 1


# --- one sheet ----------------------------------------------------------------------------------


def _take(book: _Book, sheet: Sheet, record: Record) -> None:
    """What the record says of the sheet's cells."""
    kind, body, more = record
    if kind in _CELLS:
        row, col = struct.unpack_from("<HH", body)
        for step, text in enumerate(_shown(book, kind, body)):
            if text is None:
                sheet.waiting = row, col  # the text of a formula stands in a record of its own behind it
            elif text.strip():
                sheet.cells[row, col + step] = text
    elif kind == _RESULT and sheet.waiting is not None:
        text = (
            _Chunks([body[3:], *more]).text(*struct.unpack_from("<HB", body)) if book.wide else _text(book, body, 0, 2)
        )
        if text.strip():
            sheet.cells[sheet.waiting] = text
        sheet.waiting = None
    elif kind == _MERGED:
        places = struct.iter_unpack("<4H", body[2 : 2 + (len(body) - 2) // 8 * 8])
        sheet.merges += [((top, left), (bottom, right)) for top, bottom, left, right in places]
    elif kind == _TEXT_BOX and more and len(body) >= 12:  # 2.4.329: the text stands in the records behind it
        length = struct.unpack_from("<H", body, 10)[0]
        said = _decoded(more[0][1:], more[0][0] & 1)[:length] if more[0] else ""
        sheet.words += [line for line in said.splitlines() if line.strip()]


def _shown(book: _Book, kind: int, body: bytes) -> Iterator[str | None]:
    """What the cells of a record show, from left to right; None for a formula whose text follows."""
    if kind == _ROW_OF_RK:
        for style, number in struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6]):
            yield _number(book, style, _unpacked(number))
        return
    (style,) = struct.unpack_from("<H", body, 4)
    if kind == _NUMBER:
        yield _number(book, style, struct.unpack_from("<d", body, 6)[0])
    elif kind == _RK:
        yield _number(book, style, _unpacked(struct.unpack_from("<I", body, 6)[0]))
    elif kind == _SHARED:
        (at,) = struct.unpack_from("<I", body, 6)
        yield book.strings[at] if at < len(book.strings) else ""
    elif kind in (_LABEL, _RICH):
        yield _text(book, body, 6, 2)
    elif kind == _BOOL_OR_ERROR:
        yield _flag(body[6], body[7])
    elif body[12:14] != b"\xff\xff":  # 2.5.133: the result of a formula
        yield _number(book, style, struct.unpack_from("<d", body, 6)[0])
    elif body[6] == 0:
        yield None
    else:
        yield _flag(body[8], body[6] == 2) if body[6] in (1, 2) else ""


def _flag(number: int, is_error: int) -> str:
    return _ERRORS.get(number, "#?") if is_error else str(bool(number)).upper()


def _unpacked(number: int) -> float:
    """A number in 30 bits, 2.5.218: of an integer or of a double the upper ones, perhaps in hundredths."""
    if number & 2:
        value = float((number >> 2) - (1 << 30 if number & 0x80000000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))
    return value / 100 if number & 1 else value


def _number(book: _Book, style: int, value: float) -> str:
    key = book.styles[style] if style < len(book.styles) else 0
    return shown(value, book.codes.get(key) or BUILT_IN.get(key, "General"), book.from_1904)

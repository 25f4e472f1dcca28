"""Compound files, the container of Office files before 2007 and of WPS: what streams one holds ([MS-CFB])."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512  # bytes; the sectors follow, 2.2
_LAST = 0xFFFFFFF9  # the last number that is a sector's, 2.1
_MINI = 64  # bytes of a sector of the mini stream, which holds streams shorter than the cutoff, 2.6.3
_ENTRY = struct.Struct("<64sHBxIII16s20xIQ")  # name, its length, type, left, right, child, class id, first sector, size
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A directory entry, 2.6: name, type, class id, first sector, length in bytes; numbers of other entries."""

    name: str
    type: int
    left: int
    right: int
    child: int
    clsid: bytes
    start: int
    size: int


class CompoundFile:
    """The root storage of a compound file: its entry, and its streams by their names.

    ValueError where there is none to be read: the file is cut or damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            (self._shift,) = struct.unpack_from("<H", data, 30)
            (directory,) = struct.unpack_from("<I", data, 48)
            self._cutoff, self._mini_start = struct.unpack_from("<II", data, 56)
        except struct.error as error:
            raise ValueError("the header is cut") from error
        if self._shift not in (9, 12):
            raise ValueError(f"sectors of 2^{self._shift} bytes")
        self._fat = self._table()
        entries = list(_entries(b"".join(self._chain(directory))))
        if not entries or entries[0].type != _ROOT:
            raise ValueError("no root entry")
        self.root = entries[0]
        self.streams = {entry.name: entry for entry in _inside(entries) if entry.type == _STREAM}

    def head(self, entry: Entry, length: int) -> bytes:
        """The first bytes of a stream, up to `length`, within its first sector."""
        length = min(length, entry.size)
        if entry.size >= self._cutoff:
            return self._sector(entry.start)[:length]
        at = entry.start * _MINI
        for number, sector in enumerate(self._chain(self.root.start)):
            begin = at - (number << self._shift)
            if 0 <= begin < len(sector):
                return sector[begin : begin + min(length, _MINI)]
        return b""

    def read(self, entry: Entry) -> bytes:
        """The whole stream; less where its chain of sectors is cut."""
        if entry.size >= self._cutoff:
            return b"".join(self._chain(entry.start))[: entry.size]
        table = [number for sector in self._chain(self._mini_start) for number in self._numbers(sector)]
        mini, pieces, at = b"".join(self._chain(self.root.start)), list[bytes](), entry.start
        while at <= _LAST and len(pieces) * _MINI < entry.size:
            pieces.append(mini[at * _MINI : (at + 1) * _MINI])
            at = table[at] if at < len(table) else _LAST + 1
        return b"".join(pieces)[: entry.size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self._data[at : at + (1 << self._shift)]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])

    def _table(self) -> list[int]:
        """The FAT: for each sector the next one of its chain. Its own sectors are listed in the header and beyond."""
        places = list(self._numbers(self._data[76:_HEADER]))
        more, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while more <= _LAST and more not in seen:
            seen.add(more)
            listed = self._numbers(self._sector(more))
            if not listed:
                break
            places += listed[:-1]
            more = listed[-1]
        return [number for place in places if place <= _LAST for number in self._numbers(self._sector(place))]

    def _chain(self, start: int) -> Iterator[bytes]:
        """The sectors from this one on; a chain that bites its tail ends there."""
        seen: set[int] = set()
        while start <= _LAST and start not in seen:
            seen.add(start)
            sector = self._sector(start)
            if not sector:
                return
            yield sector
            start = self._fat[start] if start < len(self._fat) else _LAST + 1


def _entries(directory: bytes) -> Iterator[Entry]:
    whole = len(directory) // _ENTRY.size * _ENTRY.size
    for raw, length, kind, left, right, child, clsid, start, size in _ENTRY.iter_unpack(directory[:whole]):
        name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        yield Entry(name, kind, left, right, child, clsid, start, size & 0xFFFFFFFF)  # 2.6.3: the rest may be anything


def _inside(entries: Sequence[Entry]) -> Iterator[Entry]:
    """What stands in the root storage itself, not in a storage of an embedded object: a tree of siblings, 2.6.4."""
    waiting, seen = [entries[0].child], set[int]()
    while waiting:
        at = waiting.pop()
        if at < len(entries) and at not in seen:
            seen.add(at)
            yield entries[at]
            waiting += [entries[at].left, entries[at].right]

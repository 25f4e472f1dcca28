"""How far the forms of a PDF unfold: forms that show forms that show forms (PDF 32000-1, 8.10) grow without end.

Read off the bytes, before a program without a limit of its own opens the file. Dictionaries of streams are
never packed or locked, so that forms can be found there; resources that are packed elsewhere are not followed.
"""

import re
import zlib
from collections.abc import Mapping, Sequence

_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NUMBER = re.compile(rb"(\d+)\s+\d+\s+obj\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d+)\s+\d+\s+R\b")
_RESOURCES = re.compile(rb"/Resources\s+(\d+)\s+\d+\s+R\b")
_SHOWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_LONGEST_DICTIONARY = 20_000  # bytes
_LONGEST_STREAM = 1_000_000  # bytes, unpacked
_DEEPEST = 100
_FEWEST = 3  # forms: two cannot come to much


def unfolded(data: bytes) -> int:
    """The most forms that one form of the file comes to, itself counted."""
    places = [match.start() for match in _FORM.finditer(data)]
    if len(places) < _FEWEST:
        return len(places)
    objects = {int(match[1]): match.end() for match in _NUMBER.finditer(data)}
    forms = dict(_form(data, at, objects) for at in places)
    sizes: dict[int, int] = {}
    return max((_size(number, forms, sizes, 0) for number in forms), default=0)


def _size(number: int, forms: Mapping[int, Sequence[int]], sizes: dict[int, int], depth: int) -> int:
    if number not in forms or depth > _DEEPEST:
        return 1
    if number not in sizes:
        sizes[number] = 1  # a form inside itself is shown no second time
        sizes[number] = 1 + sum(_size(inner, forms, sizes, depth + 1) for inner in forms[number])
    return sizes[number]


def _form(data: bytes, at: int, objects: Mapping[int, int]) -> tuple[int, list[int]]:
    """The number of the form whose dictionary holds `at`, and those of the objects it shows."""
    heads = list(_NUMBER.finditer(data, max(0, at - _LONGEST_DICTIONARY), at))
    end = data.find(b"stream", at, at + _LONGEST_DICTIONARY)
    if not heads or end < 0:
        return -1, []
    dictionary = data[heads[-1].end() : end]
    outside = _RESOURCES.search(dictionary)
    if outside:
        start = objects.get(int(outside[1]), len(data))
        dictionary += data[start : start + _LONGEST_DICTIONARY].partition(b"endobj")[0]
    named = {name: int(number) for name, number in _NAMED.findall(dictionary)}
    if b"/XObject" not in dictionary:
        return int(heads[-1][1]), []
    content = _unpacked(data[end + 6 : data.find(b"endstream", end + 6)].lstrip(b"\r\n"), dictionary)
    return int(heads[-1][1]), [named[name] for name in _SHOWN.findall(content) if name in named]


def _unpacked(stream: bytes, dictionary: bytes) -> bytes:
    if b"/FlateDecode" not in dictionary:
        return stream[:_LONGEST_STREAM]
    try:
        return zlib.decompressobj().decompress(stream, _LONGEST_STREAM)
    except zlib.error:
        return b""

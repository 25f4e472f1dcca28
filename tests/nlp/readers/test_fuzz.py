"""Damaged files: whatever is done to a sample, its reader gives a Document that keeps its promises or a ReadError.

`make fuzz` tries thousands of inputs a format, the usual run a few; JIXIAO_FUZZ says how many.
"""

import io
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nlp.errors import ReadError
from nlp.invariants import document_violations
from nlp.readers import READERS
from nlp.readers.options import Options

INPUTS = int(os.environ.get("JIXIAO_FUZZ", "20"))
SECONDS = 20  # no small sample may take longer, however it was damaged
OPTIONS = Options(ocr="off", max_bytes=5_000_000, max_unpacked=20_000_000, max_cells=100_000, max_pages=200)
# What is put in: figures no file has, pieces of the formats themselves, what parsers stumble over.
TOKENS = (
    b"\x00" * 64,
    b"\xff" * 16,
    b"99999999999999999999",
    b"-1",
    b"1e308",
    b"NaN",
    b"<w:p><w:r><w:t>",
    b"</w:tbl>",
    b"<table>" * 40,
    b"<div>" * 400,
    b"&#0;&#xFFFF;&#x110000;",
    b"]]>",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>",
    b"%PDF-1.7",
    b"endobj",
    b"stream\n",
    b" 0 R ",
    b"/Kids [2 0 R]",
    b"q " * 300,
    "一、\t".encode(),
    "　".encode() * 30,
    "\u202e\ufeff\u0000".encode(),
    "一".encode("gb18030")[:1],
)


@dataclass(frozen=True, slots=True)
class Damage:
    """One change: `where` and `length` are shares of the file's length."""

    kind: str
    where: float
    length: float
    token: bytes

    def done_to(self, data: bytes) -> bytes:
        at = int(self.where * len(data))
        end = min(len(data), at + 1 + int(self.length * 200))
        match self.kind:
            case "cut":
                return data[:at]
            case "drop":
                return data[:at] + data[end:]
            case "double":
                return data[:end] + data[at:end] * 3 + data[end:]
            case "put":
                return data[:at] + self.token + data[at:]
            case _:
                return data[:at] + self.token[: end - at] + data[at + min(len(self.token), end - at) :]


DAMAGE = st.builds(
    Damage,
    st.sampled_from(("cut", "drop", "double", "put", "over")),
    st.floats(0, 1),
    st.floats(0, 1),
    st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=8)),
)


def damaged(data: bytes, inside: float | None, damage: list[Damage]) -> bytes:
    """The file with the changes made: to its bytes, or to those of one file in the archive that it is."""
    if inside is None or not zipfile.is_zipfile(io.BytesIO(data)):
        return _changed(data, damage)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    chosen = min(int(inside * len(parts)), len(parts) - 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for at, (name, content) in enumerate(parts):
            archive.writestr(name, _changed(content, damage) if at == chosen else content)
    return out.getvalue()


def _changed(data: bytes, damage: list[Damage]) -> bytes:
    for one in damage:
        data = one.done_to(data)
    return data


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Ends what takes longer, as a failure."""

    def stop(number: int, frame: object) -> None:
        pytest.fail(f"took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_damaged_files(suffix: str, sample_names: set[str], sample_bytes: dict[str, bytes]) -> None:
    if suffix not in sample_names:
        pytest.skip(f"there is no sample of {suffix} here")
    sample, tried = sample_bytes[suffix], {"read": 0, "refused": 0}

    @settings(
        max_examples=max(3, INPUTS // COST.get(suffix, 1)),
        deadline=None,
        database=None,
        derandomize=INPUTS <= 20,  # the usual run tries the same inputs every time
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.none() | st.floats(0, 1), st.lists(DAMAGE, min_size=1, max_size=4))
    def attempt(inside: float | None, damage: list[Damage]) -> None:
        data = damaged(sample, inside, damage)
        with within(SECONDS):
            tried[outcome(READERS[suffix], data, f"坏{suffix}")] += 1

    attempt()
    print(f"{suffix}: {tried['read']} read, {tried['refused']} refused by name")


def outcome(reader: Callable[..., object], data: bytes, name: str) -> str:
    try:
        document = reader(data, name, OPTIONS)
    except ReadError as error:
        assert name in str(error)  # noqa: PT017
        return "refused"
    assert document_violations(document) == []  # type: ignore[arg-type]
    return "read"


# How many times dearer one input is than in the other formats: another program or a neural network reads it.
COST = dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), 20)

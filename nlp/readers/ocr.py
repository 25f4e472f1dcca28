"""Engines that find and read lines of text in an image. The one module that calls them."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nlp.errors import ModelError

Image = NDArray[np.uint8]  # (height, width, 3): blue, green, red; or (height, width): grey
Quad = tuple[tuple[float, float], ...]  # four corners in pixels, clockwise from the top left


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What one line says: its characters, where the middle of each stands (0…1 along the line), the score (0…1)."""

    text: str
    centres: tuple[float, ...]
    score: float


class Engine(Protocol):
    """Finds the lines of an image, and reads images of one line each. ModelError where it fails."""

    def find(self, image: Image) -> list[Quad]:
        """The corners of every line of text, in no particular order."""
        ...

    def read(self, lines: Sequence[Image]) -> list[ReadLine]:
        """What each of these lines says, in their order."""
        ...


class RapidOcr:
    """RapidOCR (Apache-2.0): PP-OCR models inside its wheel, run by onnxruntime; nothing is downloaded."""

    def __init__(self) -> None:
        """ModelError where the engine cannot be started."""
        with _translated():
            from rapidocr import RapidOCR

            self._engine: Any = RapidOCR(params=_PARAMETERS | {_THREADS: _threads()})

    def find(self, image: Image) -> list[Quad]:
        """See `Engine.find`."""
        with _translated():
            boxes = self._engine(image, use_det=True, use_cls=False, use_rec=False).boxes
        return [] if boxes is None else [tuple((float(x), float(y)) for x, y in quad) for quad in boxes]

    def read(self, lines: Sequence[Image]) -> list[ReadLine]:
        """See `Engine.read`."""
        if not lines:
            return []
        with _translated():
            result = self._engine.recognize_txt(list(lines))
        found = zip(result.txts, result.word_results, result.scores, strict=True)
        return [_read_line(text, words, score) for text, words, score in found]


_THREADS = "EngineConfig.onnxruntime.intra_op_num_threads"
_PARAMETERS = {
    "Global.use_cls": False,  # the classifier of turned lines lost whole ones that stood upright
    "Global.max_side_len": 100_000,  # the caller bounds the image
    "Global.return_word_box": True,
    "Global.log_level": "error",
    # An image is looked at in its own size: "min" blows a strip of one line up to a page.
    "Det.limit_type": "max",
    "Det.limit_side_len": 100_000,
}


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever the engine raises (it has several families of errors, and those of two libraries below) as ours."""
    try:
        yield
    except Exception as error:
        raise ModelError(f"文字识别引擎出错（{error}）；请重新安装：pip install 'jixiao[ocr]'") from error


def _read_line(text: str, words: Any, score: float) -> ReadLine:
    """From the places in the recogniser's output, one in so many columns of the line's image; spaces have none."""
    length = max(float(words.line_txt_len), 1.0)
    places = [min(1.0, (at + 0.5) / length) for columns in words.word_cols for at in columns]
    text = text.strip()
    centres: list[float] = []
    for i, char in enumerate(text):
        seen = i - sum(c.isspace() for c in text[:i])
        centres.append(places[seen] if not char.isspace() else (places[seen - 1] + places[seen]) / 2)
    return ReadLine(text, tuple(centres), float(score))


def _threads() -> int:
    """One in a worker process, which shares the machine with its like; else two."""
    return 1 if multiprocessing.parent_process() is not None else min(2, os.cpu_count() or 1)


OCR_ENGINES: dict[str, Callable[[], Engine]] = {"rapidocr": RapidOcr}


@cache
def engine(name: str = "rapidocr") -> Engine:
    """The engine, its models loaded once per process."""
    return OCR_ENGINES[name]()

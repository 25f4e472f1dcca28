"""Pages without text: an image of the page goes through an OCR engine, what it says becomes a PageContent.

Lines, paragraphs and tables are then made by `nlp.readers.paged`, as for any other page.
"""

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp.errors import ModelError
from nlp.knowledge import load
from nlp.readers.options import Options
from nlp.readers.page import PageContent
from nlp.types import Note

if TYPE_CHECKING:  # numpy and the engine are loaded by the first page that needs them
    from nlp.readers.ocrpage import PageImage, Scanned

# Of a page by its number from 1. True: the page has words of its own, and is a scan only where a picture covers
# most of it. None: no scan, or a blank one.
Picture = Callable[[int, bool], "PageImage | None"]


@dataclass(slots=True)
class Scans:
    """Fills pages without usable text from their pictures, and knows afterwards what to note about it."""

    options: Options
    picture: Picture
    read: list[int] = field(default_factory=list)  # pages that OCR found words on
    blank: list[int] = field(default_factory=list)  # pages that it found none on
    doubts: list[Note] = field(default_factory=list)

    def filled(self, contents: Iterable[PageContent]) -> Iterator[PageContent]:
        """The pages in order, one picture in memory at a time."""
        for number, content in enumerate(contents, 1):
            yield content if self.options.ocr == "off" or has_words_enough(content) else self._read(number, content)

    def _read(self, number: int, content: PageContent) -> PageContent:
        picture = self.picture(number, _is_sparse(content)) if available() else None
        if picture is None:
            return content
        from nlp.readers import ocr, ocrpage

        try:
            found = ocrpage.read_image(picture, ocr.engine())
        except ModelError as error:
            self.doubts.append(Note("ocr-failed", number, f"第 {number} 页未能识别：{error}"))
            return content
        if len(found.content.chars) < _said(content):
            return content  # the little text there was is more than the picture says
        (self.read if found.content.chars else self.blank).append(number)
        self.doubts += _doubts(number, found)
        return _placed(found.content, content)

    def noted(self, notes: Iterable[Note]) -> list[Note]:
        """The notes of the document, what was read by OCR among them; a page without text says how to read it."""
        kept = [self._unread(note) if note.code == "no-text-on-page" else note for note in notes]
        if self.read:
            kept.append(Note("ocr", None, f"第 {_listed(self.read)} 页没有文字层，由文字识别读出，请对照原件核对"))
        return kept + self.doubts

    def _unread(self, note: Note) -> Note:
        if note.page in self.blank:
            return replace(note, message=f"第 {note.page} 页没有文字层，文字识别也没有读出文字，可能是空白页或图片")
        if self.options.ocr == "off":
            return replace(note, message=f"{note.message}；文字识别已关闭（ocr=off），打开后可读")
        if not available():
            return replace(note, message=f"{note.message}；安装文字识别后可读：pip install 'jixiao[ocr]'")
        return note


def _doubts(number: int, found: "Scanned") -> list[Note]:
    """A note for each line that was read with a low score, and for each that was left out."""
    low = [f"第 {number} 页文字识别把握不大（{score:.2f}）：{text}" for text, score in found.doubtful]
    low += [f"第 {number} 页有一处未能识别（{score:.2f}），可能是印章或污迹：{text}" for text, score in found.dropped]
    return [Note("ocr-low", number, message) for message in low]


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def has_words_enough(content: PageContent) -> bool:
    """Whether a page's text is there and means something: then no picture is looked at."""
    fewest: int = load("ocr")["usable"]["characters"]
    return _said(content) >= fewest and _is_known(content)


def _is_known(content: PageContent) -> bool:
    """Whether the font says of most glyphs what they are."""
    unknown = sum(char.text == "\ufffd" for char in content.chars)
    most: float = load("ocr")["usable"]["unknown_share"]
    return unknown <= most * (unknown + _said(content))


def _is_sparse(content: PageContent) -> bool:
    """Whether the page has text, if little."""
    return _said(content) > 0 and _is_known(content)


def _said(content: PageContent) -> int:
    return sum(not char.text.isspace() and char.text != "\ufffd" for char in content.chars)


def _placed(found: PageContent, content: PageContent) -> PageContent:
    """With the page's own size where the picture was not turned."""
    near = abs(found.width - content.width) < 2 and abs(found.height - content.height) < 2
    return replace(found, width=content.width, height=content.height) if near else found


def _listed(numbers: Sequence[int]) -> str:
    """1, 2, 3, 5 → 1–3、5."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

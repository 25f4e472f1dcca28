"""Pages without text: an image of the page goes through an OCR engine, what it says becomes a PageContent.

Lines, paragraphs and tables are then made by `nlp.readers.paged`, as for any other page.
"""

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

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
    seen: "dict[int, Scanned]" = field(default_factory=dict)

    def filled(self, contents: Iterable[PageContent]) -> Iterator[PageContent]:
        """The pages in order, one picture in memory at a time."""
        for number, content in enumerate(contents, 1):
            yield content if self.options.ocr == "off" or is_usable(content) else self._read(number, content)

    def _read(self, number: int, content: PageContent) -> PageContent:
        picture = self.picture(number, _is_sparse(content)) if available() else None
        if picture is None:
            return content
        from nlp.readers import ocr, ocrpage

        found = ocrpage.read_image(picture, ocr.engine())
        if len(found.content.chars) < _said(content):
            return content  # the little text there was is more than the picture says
        self.seen[number] = _placed(found, content)
        return self.seen[number].content

    def noted(self, notes: Iterable[Note]) -> list[Note]:
        """The notes of the document, what was read by OCR among them; a page without text says how to read it."""
        kept = [self._unread(note) if note.code == "no-text-on-page" else note for note in notes]
        read = [number for number, found in self.seen.items() if found.content.chars]
        if read:
            kept.append(Note("ocr", None, f"第 {_listed(read)} 页没有文字层，由文字识别读出，请对照原件核对"))
        for number, found in self.seen.items():
            for text, score in found.doubtful:
                kept.append(Note("ocr-low", number, f"第 {number} 页文字识别把握不大（{score:.2f}）：{text}"))
            for text, score in found.dropped:
                kept.append(
                    Note("ocr-low", number, f"第 {number} 页有一处未能识别（{score:.2f}），可能是印章或污迹：{text}")
                )
        return kept

    def _unread(self, note: Note) -> Note:
        if note.page in self.seen:
            return replace(note, message=f"第 {note.page} 页没有文字层，文字识别也没有读出文字，可能是空白页或图片")
        if self.options.ocr == "off":
            return replace(note, message=f"{note.message}；文字识别已关闭（ocr=off），打开后可读")
        if not available():
            return replace(note, message=f"{note.message}；安装文字识别后可读：pip install 'jixiao[ocr]'")
        return note


def available() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def is_usable(content: PageContent) -> bool:
    """Whether a page's text is there and means something."""
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


def _placed(found: "Scanned", content: PageContent) -> "Scanned":
    """With the page's own size where the image was not turned."""
    near = abs(found.content.width - content.width) < 2 and abs(found.content.height - content.height) < 2
    if not near:
        return found
    return replace(found, content=replace(found.content, width=content.width, height=content.height))


def _listed(numbers: Sequence[int]) -> str:
    """1, 2, 3, 5 → 1–3、5."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

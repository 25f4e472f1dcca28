"""What stands on a page, whichever engine read it: characters and drawn rules with their places."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from nlp.types import Note

UNMAPPED = "\ufffd"
# Private use: what such a character is only its font knows. Alphabets no report is written in: where they
# prevail, glyph numbers have been taken for characters.
_MEANINGLESS = re.compile(f"[{UNMAPPED}\ue000-\uf8ff\u0100-\u036f\u0400-\u1fff\u2800-\u28ff\ua000-\uabff]")
_COVERED = 0.5  # of the page by one image: a scan
_FEW = 15  # characters on a scan: a stamp or a page number, not its text


class Char(NamedTuple):
    """A character in its box (the advance width, the font's height); points from the top left.

    A named tuple, which is made four times as fast as a frozen dataclass: a page has a thousand.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    upright: bool = True
    order: int = 0  # in the file

    @property
    def size(self) -> float:
        """The font's size: what a wide character advances, the height of any other."""
        text, left, top, right, bottom, upright, _ = self
        wide = not text.isascii() and upright and right - left > 1 and unicodedata.east_asian_width(text) in "WF"
        return right - left if wide else bottom - top

    @property
    def centre(self) -> float:
        """Where across the page the character's middle stands."""
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        """The height on the page at which the character's middle stands."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule along one axis: from `start` to `end`, at `at` on the other axis.

    `drawn` is False for the edge of a filled rectangle: the background of a cell, or mere decoration.
    """

    horizontal: bool
    at: float
    start: float
    end: float
    drawn: bool = True


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, turned upright: its size in points, its characters in the file's order, its rules.

    `pictured` is the share of the page that its largest image covers, `notes` are the engine's doubts.
    """

    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    pictured: float = 0.0
    notes: tuple[Note, ...] = ()

    @property
    def unmapped(self) -> int:
        """How many glyphs have no meaning in their font."""
        return self._shown().count(UNMAPPED)

    @property
    def said(self) -> int:
        """How many characters are no white space and have a likely meaning."""
        return len(_MEANINGLESS.sub("", self._shown()))

    @property
    def usable(self) -> bool:
        """Whether the text layer says what the page shows; where not, only a look at the page can tell."""
        said = self.said
        return 2 * said > len(self._shown()) and not (said < _FEW and self.pictured > _COVERED)

    def _shown(self) -> str:
        return "".join("".join(char.text for char in self.chars).split())

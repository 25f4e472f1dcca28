"""What stands on a page, whichever engine read it: characters and drawn rules with their places."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Char:
    """A character in its box (the advance width, the font's height); points from the top left."""

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
        if self.upright and unicodedata.east_asian_width(self.text) in "WF" and self.right - self.left > 1:
            return self.right - self.left
        return self.bottom - self.top

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
    """A straight rule along one axis: from `start` to `end`, at `at` on the other axis."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, turned upright: its size in points, its characters in the file's order, its rules."""

    width: float
    height: float
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]

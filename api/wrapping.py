"""Lines of Chinese text: numbers stay with their units, punctuation stays where it may stand."""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

LEAST = 10  # cells a column of text wants at least

_OPENERS = "（《〈“‘「『【〔("
_CLOSERS = "、。，；：！？）》〉”’」』】〕…,.;:!?)%％‰"
# A number with what it counts, a word of Latin letters, or any one character; with the punctuation that clings to it.
_WHOLE = re.compile(
    rf"[{_OPENERS}]*(?:\d[\d.,]*[%％‰]?[十百千万亿]*(?:个百分点|平方米|平方公里|公里|公顷|人次|[一-鿿])?|[A-Za-z]+|.)[{_CLOSERS}]*",
    re.DOTALL,
)


class Paragraph:
    """A text that rich wraps by these rules, in a column or over the whole width."""

    def __init__(self, text: Text | str) -> None:
        self._text = text if isinstance(text, Text) else Text(text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield wrapped(self._text, options.max_width)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(map(cell_len, self._text.plain.split("\n")))
        return Measurement(min(LEAST, longest), longest).with_maximum(options.max_width)


def wrapped(text: Text, width: int) -> Text:
    """The text in lines of at most `width` cells, as far as what must not be broken allows."""
    lines = [part for line in text.split("\n", allow_blank=True) for part in line.divide(breaks(line.plain, width))]
    return Text("\n").join(lines)


def breaks(line: str, width: int) -> Iterator[int]:
    """Where to break a line: positions in it, ascending."""
    used = 0
    for whole in _WHOLE.finditer(line):
        size = cell_len(whole[0])
        if used and used + size > width:
            yield whole.start()
            used = 0
        used += size

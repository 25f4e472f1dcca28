"""Documents made from plain lines, so that a test shows its whole input."""

from collections.abc import Callable

import pytest

from nlp.readers import READERS
from nlp.readers.options import Options
from nlp.types import Document, Report
from nlp.understand import understand


@pytest.fixture
def document() -> Callable[[str], Document]:
    """The Document of a text file with this content."""

    def make(text: str) -> Document:
        return READERS[".txt"](text.encode(), "报告.txt", Options())

    return make


@pytest.fixture
def report(document: Callable[[str], Document]) -> Callable[[str], Report]:
    """What is understood of a text file with this content."""
    return lambda text: understand(document(text))

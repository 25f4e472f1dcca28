"""PDF."""

from nlp.errors import BrokenFile
from nlp.readers.limits import Limits
from nlp.types import Document


def read_pdf(data: bytes, name: str, limits: Limits) -> Document:
    """Not yet."""
    raise BrokenFile(name)

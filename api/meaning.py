"""Meaning, as the steps of nlp ask for it: the built-in encoder behind their protocols.

Always the built-in one, whatever model the search uses: how a report is understood depends on the version only.
"""

from collections.abc import Sequence
from functools import cache

from models.encoder import load
from models.encoder.static import StaticEncoder
from models.encoder.transformer import SentenceTransformerEncoder


class BuiltInMeaning:
    """The built-in encoder as a `nlp.pairing.Similarity`; it is read when first asked."""

    @property
    def version(self) -> str:
        """The encoder's name, which says its weights and how they are summed."""
        return _encoder().name

    def __call__(self, texts: Sequence[str], /) -> list[list[float]]:
        """How near the meanings of texts are, from -1 to 1: a row for each text, in it a value for each."""
        vectors = _encoder().encode(texts)
        rows: list[list[float]] = (vectors @ vectors.T).tolist()
        return rows


similarity = BuiltInMeaning()


@cache
def _encoder() -> StaticEncoder | SentenceTransformerEncoder:
    return load()

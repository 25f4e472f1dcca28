"""The built-in encoder: a text's vector is the sum of the vectors of its words. Needs no torch."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from models.encoder import storage
from models.encoder.content_words import content_words
from models.encoder.vectors import Matrix, unit

# Part of the name: raised when the same weights give other vectors, because words are cut or summed otherwise.
VERSION = 1


class StaticEncoder:
    """Encoder over the word vectors of a folder (see `storage`).

    A word that has no vector is read as its characters. Queries and passages are treated alike.
    """

    def __init__(self, folder: Path, label: str = "static") -> None:
        """Read `folder`; `label` begins the name. ModelError where the weights are missing or damaged."""
        stored = storage.read(folder)
        self._rows = stored.vectors.rows
        self._vocabulary = stored.vectors.vocabulary
        self.name = f"{label}-{VERSION}:{stored.sha256[:12]}"
        self.dimension = int(self._rows.shape[1])

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {word: number for number, word in enumerate(self._vocabulary)}

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1, or 0 for a text without a known word."""
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for place, text in enumerate(texts):
            known = list(self._known(text))
            if known:
                self._rows.take(known, axis=0).sum(axis=0, out=sums[place])
        return unit(sums)

    def _known(self, text: str) -> Iterator[int]:
        numbers = self._numbers
        for word in content_words(text):
            number = numbers.get(word)
            if number is not None:
                yield number
            elif not word.isascii():
                yield from (numbers[character] for character in word if character in numbers)

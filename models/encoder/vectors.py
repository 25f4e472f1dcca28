"""Word vectors as values: a matrix with a word for every row."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Row i of `rows`, shape (len(vocabulary), dimension), belongs to `vocabulary[i]`."""

    vocabulary: tuple[str, ...]
    rows: Matrix


def unit(rows: npt.NDArray[Any]) -> Matrix:
    """Rows brought to length 1; rows of nothing stay nothing."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9).astype(np.float32)
    return scaled

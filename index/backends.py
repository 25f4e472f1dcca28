"""The engines a passage index can be made of: a new one is a PassageIndex and one entry here."""

from collections.abc import Callable
from pathlib import Path

from index.keyword import KeywordIndex
from index.types import Encoder, PassageIndex
from index.vector import VectorIndex

KEYWORD_INDEXES: dict[str, Callable[[Path], PassageIndex]] = {
    "tantivy": KeywordIndex,
}

VECTOR_INDEXES: dict[str, Callable[[Path, Encoder], PassageIndex]] = {
    "faiss-flat": VectorIndex,
}

"""The trained judge of section types, which `nlp.labels` asks where a title is not plain."""

from functools import cache
from pathlib import Path

from models.section import storage
from models.section.model import LinearClassifier

WEIGHTS = Path(__file__).parents[1] / "weights" / "section"
CARD = Path(__file__).with_name("card.json")


@cache
def load() -> LinearClassifier:
    """The classifier that ships; read once a process. ModelError where its weights are missing or damaged."""
    return LinearClassifier(storage.read(WEIGHTS))

"""The trained judge of themes, which `nlp.themes` asks how much to make of the words that it finds."""

from functools import cache
from pathlib import Path

from models import encoder
from models.encoder.static import StaticEncoder
from models.theme import storage
from models.theme.model import ThemeModel

WEIGHTS = Path(__file__).parents[1] / "weights" / "theme"
CARD = Path(__file__).with_name("card.json")


@cache
def load() -> ThemeModel:
    """The judge that ships; read once a process. ModelError where its weights or the encoder's are missing."""
    return ThemeModel(storage.read(WEIGHTS), builtin())


def builtin() -> StaticEncoder:
    """The encoder that the judge was trained over: the built-in one, whatever model the search uses."""
    found = encoder.load()
    assert isinstance(found, StaticEncoder)
    return found

"""Encoders behind one function: texts become unit vectors, near where the meaning is near."""

from pathlib import Path

from models.encoder import storage
from models.encoder.static import StaticEncoder
from models.encoder.transformer import SentenceTransformerEncoder

BUILTIN = "builtin"
WEIGHTS = Path(__file__).parents[1] / "weights" / "encoder"
CARD = Path(__file__).with_name("card.json")


def load(name: str = BUILTIN) -> StaticEncoder | SentenceTransformerEncoder:
    """The encoder called `name`: "builtin", a folder that `models.encoder.train` wrote, or a
    sentence-transformers model by folder or by its name in the local cache of the Hugging Face hub.

    ModelError where its weights are missing, damaged or not to be had.
    """
    if name == BUILTIN:
        return StaticEncoder(WEIGHTS, "builtin-static")
    folder = Path(name)
    if storage.is_static(folder):
        return StaticEncoder(folder)
    return SentenceTransformerEncoder(name)

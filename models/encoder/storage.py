"""Static word vectors on disk: model.safetensors and vocabulary.txt in one folder.

model.safetensors holds `vectors` (int8, one row a word) and `scales` (float32, what 1 is worth in
that row) and, as metadata, the SHA-256 of the vocabulary it belongs to.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.encoder.vectors import Matrix, Vectors
from nlp.errors import ModelError

WEIGHTS = "model.safetensors"
VOCABULARY = "vocabulary.txt"


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """Vectors as read; `sha256` of the weights file, which speaks for the vocabulary too."""

    vectors: Vectors
    sha256: str


def is_static(folder: Path) -> bool:
    """True where the folder holds static word vectors, whole or not."""
    return (folder / VOCABULARY).is_file()


def write(folder: Path, vectors: Vectors) -> None:
    """Write both files, making the folder; rounding moves a component by 1/254 of its row's largest at most."""
    from safetensors.numpy import save

    largest = np.abs(vectors.rows).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    rounded = np.rint(vectors.rows / scales[:, None]).astype(np.int8)
    words = "\n".join(vectors.vocabulary).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_bytes(words)
    metadata = {"vocabulary": hashlib.sha256(words).hexdigest()}
    (folder / WEIGHTS).write_bytes(save({"scales": scales, "vectors": rounded}, metadata))


def read(folder: Path) -> Stored:
    """What `write` left in `folder`; ModelError where it is not there, damaged or does not fit together."""
    from safetensors import SafetensorError, safe_open

    weights, vocabulary = folder / WEIGHTS, folder / VOCABULARY
    try:
        words = vocabulary.read_bytes()
        with weights.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        with safe_open(weights, framework="numpy") as tensors:
            belongs = (tensors.metadata() or {}).get("vocabulary")
            rows = _rows(tensors.get_tensor("vectors"), tensors.get_tensor("scales"))
    except (OSError, SafetensorError) as error:
        raise ModelError(f"编码器权重无法读取（{error}）；{_way_out(folder)}") from error
    names = tuple(words.decode(errors="replace").split("\n"))
    if belongs != hashlib.sha256(words).hexdigest() or len(names) != len(rows):
        raise ModelError(
            f"{WEIGHTS} 与 {VOCABULARY} 不是一起生成的（{len(rows)} 行，{len(names)} 词）；{_way_out(folder)}"
        )
    return Stored(Vectors(names, rows), sha256)


def _rows(vectors: object, scales: object) -> Matrix:
    return np.asarray(vectors, np.float32) * np.asarray(scales, np.float32)[:, None]


def _way_out(folder: Path) -> str:
    return (
        f"{folder} 中应有同一次训练写出的 {WEIGHTS} 和 {VOCABULARY}。请重新安装 jixiao 取得内置权重，"
        "或用 python -m models.encoder.train --corpus DIR --out DIR 重新训练"
    )

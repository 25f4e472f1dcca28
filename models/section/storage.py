"""A linear model on disk: model.safetensors and vocabulary.txt in one folder.

model.safetensors holds `weights` (float16, a row a feature, a column a type) and `intercepts` (float32) and, as
metadata (`about`, JSON), the types in the order of the columns and the SHA-256 of the vocabulary, whose lines
name the rows.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelError

WEIGHTS = "model.safetensors"
VOCABULARY = "vocabulary.txt"

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """Row i of `weights` belongs to `vocabulary[i]`, column j to `types[j]`; `sha256` is of the weights file."""

    types: tuple[str, ...]
    vocabulary: tuple[str, ...]
    weights: Matrix
    intercepts: Matrix
    sha256: str = ""


def write(folder: Path, model: Linear) -> None:
    """Write both files, making the folder."""
    from safetensors.numpy import save

    lines = "\n".join(model.vocabulary).encode()
    about = {"types": model.types, "vocabulary": hashlib.sha256(lines).hexdigest()}
    metadata = {"about": json.dumps(about, ensure_ascii=False)}  # one entry: the order of several is left to chance
    tensors: dict[str, npt.NDArray[Any]] = {
        "weights": model.weights.astype(np.float16),
        "intercepts": model.intercepts.astype(np.float32),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_bytes(lines)
    (folder / WEIGHTS).write_bytes(save(tensors, metadata))


def read(folder: Path) -> Linear:
    """What `write` left in `folder`; ModelError where it is not there, damaged or does not fit together."""
    from safetensors import SafetensorError, safe_open

    weights, vocabulary = folder / WEIGHTS, folder / VOCABULARY
    try:
        lines = vocabulary.read_bytes()
        sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
        with safe_open(weights, framework="numpy") as tensors:
            about = json.loads((tensors.metadata() or {}).get("about", "{}"))
            rows = np.asarray(tensors.get_tensor("weights"), np.float32)
            intercepts = np.asarray(tensors.get_tensor("intercepts"), np.float32)
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(f"章节分类器的权重无法读取（{error}）；{_way_out(folder)}") from error
    names = tuple(lines.decode(errors="replace").split("\n"))
    types = tuple(about.get("types", ()))
    belongs = about.get("vocabulary") == hashlib.sha256(lines).hexdigest()
    if not belongs or rows.shape != (len(names), len(types)) or intercepts.shape != (len(types),):
        raise ModelError(f"{WEIGHTS} 与 {VOCABULARY} 不是一起生成的；{_way_out(folder)}")
    return Linear(types, names, rows, intercepts, sha256)


def _way_out(folder: Path) -> str:
    return (
        f"{folder} 中应有同一次训练写出的 {WEIGHTS} 和 {VOCABULARY}。请重新安装 jixiao，"
        "或用 python -m models.section.train 重新训练"
    )

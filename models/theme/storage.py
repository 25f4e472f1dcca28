"""A theme model on disk: model.safetensors in a folder.

It holds `weights` (float32, a row a number of the reading, a column a theme) and `intercepts` and, as metadata
(`about`, JSON), the themes in the order of the columns and the name of the encoder that the readings are made with.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.errors import ModelError

WEIGHTS = "model.safetensors"

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """Column j of `weights` belongs to `themes[j]`; `sha256` is of the file."""

    themes: tuple[str, ...]
    encoder: str
    weights: Matrix
    intercepts: Matrix
    sha256: str = ""


def write(folder: Path, judge: Judge) -> None:
    """Write the file, making the folder."""
    from safetensors.numpy import save

    about = {"themes": judge.themes, "encoder": judge.encoder}
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {"weights": judge.weights, "intercepts": judge.intercepts}
    (folder / WEIGHTS).write_bytes(save(tensors, {"about": json.dumps(about, ensure_ascii=False)}))


def read(folder: Path) -> Judge:
    """What `write` left in `folder`; ModelError where it is not there or damaged."""
    from safetensors import SafetensorError, safe_open

    path = folder / WEIGHTS
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        with safe_open(path, framework="numpy") as tensors:
            about = json.loads((tensors.metadata() or {}).get("about", "{}"))
            weights = np.asarray(tensors.get_tensor("weights"), np.float32)
            intercepts = np.asarray(tensors.get_tensor("intercepts"), np.float32)
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(f"主题模型的权重无法读取（{error}）；{_way_out(folder)}") from error
    themes = tuple(about.get("themes", ()))
    if weights.ndim != 2 or weights.shape[1:] != (len(themes),) or intercepts.shape != (len(themes),):
        raise ModelError(f"{WEIGHTS} 的各部分对不上；{_way_out(folder)}")
    return Judge(themes, about.get("encoder", ""), weights, intercepts, sha256)


def _way_out(folder: Path) -> str:
    return f"{folder} 中应有 {WEIGHTS}。请重新安装 jixiao，或用 python -m models.theme.train 重新训练"

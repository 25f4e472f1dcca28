"""Encoders of the sentence-transformers family, by name or path. torch is imported with the first of them."""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from models.encoder.vectors import Matrix, unit
from nlp.errors import ModelError

_BATCH = 32


class SentenceTransformerEncoder:
    """Encoder over any sentence-transformers model; it runs on a GPU where torch finds one.

    Prompts that the model states for queries and for passages are put before the texts. A text
    longer than the model reads (its max_seq_length) is cut there by the model.
    """

    def __init__(self, model: str) -> None:
        """Load `model`: a folder, or a name in the local cache of the Hugging Face hub. ModelError otherwise."""
        self._model = _loaded(model)
        self.name = f"{Path(model).name}:{_fingerprint(self._model)[:12]}"
        self.dimension = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1, or 0 for a text of white space.

        ModelError where the device fails, for want of memory above all.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        places = [place for place, text in enumerate(texts) if text.strip()]
        if places:
            vectors[places] = self._encoded([texts[place] for place in places], query)
        return unit(vectors)

    def _encoded(self, texts: list[str], query: bool) -> Matrix:
        encode = self._model.encode_query if query else self._model.encode_document
        try:
            return np.asarray(encode(texts, batch_size=_BATCH, show_progress_bar=False), np.float32)
        except RuntimeError as error:  # torch's for all that goes wrong on a device
            raise ModelError(
                f"模型 {self.name} 计算向量失败（{error}）；内存或显存不足时请换用较小的模型或内置编码器 builtin"
            ) from error


def _loaded(model: str) -> Any:
    """The model from its folder or the local cache. Nothing here asks the network: jixiao promises to work offline."""
    folder = _folder(model)
    try:
        from sentence_transformers import SentenceTransformer

        with _quiet():
            return SentenceTransformer(str(folder), local_files_only=True)
    except (OSError, ValueError, RuntimeError, ImportError, KeyError, TypeError) as error:
        raise ModelError(f"模型 {model!r} 无法加载（{_first_line(error)}）。{_way_out()}") from error


def _folder(model: str) -> Path:
    """Where the model's files are; sentence-transformers itself would ask the network for a name it does not know."""
    given = Path(model).expanduser()
    if given.is_dir():
        return given
    if model.startswith((".", "/", "~")):
        raise ModelError(f"模型文件夹 {model} 不存在。{_way_out()}")
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (OSError, ValueError) as error:
        raise ModelError(f"没有叫 {model} 的文件夹，本机的下载缓存里也没有这个模型。{_way_out()}") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the bars and the remarks of the libraries: what matters is in the ModelError."""
    from transformers.utils import logging as transformers_logging

    loggers = [logging.getLogger("transformers"), logging.getLogger("sentence_transformers")]
    levels, bars = [logger.level for logger in loggers], transformers_logging.is_progress_bar_enabled()
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        if bars:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _way_out() -> str:
    return (
        "请检查名称或路径；jixiao 不联网，模型要先用 hf download 下载（见 docs/encoder.md），"
        "或用它所在的文件夹作名称；也可以用内置编码器 builtin"
    )


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _fingerprint(model: Any) -> str:
    """SHA-256 of what the vectors depend on: weights, prompts, the length read."""
    import torch

    digest = hashlib.sha256(json.dumps([model.prompts, model.max_seq_length], sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy())
    return digest.hexdigest()

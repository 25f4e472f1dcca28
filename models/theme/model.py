"""How likely each theme is by the meaning of a text: a logistic regression over the built-in encoder's vectors."""

from collections.abc import Sequence

import numpy as np

from models.encoder.static import StaticEncoder
from models.theme.storage import Judge, Matrix
from nlp.errors import ModelError
from nlp.themes import opening

# Part of the version: raised when the same weights judge otherwise, because texts are read otherwise.
VERSION = 1
_OPENING = 0.7  # what the opening's vector weighs beside the text's


class ThemeModel:
    """A `nlp.themes.ThemeJudge`: every theme judged by itself, so that likelihoods need not add up to 1."""

    def __init__(self, judge: Judge, encoder: StaticEncoder) -> None:
        """ModelError where the weights were trained over another encoder's vectors."""
        if judge.encoder != encoder.name:
            raise ModelError(
                f"主题模型是用编码器 {judge.encoder} 训练的，现在的是 {encoder.name}；"
                "请用 python -m models.theme.train 重新训练"
            )
        self._judge, self._encoder = judge, encoder
        self.version = f"{VERSION}:{judge.sha256[:12]}"

    def likely(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """For each text how likely each theme is, 0 to 1."""
        sums = reading(self._encoder, texts) @ self._judge.weights + self._judge.intercepts
        return [dict(zip(self._judge.themes, row, strict=True)) for row in (1 / (1 + np.exp(-sums))).tolist()]


def reading(encoder: StaticEncoder, texts: Sequence[str]) -> Matrix:
    """What a text is judged by: its vector, and that of its opening clause, which names the matter."""
    openings = encoder.encode([opening(text) for text in texts])
    return np.hstack([encoder.encode(texts), _OPENING * openings]).astype(np.float32)

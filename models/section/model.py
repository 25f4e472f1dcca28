"""A linear model over the features of a section, as a `nlp.labels.SectionClassifier`. Needs no scikit-learn."""

import numpy as np

from models.section.features import features
from models.section.storage import Linear
from nlp.labels import Seen

# Part of the version: raised when the same weights judge otherwise, because features are made otherwise.
VERSION = 2


class LinearClassifier:
    """Softmax over the sums of the weights of a section's features; features it never saw say nothing."""

    def __init__(self, model: Linear) -> None:
        self._types = model.types
        self._rows = {name: row for row, name in enumerate(model.vocabulary)}
        self._weights = model.weights
        self._intercepts = model.intercepts
        self.version = f"{VERSION}:{model.sha256[:12]}"

    def types(self, seen: Seen) -> dict[str, float]:
        """How likely each type is; they add up to 1."""
        rows_of, found = self._rows, features(seen)
        known = [(row, value) for name, value in found.items() if (row := rows_of.get(name)) is not None]
        sums = self._intercepts.astype(np.float64)
        if known:
            rows, values = zip(*known, strict=True)
            sums = sums + np.asarray(values, np.float32) @ self._weights.take(rows, axis=0)
        likely = np.exp(sums - sums.max())
        return dict(zip(self._types, (likely / likely.sum()).tolist(), strict=True))

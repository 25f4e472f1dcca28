"""A multinomial logistic regression over sections' features, and its temperature."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.section.features import Features, features
from models.section.records import Record, alone
from models.section.storage import Linear
from nlp.labels import untitled

Reals = npt.NDArray[np.float64]

_SAYING = 30  # characters from which on a text is learned by itself
TEMPERATURES = tuple(round(0.5 + 0.05 * i, 2) for i in range(31))


@dataclass(frozen=True, slots=True)
class Options:
    """`strength` is the inverse of the penalty.

    Every section is learned thrice: as it stands, without its place (it weighs `alone`), so that the model does not
    lean on neighbours whose types may be wrong, and, where it has text, by its text only (`untitled`).
    """

    strength: float = 1.0
    alone: float = 1.0
    untitled: float = 0.5
    minimum: int = 3  # sections a feature is seen in, else it is left out
    seed: int = 0


def fit(records: Sequence[Record], options: Options) -> Linear:
    """The same records, of three types at least, and options give the same model, to rounding where threads differ."""
    from sklearn.linear_model import LogisticRegression

    texts = [record for record in records if len(record.seen.text) >= _SAYING]
    found = [features(record.seen) for record in records]
    counted = Counter(name for each in found for name in each)
    vocabulary = tuple(sorted(name for name, count in counted.items() if count >= options.minimum))
    found += [features(alone(record.seen)) for record in records]
    found += [features(untitled(record.seen.text)) for record in texts]
    types = [record.type for record in (*records, *records, *texts)]
    weights = [1.0] * len(records) + [options.alone] * len(records) + [options.untitled] * len(texts)
    regression = LogisticRegression(C=options.strength, max_iter=200, tol=2e-3, random_state=options.seed)
    regression.fit(_matrix(found, vocabulary), types, sample_weight=weights)
    return Linear(
        tuple(str(name) for name in regression.classes_),
        vocabulary,
        np.ascontiguousarray(regression.coef_.T, np.float32),
        regression.intercept_.astype(np.float32),
    )


def _matrix(found: Sequence[Features], vocabulary: Sequence[str]) -> Any:
    from scipy.sparse import csr_array

    number = {name: i for i, name in enumerate(vocabulary)}
    known = [(row, number[k], v) for row, each in enumerate(found) for k, v in each.items() if k in number]
    rows, columns, values = zip(*known, strict=True)
    return csr_array((np.array(values), (np.array(rows), np.array(columns))), shape=(len(found), len(vocabulary)))


def cooled(model: Linear, temperature: float) -> Linear:
    """The model with all its sums divided by the temperature."""
    weights, intercepts = model.weights / temperature, model.intercepts / temperature
    return Linear(model.types, model.vocabulary, weights, intercepts)


def temperature(judged: Sequence[tuple[dict[str, float], str]]) -> float:
    """What to divide sums by so that likelihoods of sections not trained on, with their types, come true."""

    def loss(heat: float) -> float:
        total = 0.0
        for types, right in judged:
            powers = np.array(list(types.values()), np.float64) ** (1 / heat)
            own = max(types.get(right, 0.0), 1e-9) ** (1 / heat)
            total -= float(np.log(own / powers.sum()))
        return total

    return min(TEMPERATURES, key=loss)

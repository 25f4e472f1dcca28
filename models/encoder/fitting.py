"""Word vectors from running text without a neural network.

Co-occurrence counts in a window → positive pointwise mutual information → truncated SVD → every
word leans on its characters the more, the rarer it is → what all words share is taken out →
length by frequency, so that the plain sum of a text's rows is a good vector of the text.

- PPMI with smoothed contexts, and left singular vectors without the singular values: Levy,
  Goldberg & Dagan 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings".
- Lengths a / (a + p) and the removal of common directions: Arora, Liang & Ma 2017, "A Simple but
  Tough-to-Beat Baseline for Sentence Embeddings".
"""

import re
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.encoder.vectors import Matrix, Vectors, unit
from nlp.errors import CallError

Integers = npt.NDArray[np.int32]
Reals = npt.NDArray[np.float64]
Sparse = Any  # scipy.sparse.csr_array of float32; scipy is imported where it is used

SMOOTHING = 0.75  # exponent on the context counts
LEANING = 100.0  # a word seen this often is half its own vector, half that of its characters
FREQUENCY = 1e-3  # the a of a / (a + p): from here on a word counts for less
SHARED = 3  # common directions taken out; fewer of a small space, where they are the subjects themselves

_HAN = re.compile(r"[㐀-鿿]")
_BREAK = -1  # stands in a stream between passages, and for words too rare to count


@dataclass(frozen=True, slots=True)
class Options:
    """What a fit may be asked for: `words` at most, each seen `minimum` times, `window` to either side."""

    dimension: int = 256
    words: int = 25_000
    minimum: int = 5
    window: int = 6
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Characters:
    """Chinese characters and the words they stand in: `words` has shape (len(names), number of words)."""

    names: tuple[str, ...]
    words: Sparse


def fit(passages: Iterable[list[str]], options: Options, say: Callable[[str], None]) -> Vectors:
    """Vectors for the frequent words of `passages`, then for the characters of these words that are no words.

    The same passages and options give the same vectors, to the bit where the processor and the
    number of threads are the same too; `say` hears of every step. CallError where there are too
    few frequent words for the dimension asked for.
    """
    stream, names = _numbered(passages, options.window)
    stream, vocabulary, frequencies = _frequent(stream, names, options)
    say(f"常用词 {len(vocabulary)} 个（全部词 {len(names)} 个）")
    _check(len(vocabulary), options)
    counts = cooccurrences(stream, len(vocabulary), options.window)
    characters = _characters(vocabulary)
    say(f"共现 {counts.nnz} 对，汉字 {len(characters.names)} 个；开始奇异值分解")
    own, of_characters = _factors(counts, characters, options)
    say("合成词向量")
    return _assembled(vocabulary, frequencies, own, characters, of_characters)


def _numbered(passages: Iterable[list[str]], window: int) -> tuple[Integers, list[str]]:
    """All passages as one stream of word numbers, with breaks too wide for the window between them."""
    numbers: dict[str, int] = {}
    stream = array("i")
    gap = [_BREAK] * window
    for passage in passages:
        stream.extend(numbers.setdefault(word, len(numbers)) for word in passage)
        stream.extend(gap)
    return np.frombuffer(stream, dtype=np.int32) if stream else np.empty(0, np.int32), list(numbers)


def _frequent(stream: Integers, names: list[str], options: Options) -> tuple[Integers, tuple[str, ...], Reals]:
    """The stream in new numbers, most frequent word first, rare words as breaks; words and their counts."""
    counts = np.bincount(stream[stream != _BREAK], minlength=len(names))
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= options.minimum][: options.words]
    renumbered = np.full(len(names) + 1, _BREAK, np.int32)  # the last place is where _BREAK looks
    renumbered[order] = np.arange(len(order), dtype=np.int32)
    return renumbered[stream], tuple(names[i] for i in order), counts[order].astype(np.float64)


def _check(words: int, options: Options) -> None:
    if words <= options.dimension:
        raise CallError(
            f"语料太小：出现 {options.minimum} 次以上的词只有 {words} 个，拟合不了 {options.dimension} 维的向量；"
            "请提供更多文字，或用 --dimension 减少维数"
        )


def cooccurrences(stream: Integers, size: int, window: int) -> Sparse:
    """Shape (size, size), symmetric: how often two words stand at most `window` words apart."""
    from scipy.sparse import coo_array, csr_array

    total = csr_array((size, size), dtype=np.float32)
    for distance in range(1, window + 1):
        left, right = stream[:-distance], stream[distance:]
        both = (left != _BREAK) & (right != _BREAK)
        ones = np.ones(int(both.sum()), np.float32)
        total = total + coo_array((ones, (left[both], right[both])), shape=(size, size)).tocsr()
    return (total + total.T).tocsr()


def ppmi(counts: Sparse) -> Sparse:
    """max(0, log(p(row, column) / p(row) p(column))), same shape, with p(column) from counts ** SMOOTHING."""
    from scipy.sparse import coo_array

    pairs = counts.tocoo()
    rows, columns = (np.asarray(counts.sum(axis=axis), np.float64) for axis in (1, 0))
    contexts = columns**SMOOTHING / (columns**SMOOTHING).sum()
    values = np.log(pairs.data / (rows[pairs.row] * contexts[pairs.col]))
    kept = values > 0
    where = (pairs.row[kept], pairs.col[kept])
    return coo_array((values[kept].astype(np.float32), where), shape=counts.shape).tocsr()


def _characters(vocabulary: tuple[str, ...]) -> _Characters:
    from scipy.sparse import csr_array

    names: dict[str, int] = {}
    pairs = [
        (names.setdefault(character, len(names)), word)
        for word, name in enumerate(vocabulary)
        for character in dict.fromkeys(_HAN.findall(name))
    ]
    rows, columns = np.array(pairs, np.int32).reshape(-1, 2).T
    ones = np.ones(len(pairs), np.float32)
    return _Characters(tuple(names), csr_array((ones, (rows, columns)), shape=(len(names), len(vocabulary))))


def _factors(counts: Sparse, characters: _Characters, options: Options) -> tuple[Matrix, Matrix]:
    """Unit vectors of words and of characters in one space.

    A character's company is that of all words it stands in; it is placed among the words by
    projection on their contexts.
    """
    from sklearn.utils.extmath import randomized_svd

    information = ppmi(counts)
    left, strengths, contexts = randomized_svd(information, options.dimension, n_iter=3, random_state=options.seed)
    projected = ppmi(characters.words @ counts) @ contexts.T / np.maximum(strengths, 1e-6)
    return unit(left), unit(projected)


def _assembled(
    vocabulary: tuple[str, ...], frequencies: Reals, own: Matrix, characters: _Characters, of_characters: Matrix
) -> Vectors:
    """The steps after the factors: leaning on characters, taking out what is shared, length by frequency."""
    rows = _leaning(own, frequencies, characters, of_characters)
    total = frequencies.sum()
    lengths = _lengths(frequencies / total)
    shared = _shared_directions(rows, frequencies / total * lengths)
    rows = unit(_without(rows, shared)) * lengths[:, None].astype(np.float32)
    spoken = frozenset(vocabulary)  # a character that is a word of its own has its row already
    loose = [i for i, name in enumerate(characters.names) if name not in spoken]
    seen = _lengths((characters.words @ frequencies) / total)
    extra = (unit(_without(of_characters, shared)) * seen[:, None])[loose]
    names = tuple(characters.names[i] for i in loose)
    return Vectors(vocabulary + names, np.vstack([rows, extra]).astype(np.float32))


def _leaning(own: Matrix, frequencies: Reals, characters: _Characters, of_characters: Matrix) -> Matrix:
    """Word vectors that trust the characters of a rare word and the company of a frequent one."""
    spelled = unit(characters.words.T @ of_characters)
    trust = np.where(spelled.any(axis=1), frequencies / (frequencies + LEANING), 1.0)[:, None]
    return unit(trust * own + (1 - trust) * spelled)


def _lengths(probabilities: Reals) -> Reals:
    return FREQUENCY / (FREQUENCY + probabilities)


def _shared_directions(rows: Matrix, weights: Reals) -> Matrix:
    """The directions, at most SHARED rows, in which running text varies most, whatever it is about."""
    spread = (rows * weights[:, None]).T @ rows
    return np.asarray(np.linalg.svd(spread)[2][: min(SHARED, rows.shape[1] // 64)], np.float32)


def _without(rows: Matrix, directions: Matrix) -> Matrix:
    return np.asarray(rows - (rows @ directions.T) @ directions, np.float32)

"""The formulas, against counting by hand."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from models.encoder.content_words import content_words
from models.encoder.fitting import SMOOTHING, cooccurrences, ppmi
from models.encoder.vectors import unit

STREAMS = st.lists(st.integers(-1, 4), max_size=30)


@given(STREAMS, st.integers(1, 4))
def test_cooccurrences_are_the_pairs_within_the_window(stream: list[int], window: int) -> None:
    expected = np.zeros((5, 5))
    for (i, left), (j, right) in combinations(enumerate(stream), 2):
        if j - i <= window and left >= 0 and right >= 0:
            expected[left, right] += 1
            expected[right, left] += 1
    counted = cooccurrences(np.array(stream, np.int32), 5, window)
    np.testing.assert_array_equal(counted.toarray(), expected)


def test_ppmi_is_its_formula() -> None:
    counts = np.array([[0, 6, 1], [6, 0, 2], [1, 2, 0]], np.float32)
    contexts = counts.sum(axis=0) ** SMOOTHING
    got = ppmi(csr_array(counts)).toarray()
    for i, j in np.ndindex(3, 3):
        joint = counts[i, j] / counts[i].sum()  # p(context | word)
        expected = max(0.0, math.log(joint / (contexts[j] / contexts.sum()))) if joint else 0.0
        assert got[i, j] == pytest.approx(expected, abs=1e-6)


def test_unit_leaves_nothing_as_nothing() -> None:
    np.testing.assert_allclose(unit(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0, 0]], atol=1e-7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("预算执行率为34.22%。", ["预算", "执行", "率", "为"]),  # figures and signs go
        ("二〇二三年一百二十户", ["二三年", "户"]),  # figures in numerals go
        ("ＡＰＰ（小程序）", ["app", "小", "程序"]),  # full width and case are folded
        ("COVID-19", ["covid"]),  # a number inside a name goes too
        ("", []),
    ],
)
def test_content_words(text: str, words: list[str]) -> None:
    assert content_words(text) == words

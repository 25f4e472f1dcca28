"""What every encoder promises (index.types.Encoder), asked of each kind that `load` gives."""

import numpy as np
import pytest

from index.types import Encoder

KNOWN = ["预算执行进度缓慢", "食品抽检发现不合格", "财政资金支出进度缓慢,预算资金支付不及时。"]


@pytest.fixture(params=["builtin", "fitted", "transformer"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    found: Encoder = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("query", [False, True])
def test_rows_are_float32_of_length_one(encoder: Encoder, query: bool) -> None:
    vectors = encoder.encode(KNOWN, query=query)
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("query", [False, True])
def test_a_text_without_content_is_a_zero_row_in_its_place(encoder: Encoder, query: bool) -> None:
    vectors = encoder.encode([KNOWN[0], "", " \n\u3000", KNOWN[1]], query=query)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 0, 1], atol=1e-5)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(KNOWN)
    alone = np.vstack([encoder.encode([text]) for text in KNOWN])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_different_texts_have_different_vectors(encoder: Encoder) -> None:
    first, second, _ = encoder.encode(KNOWN)
    assert first @ second < 0.9999

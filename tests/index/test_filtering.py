"""Filtered inside an engine or picked out of its whole result: the same, whatever is allowed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.backends import KEYWORD_INDEXES, VECTOR_INDEXES

WORDS = ["预算", "执行", "进度", "绩效", "资产", "采购", "人员", "监管", "项目", "资金", "制度", "培训", "偏慢", "不足"]
NUMBERS = [3 * n + 1 for n in range(500)]  # with gaps between


@pytest.fixture(scope="module", params=[*KEYWORD_INDEXES, *VECTOR_INDEXES])
def index(request, tmp_path_factory, encoder, passage):
    """Passages of random words."""
    folder = tmp_path_factory.mktemp("index")
    if request.param in KEYWORD_INDEXES:
        made = KEYWORD_INDEXES[request.param](folder)
    else:
        made = VECTOR_INDEXES[request.param](folder, encoder)
    rng = np.random.default_rng(7)
    made.add([passage(i, "".join(rng.choice(WORDS, size=10))) for i in NUMBERS])
    made.commit("library:1")
    return made


def check(index, text, k, allowed):
    whole = [hit for hit in index.search(text, 2 * len(NUMBERS)) if hit[0] in set(allowed)]
    some = index.search(text, k, np.array(sorted(allowed), dtype=np.int64))
    scores = dict(whole)
    assert [score for _, score in some] == pytest.approx([score for _, score in whole[:k]], rel=1e-5)
    assert [score for _, score in some] == pytest.approx([scores[i] for i, _ in some], rel=1e-5)
    assert len({i for i, _ in some}) == len(some)


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from([*NUMBERS, 2, 3, 10_000])),
    st.integers(1, 60),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join),
)
def test_any_choice(index, allowed, k, text):
    check(index, text, k, allowed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.sampled_from(NUMBERS), min_size=6), st.integers(1, 60))
def test_many_are_picked_out_of_the_results(index, monkeypatch, allowed, k):
    """The keyword index asks for few ids and picks many: here six are many."""
    monkeypatch.setattr("index.keyword._FEW", 5)
    check(index, "预算执行进度偏慢", k, allowed)

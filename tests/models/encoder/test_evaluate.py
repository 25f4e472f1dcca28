"""Scoring, where the right score is known beforehand."""

import json
from pathlib import Path

import pytest

from models.encoder.evaluate import law, ndcg, stard, sts
from models.encoder.static import StaticEncoder
from nlp.errors import CallError

BUDGET, FOOD = "预算资金支付缓慢", "食品抽检不合格"


def test_ndcg_by_hand(fitted: StaticEncoder) -> None:
    """The one relevant passage is second in the ranking: 1 / log2(3)."""
    assert ndcg(fitted, [BUDGET], [BUDGET, FOOD], [{0}]) == pytest.approx(1)
    assert ndcg(fitted, [BUDGET], [BUDGET, FOOD], [{1}]) == pytest.approx(0.63093, abs=1e-4)


def test_each_set_is_read_and_scored(fitted: StaticEncoder, tmp_path: Path) -> None:
    def article(head: str, text: str) -> dict[str, object]:
        return {"head": [head], "text": text}

    laws = [
        {"title": "规定", "articles": [article("预算资金", BUDGET), article("食品抽检", FOOD), article("总则", "规定")]}
    ]
    (tmp_path / "STS-B.tsv").write_text(
        f"{BUDGET}\t{BUDGET}\t5.0\n{BUDGET}\t财政预算\t3.0\n{BUDGET}\t{FOOD}\t0.0\n", "utf-8"
    )
    (tmp_path / "law_test.json").write_text(json.dumps(laws), "utf-8")
    (tmp_path / "stard_articles.json").write_text(json.dumps({"第一条": BUDGET}), "utf-8")
    (tmp_path / "stard_test.json").write_text(json.dumps([{"q": "抽检不合格", "pos": {"第二条": FOOD}}]), "utf-8")
    assert sts(fitted, tmp_path) == pytest.approx(100)
    assert law(fitted, tmp_path) == pytest.approx(1)
    assert stard(fitted, tmp_path) == pytest.approx(1)


def test_a_missing_set_is_named(fitted: StaticEncoder, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"STS-B\.tsv.*--eval"):
        sts(fitted, tmp_path)
    (tmp_path / "law_test.json").write_text("{", "utf-8")
    with pytest.raises(CallError, match=r"law_test\.json.*JSON"):
        law(fitted, tmp_path)

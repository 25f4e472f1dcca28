"""Meaning as the steps of nlp ask for it."""

from api.meaning import similarity
from models.encoder import load


def test_what_means_the_same_is_nearer() -> None:
    rows = similarity(["执法人员短缺", "基层监管人手不足", "固定资产账实不符"])
    assert len(rows) == 3
    assert rows[0][1] > rows[0][2]
    assert all(abs(rows[i][i] - 1) < 1e-5 for i in range(3))


def test_its_version_is_the_encoders() -> None:
    assert similarity.version == load().name

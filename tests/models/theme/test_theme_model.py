"""The judge of themes that ships: it is that of its card, and judges by meaning where no cue speaks."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models import theme
from models.theme import storage
from models.theme.model import ThemeModel
from models.theme.train import DATA, records
from nlp.errors import ModelError
from nlp.themes import themes, vocabulary


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(theme.CARD.read_text("utf-8"))
    return found


def test_the_weights_are_those_of_the_card(card: dict[str, Any]) -> None:
    held = (theme.WEIGHTS / storage.WEIGHTS).read_bytes()
    assert card["files"][storage.WEIGHTS] == {"bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}


def test_the_data_are_those_of_the_card(card: dict[str, Any]) -> None:
    """Fails where labels have changed since the last training: make_themes, then python -m models.theme.train."""
    assert card["themes"] == Counter(name for record in records() for name in record.themes)


def test_nothing_that_is_held_out_was_learned() -> None:
    held_out = {path.stem for path in (DATA / "held_out").glob("*.markup")}
    assert not {Path(record.report).stem for record in records() if record.report} & held_out


def test_it_helps_on_reports_left_out(card: dict[str, Any]) -> None:
    scores = card["leave one report out"]
    assert scores["with the judge"] >= scores["cues alone"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("到年底还有一半的钱躺着没动", "预算执行"), ("屋顶漏雨墙体开裂", "资产管理")],
)
def test_what_no_cue_speaks_for_is_judged_by_its_meaning(text: str, expected: str) -> None:
    [likely] = theme.load().likely([text])
    assert expected in themes(text, likely)


def test_every_theme_but_the_rest_is_judged() -> None:
    [likely] = theme.load().likely(["龘"])
    assert list(likely) == [name for name in vocabulary() if name != "其他"]
    assert all(0 <= share <= 1 for share in likely.values())


def test_weights_of_another_encoder_are_refused() -> None:
    judge = storage.Judge(("预算执行",), "other", np.zeros((512, 1), np.float32), np.zeros(1, np.float32))
    with pytest.raises(ModelError, match="重新训练"):
        ThemeModel(judge, theme.builtin())


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    (tmp_path / storage.WEIGHTS).write_bytes(b"nothing")
    with pytest.raises(ModelError, match="主题模型"):
        storage.read(tmp_path)

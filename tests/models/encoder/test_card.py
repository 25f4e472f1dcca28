"""The card says what the shipped weights are; it must be these weights."""

import hashlib
import json
from typing import Any

import pytest

from models import encoder
from models.encoder import corpus, storage
from models.encoder.evaluate import SCORES
from models.encoder.static import StaticEncoder


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encoder.CARD.read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", [storage.WEIGHTS, storage.VOCABULARY])
def test_files_are_those_of_the_card(card: dict[str, Any], name: str) -> None:
    held = (encoder.WEIGHTS / name).read_bytes()
    assert card["files"][name] == {"bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}


def test_dimension_and_rows_are_those_of_the_card(card: dict[str, Any], builtin: StaticEncoder) -> None:
    stored = storage.read(encoder.WEIGHTS).vectors
    assert (card["rows"], card["dimension"]) == stored.rows.shape
    assert builtin.dimension == card["dimension"]


def test_weights_stay_small(card: dict[str, Any]) -> None:
    assert sum(file["bytes"] for file in card["files"].values()) <= 8_000_000


def test_every_source_states_its_licence_and_is_official(card: dict[str, Any]) -> None:
    assert [source["prefix"] for source in card["data"]] == list(corpus.OFFICIAL)
    assert all(source["licence"] and source["origin"] and source["passages"] for source in card["data"])


def test_every_score_is_in_the_card(card: dict[str, Any]) -> None:
    assert list(card["scores"]) == list(SCORES)

"""The card says what the shipped weights are; it must be these weights, of these data."""

import hashlib
import json
from collections import Counter
from typing import Any

import pytest

from models import section
from models.section import records, storage
from nlp.titles import section_types


@pytest.fixture(scope="module")
def card() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(section.CARD.read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", [storage.WEIGHTS, storage.VOCABULARY])
def test_files_are_those_of_the_card(card: dict[str, Any], name: str) -> None:
    held = (section.WEIGHTS / name).read_bytes()
    assert card["files"][name] == {"bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}


def test_data_are_those_of_the_card(card: dict[str, Any]) -> None:
    """Fails where labelled sections have changed since the last training: python -m models.section.train"""
    assert card["types"] == Counter(record.type for record in records.read())


def test_nothing_that_is_held_out_was_learned(card: dict[str, Any]) -> None:
    origins = {"examples/source", "models/data/reports", "written"}
    assert {source["origin"] for source in card["data"]} == origins
    held_out = {path.stem for path in (records.DATA / "held_out").glob("*.markup")}
    assert held_out
    assert {record.report for record in records.read()} & held_out == set()


def test_every_type_has_examples() -> None:
    """封面 is known by its place and never asked for."""
    assert {record.type for record in records.read()} == set(section_types()) - {"封面"}


def test_weights_stay_small(card: dict[str, Any]) -> None:
    assert sum(file["bytes"] for file in card["files"].values()) <= 2_000_000


def test_reports_left_out_are_judged_as_well_as_the_issue_asks(card: dict[str, Any]) -> None:
    scores = card["reports left out"]
    assert scores["accuracy"] >= 0.93
    assert scores["calibration error"] <= 0.05
    assert min(scores["F1"][name] for name in ("职能", "收支", "问题", "改进措施")) >= 0.95

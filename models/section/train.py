"""Fit the judge of section types: `python -m models.section.train`. See docs/sections.md."""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from models import cards
from models.section import CARD, WEIGHTS, records, storage
from models.section.fitting import Options, cooled, fit, temperature
from models.section.model import LinearClassifier
from models.section.records import Record
from models.section.storage import Linear

log = logging.getLogger(__name__)

_GROUPS = 8  # of reports that are left out together; more take longer and leave out fewer at a time

Judged = list[tuple[dict[str, float], Record]]


def folds(known: Sequence[Record], options: Options) -> dict[str, Linear]:
    """For every report a model that has seen neither it nor the others of its group."""
    reports = sorted({record.report for record in known if record.report})
    models: dict[str, Linear] = {}
    for group in filter(None, (reports[i::_GROUPS] for i in range(_GROUPS))):
        model = fit([record for record in known if record.report not in group], options)
        models |= dict.fromkeys(group, model)
    return models


def judged(known: Sequence[Record], models: dict[str, Linear]) -> Judged:
    """The sections of all reports, each judged by the model that has not seen its report."""
    judges = {report: LinearClassifier(model) for report, model in models.items()}
    return [(judges[record.report].types(record.seen), record) for record in known if record.report]


def figures(found: Judged) -> dict[str, Any]:
    """Accuracy, F1 of each type, and how often likelihoods come true."""
    guesses = [(max(types, key=lambda name: types[name]), record.type) for types, record in found]
    sure = [max(types.values()) for types, _ in found]
    right = [guess == own for guess, own in guesses]
    bins = [[i for i, s in enumerate(sure) if low <= s < low + 0.1 or (low == 0.9 and s == 1)] for low in _LOWS]
    calibration = [
        {"likelihood": round(_mean([sure[i] for i in each]), 3), "right": round(_mean([right[i] for i in each]), 3)}
        | {"sections": len(each)}
        for each in bins
        if each
    ]
    return {
        "accuracy": round(_mean(right), 4),
        "F1": {name: _f1(guesses, name) for name in sorted({own for _, own in guesses})},
        "calibration": calibration,
        "calibration error": round(
            sum(abs(x["likelihood"] - x["right"]) * x["sections"] for x in calibration) / len(found), 4
        ),
    }


_LOWS = tuple(i / 10 for i in range(10))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _f1(guesses: Sequence[tuple[str, str]], name: str) -> float:
    both = sum(guess == own == name for guess, own in guesses)
    either = sum(guess == name for guess, _ in guesses) + sum(own == name for _, own in guesses)
    return round(2 * both / either, 3)


def train(out: Path, options: Options) -> dict[str, Any]:
    """Fit the model to all sections, write it to `out`, and return the card that describes it."""
    known = records.read()
    log.info("%d 个章节；分组留出报告评估", len(known))
    found = judged(known, folds(known, options))
    heat = temperature([(types, record.type) for types, record in found])
    cool = [({name: share ** (1 / heat) for name, share in types.items()}, record) for types, record in found]
    cool = [({name: share / sum(types.values()) for name, share in types.items()}, record) for types, record in cool]
    model = cooled(fit(known, options), heat)
    storage.write(out, model)
    return {
        "command": "python -m models.section.train",
        "options": asdict(options),
        "data": cards.sources(known, "sections"),
        "types": dict(sorted(Counter(record.type for record in known).items())),
        "features": len(model.vocabulary),
        "temperature": heat,
        "files": {name: cards.file_facts(out / name) for name in (storage.WEIGHTS, storage.VOCABULARY)},
        "reports left out": figures(cool),
    }


def main(
    out: Annotated[Path, typer.Option(help="权重写到哪个文件夹")] = WEIGHTS,
    card: Annotated[Path, typer.Option(help="说明文件")] = CARD,
    seed: Annotated[int, typer.Option(min=0, help="随机种子")] = 0,
) -> None:
    """训练章节分类器，并分组留出报告评估。"""
    typer.echo(cards.written(card, train(out, Options(seed=seed))))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    typer.run(main)

"""From a corpus to an encoder, by the command a person would type."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import zstandard

from models import encoder
from models.encoder import corpus, storage
from models.encoder.fitting import Options
from models.encoder.static import StaticEncoder
from models.encoder.train import train
from models.encoder.vectors import Vectors
from nlp.errors import CallError, ModelError


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "models.encoder.train", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_the_fitted_encoder_tells_the_subjects_apart(fitted: StaticEncoder) -> None:
    wanted, same, other = fitted.encode(["预算执行缓慢", "资金支付不及时", "食品抽检不合格"])
    assert wanted @ same > wanted @ other + 0.3


def test_only_official_sources_are_read_unless_asked(
    fitted_folder: Path, corpus_folder: Path, tiny: Options, tmp_path: Path
) -> None:
    assert "恐龙" not in storage.read(fitted_folder).vectors.vocabulary
    train(corpus_folder, tmp_path, tiny, sources=["laws", "drcd"])
    assert "恐龙" in storage.read(tmp_path).vectors.vocabulary


def test_the_same_seed_gives_the_same_files(
    corpus_folder: Path, fitted_folder: Path, tiny: Options, tmp_path: Path
) -> None:
    train(corpus_folder, tmp_path, tiny)
    for name in (storage.WEIGHTS, storage.VOCABULARY):
        assert (tmp_path / name).read_bytes() == (fitted_folder / name).read_bytes()


def test_the_command_writes_weights_and_card(corpus_folder: Path, tmp_path: Path) -> None:
    done = command("--corpus", corpus_folder, "--out", tmp_path / "made", "--dimension", 4)
    assert done.returncode == 0, done.stderr
    assert "常用词" in done.stderr, "progress goes to stderr"
    assert done.stdout == ""
    card = json.loads((tmp_path / "made" / "card.json").read_text("utf-8"))
    assert [(source["prefix"], source["passages"]) for source in card["data"]] == [("laws", 25), ("govreport", 25)]
    assert encoder.load(str(tmp_path / "made")).dimension == card["dimension"] == 4


@pytest.mark.parametrize("arguments", [[], ["--corpus", "/does/not/exist"]])
def test_without_a_corpus_the_command_says_what_it_wants(arguments: list[str], tmp_path: Path) -> None:
    done = command(*arguments, "--out", tmp_path)
    assert done.returncode == 2
    assert all(wanted in done.stderr for wanted in (corpus.FILE, "{src, doc, head, text}", "不必重新训练"))
    assert "Traceback" not in done.stderr


GOOD = '{"src": "laws/法", "doc": "法", "head": "", "text": "预算"}\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no zstandard at all", "无法解压"),
        (zstandard.compress(GOOD.encode())[:-8], "无法解压|是空的"),  # cut off on the way
        (zstandard.compress("\xff".encode("latin-1")), "无法解压"),  # not UTF-8
        (zstandard.compress(b""), "是空的"),
        (zstandard.compress((GOOD + "{").encode()), "第 2 行"),  # not JSON
        (zstandard.compress((GOOD + '{"src": "laws"}').encode()), "第 2 行.*doc"),  # a field is missing
        (zstandard.compress(GOOD.replace('""', "null").encode()), "第 1 行.*None"),  # a field is no string
        (zstandard.compress(b"[1]"), "第 1 行"),  # JSON, but no object
        (zstandard.compress((GOOD * 9).encode()), "语料太小"),  # fine, but nothing to fit
    ],
)
def test_a_bad_corpus_is_refused_with_its_place(content: bytes, said: str, tiny: Options, tmp_path: Path) -> None:
    (tmp_path / corpus.FILE).write_bytes(content)
    with pytest.raises(CallError, match=said):
        train(tmp_path, tmp_path / "out", tiny)


def test_an_unknown_source_is_refused_with_the_known_ones(corpus_folder: Path, tiny: Options, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"'wiki'.*laws.*drcd"):
        train(corpus_folder, tmp_path, tiny, sources=["wiki"])


def test_damaged_weights_are_refused(fitted_folder: Path, tmp_path: Path) -> None:
    weights, vocabulary = ((fitted_folder / name).read_bytes() for name in (storage.WEIGHTS, storage.VOCABULARY))
    (tmp_path / storage.VOCABULARY).write_bytes(vocabulary)
    with pytest.raises(ModelError, match="无法读取"):  # no weights beside the vocabulary
        encoder.load(str(tmp_path))
    (tmp_path / storage.WEIGHTS).write_bytes(weights[: len(weights) // 2])
    with pytest.raises(ModelError, match="无法读取"):
        encoder.load(str(tmp_path))
    (tmp_path / storage.WEIGHTS).write_bytes(weights)
    (tmp_path / storage.VOCABULARY).write_bytes(vocabulary[::-1])
    with pytest.raises(ModelError, match="不是一起生成的"):
        encoder.load(str(tmp_path))


def test_rounding_moves_a_vector_by_no_more_than_it_says(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    rows[7] = 0
    storage.write(tmp_path, Vectors(tuple(f"词{i}" for i in range(50)), rows))
    moved = np.abs(storage.read(tmp_path).vectors.rows - rows).max(axis=1)
    assert (moved <= np.abs(rows).max(axis=1) / 254 + 1e-6).all()

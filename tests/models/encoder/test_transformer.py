"""sentence-transformers models: prompts, names and what happens where there is none."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from models import encoder
from models.encoder.transformer import SentenceTransformerEncoder
from nlp.errors import ModelError

TEXT = "预算执行进度缓慢"

PROBE = """
import sys
asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from models import encoder
from nlp.errors import ModelError
for name in sys.argv[1:]:
    try:
        print(encoder.load(name).name)
    except ModelError as error:
        print(error)
print(asked)
"""


def test_the_query_prompt_changes_the_vector_of_a_query(transformer: SentenceTransformerEncoder) -> None:
    passage, query = (transformer.encode([TEXT], query=query)[0] for query in (False, True))
    assert passage @ query < 0.9999


def test_the_prompt_is_put_before_the_text(transformer: SentenceTransformerEncoder) -> None:
    written_out = transformer.encode([f"为这个句子查询段落:{TEXT}"])
    np.testing.assert_allclose(transformer.encode([TEXT], query=True), written_out, atol=1e-5)


def test_more_texts_than_a_batch_keep_their_order(transformer: SentenceTransformerEncoder) -> None:
    texts = [TEXT[: 1 + i % 8] for i in range(80)]  # of different lengths: the library sorts by length
    vectors = transformer.encode(texts)
    np.testing.assert_allclose(vectors[:8], vectors[72:], atol=1e-5)


def test_the_name_is_the_same_for_the_same_model_anywhere(
    transformer: SentenceTransformerEncoder, transformer_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere" / transformer_folder.name
    shutil.copytree(transformer_folder, copy)
    assert encoder.load(str(copy)).name == transformer.name


@pytest.mark.parametrize("changed", ["weights", "prompts"])
def test_the_name_changes_with_what_changes_the_vectors(
    transformer: SentenceTransformerEncoder, transformer_folder: Path, tmp_path: Path, changed: str
) -> None:
    copy = tmp_path / transformer_folder.name
    shutil.copytree(transformer_folder, copy)
    if changed == "weights":
        tensors = {name: tensor.copy() for name, tensor in load_file(copy / "model.safetensors").items()}
        next(iter(tensors.values())).flat[0] += 1
        save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
    else:
        config = copy / "config_sentence_transformers.json"
        stated = json.loads(config.read_text("utf-8")) | {"prompts": {"query": "查询:", "passage": ""}}
        config.write_text(json.dumps(stated), "utf-8")
    assert encoder.load(str(copy)).name != transformer.name


def test_a_missing_folder_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none 不存在.*builtin"):
        encoder.load(str(tmp_path / "none"))


def test_a_folder_without_a_model_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=rf"{tmp_path.name}.*无法加载.*builtin"):
        encoder.load(str(tmp_path))


def test_a_model_comes_from_the_local_cache_or_not_at_all(
    transformer: SentenceTransformerEncoder, transformer_folder: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "models--some--tiny"
    shutil.copytree(transformer_folder, kept / "snapshots" / "1")
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("1")
    (tmp_path / "empty").mkdir()

    names = ["some/tiny", "some/unknown", "no such name", str(tmp_path / "empty")]
    command = [sys.executable, "-c", PROBE, *names]
    environment = {**os.environ, "HF_HUB_CACHE": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    held, unknown, strange, empty, asked = ran.stdout.splitlines()
    assert held == f"tiny:{transformer.name.rpartition(':')[2]}"
    assert [name for name, said in zip(names[1:], (unknown, strange, empty), strict=True) if name not in said] == []
    assert "hf download" in unknown
    assert (asked, ran.stderr) == ("[]", "")

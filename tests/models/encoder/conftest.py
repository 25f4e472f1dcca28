"""A tiny corpus, an encoder fitted to it, and a tiny transformer with random weights."""

import json
from pathlib import Path

import pytest
import zstandard

from models import encoder
from models.encoder.corpus import FILE, Passage
from models.encoder.fitting import Options
from models.encoder.static import StaticEncoder
from models.encoder.train import train
from models.encoder.transformer import SentenceTransformerEncoder

# Two subjects that share no word but the glue: what is fitted to them must tell them apart.
MONEY = ("预算执行进度缓慢", "资金支付进度缓慢", "财政资金支出进度缓慢", "预算资金支付不及时", "财政预算支出不及时")
FOOD = ("食品安全监督抽检", "食品抽检发现不合格", "药品安全监督检查", "食品药品监督检查", "药品抽检发现不合格")


def write_corpus(folder: Path, passages: list[Passage]) -> Path:
    """Write passages as the corpus file that training reads; gives the folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"src": f"{p.source}/部", "doc": p.title, "head": "", "text": p.text}, ensure_ascii=False)
        for p in passages
    ]
    (folder / FILE).write_bytes(zstandard.compress("\n".join(lines).encode()))
    return folder


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    passages = [Passage("laws", "资金", first + "," + second + "。") for first in MONEY for second in MONEY]
    passages += [Passage("govreport", "监管", first + "," + second + "。") for first in FOOD for second in FOOD]
    passages += [Passage("drcd", "百科", "恐龙是一类爬行动物,恐龙已经灭绝。")] * 9
    return write_corpus(tmp_path_factory.mktemp("corpus"), passages)


@pytest.fixture(scope="session")
def tiny() -> Options:
    """Options that fit so small a corpus."""
    return Options(dimension=8, minimum=2)


@pytest.fixture(scope="session")
def fitted_folder(corpus_folder: Path, tiny: Options, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("fitted")
    train(corpus_folder, out, tiny)
    return out


@pytest.fixture(scope="session")
def transformer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A two-layer BERT over single characters, random weights, with prompts; what a real model's folder holds."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    made, out = tmp_path_factory.mktemp("bert"), tmp_path_factory.mktemp("transformer")
    characters = sorted(set("".join(MONEY + FOOD) + "为这个句子查询段落:,"))
    (made / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), "utf-8")
    BertTokenizerFast(vocab=str(made / "vocab.txt")).save_pretrained(made)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(characters) + 5,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(made)
    modules = [Transformer(str(made), max_seq_length=32), Pooling(32)]
    prompts = {"query": "为这个句子查询段落:", "passage": ""}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save_pretrained(str(out))
    return out


@pytest.fixture(scope="session")
def builtin() -> StaticEncoder:
    loaded = encoder.load()
    assert isinstance(loaded, StaticEncoder)
    return loaded


@pytest.fixture(scope="session")
def fitted(fitted_folder: Path) -> StaticEncoder:
    loaded = encoder.load(str(fitted_folder))
    assert isinstance(loaded, StaticEncoder)
    return loaded


@pytest.fixture(scope="session")
def transformer(transformer_folder: Path) -> SentenceTransformerEncoder:
    loaded = encoder.load(str(transformer_folder))
    assert isinstance(loaded, SentenceTransformerEncoder)
    return loaded

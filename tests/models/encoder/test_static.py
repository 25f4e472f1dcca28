"""The encoder that ships: what it holds to be near, and what it leaves out."""

import json
import subprocess
import sys

import numpy as np
import pytest

from models import encoder
from models.encoder import storage
from models.encoder.content_words import content_words
from models.encoder.static import StaticEncoder

# Why each of them: the text, one that means the same, one from another subject.
NEARER = [
    ("预算执行进度缓慢", "资金支付进度慢", "加强食品安全监管"),  # other words for the same delay
    (
        "绩效指标设置不够细化量化",
        "绩效目标不明确、指标难以衡量",
        "固定资产盘点不及时",
    ),  # the most common problem of all
    ("人员编制不足", "在编人员少,人手紧张", "政府采购程序不规范"),  # half official, half plain speech
    ("资产管理不规范", "固定资产账实不符", "食品抽检不合格率上升"),  # what irregular means, said outright
    ("执法装备落后", "检验检测设备老化", "预算编制不科学"),  # not one word in common
    ("提高业务人员的专业水平", "加强干部培训", "加快资金支出进度"),  # both are measures, one is the same measure
    ("财政拨款不到位", "经费保障不足", "制度建设有待完善"),  # not one word in common
    ("二〇二三年支出120万元预算", "2024年预算支出", "一百二十户企业注销登记"),  # numbers must not decide
]


@pytest.mark.parametrize(("text", "near", "far"), NEARER)
def test_the_same_matter_is_nearer_than_another(builtin: StaticEncoder, text: str, near: str, far: str) -> None:
    wanted, same, other = builtin.encode([text, near, far])
    assert wanted @ same > wanted @ other + 0.05


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("123", "a figure"),
        ("2024.5%", "a figure with its signs"),
        ("一百二十三", "a figure in Chinese numerals"),
        ("——,。!", "punctuation"),
        ("qwzxv", "a Latin word it never saw"),
    ],
)
def test_what_it_does_not_know_is_a_zero_row(builtin: StaticEncoder, text: str, why: str) -> None:
    assert not builtin.encode([text]).any(), why


def test_figures_do_not_move_a_vector(builtin: StaticEncoder) -> None:
    with_figures, without = builtin.encode(["支出1444.28万元,执行率为34.22%", "支出万元,执行率为%"])
    np.testing.assert_allclose(with_figures, without, atol=1e-6)


def test_variant_characters_and_case_do_not_move_a_vector(builtin: StaticEncoder) -> None:
    plain, wide = builtin.encode(["app 采购(预算)", "ＡＰＰ　采购（预算）"])
    np.testing.assert_allclose(plain, wide, atol=1e-6)


def test_an_unknown_word_is_read_as_its_characters(builtin: StaticEncoder) -> None:
    vocabulary = storage.read(encoder.WEIGHTS).vectors.vocabulary
    word = "龙凤呈祥"
    assert content_words(word) == [word], "the case needs one word"
    assert word not in vocabulary, "the case needs a word that has no vector"
    assert set(word) <= set(vocabulary)
    whole, spelled = builtin.encode([word, " ".join(word)])
    np.testing.assert_allclose(whole, spelled, atol=1e-6)


def test_words_are_cut_and_summed_as_when_the_weights_were_named(builtin: StaticEncoder) -> None:
    """Fails where vectors change under the same name: then raise static.VERSION, and renew these values."""
    vector = builtin.encode(["2024年预算执行进度缓慢,原因是ＡＰＰ采购（二期）未验收"])[0]
    np.testing.assert_allclose(vector[:6], [0.0931, 0.0425, 0.0262, 0.0853, -0.0238, 0.1719], atol=1e-4)


def test_the_name_tells_version_and_weights(builtin: StaticEncoder) -> None:
    card = json.loads(encoder.CARD.read_text("utf-8"))
    assert builtin.name == f"builtin-static-1:{card['files'][storage.WEIGHTS]['sha256'][:12]}"


def test_it_encodes_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from models import encoder; encoder.load().encode(['预算']);"
        "sys.stdout.write(' '.join({'torch', 'scipy', 'sklearn', 'sentence_transformers', 'typer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

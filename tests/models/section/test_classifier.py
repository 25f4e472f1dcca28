"""The judge that ships, what is learned from a handful of sections, and what is said of damaged weights."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import section
from models.section import storage
from models.section.fitting import Options, cooled, fit, temperature
from models.section.model import LinearClassifier
from models.section.records import Record
from nlp.errors import ModelError
from nlp.labels import Seen, untitled


def seen(title: str, text: str) -> Seen:
    return Seen(title, title, text, None, None, "", "", (), 1, 0.5, False)


# Titles that no cue knows; none of them is in the training data.
SPOKEN = [
    ("这一年钱是怎么用的", "全年支出932万元，其中人员支出611万元，项目支出321万元，结余12万元。", "收支"),
    ("哪些地方还没做到位", "预算编制不够细，资金支付滞后，人员力量不足，制度有待完善。", "问题"),
    ("我们准备怎么改", "将进一步加强预算管理，完善制度，强化监督，提高资金使用效益。", "改进措施"),
    ("想请上面支持的几件事", "恳请增加编制，建议财政部门将运维经费纳入预算。", "建议"),
    ("队伍有多大", "编制26名，在职23人，退休9人，内设5个科室。", "机构人员"),
    ("这次打分的结果", "综合自评得分92.4分，等级为“优”。", "自评结论"),
    ("", "对照指标逐项分析：数量指标分值10分，得10分；时效指标得4分，扣1分。", "指标分析"),
]


@pytest.mark.parametrize(("title", "text", "expected"), SPOKEN)
def test_titles_without_cues_are_judged_by_their_words_and_text(title: str, text: str, expected: str) -> None:
    types = section.load().types(seen(title, text))
    assert max(types, key=lambda name: types[name]) == expected


def test_likelihoods_add_up() -> None:
    for given in (seen("", ""), seen("qwzx", "龘"), seen("存在问题", "没有。")):
        types = section.load().types(given)
        assert sum(types.values()) == pytest.approx(1)
        assert min(types.values()) >= 0


def test_a_section_takes_less_than_a_millisecond() -> None:
    judge, given = section.load(), seen("履职情况", "全年完成培训1260人次，提升服务能力，获得好评。" * 40)
    judge.types(given)
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        judge.types(given)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.001


def test_judging_needs_no_scikit_learn() -> None:
    code = "import sys; from models import section; section.load(); print('sklearn' in sys.modules)"
    root = Path(section.__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


def handful() -> list[Record]:
    said = {
        "问题": "资金支付滞后，制度不完善，人员不足，管理不到位，存在差距",
        "改进措施": "将加强管理，完善制度，健全机制，强化培训，压实责任，推进落实。",
        "收支": "全年收入120万元，支出118万元，结转2万元，执行率98%。",
    }
    texts = [(kind, text[i:] + text[:i]) for kind, text in said.items() for i in range(6)]
    return [Record(seen("", text), kind, None, "报告", "written") for kind, text in texts]


def test_the_same_sections_give_the_same_model() -> None:
    one, two = fit(handful(), Options()), fit(handful(), Options())
    assert one.vocabulary == two.vocabulary
    np.testing.assert_array_equal(one.weights, two.weights)


def test_what_was_learned_is_what_is_read_back(tmp_path: Path) -> None:
    model = fit(handful(), Options())
    storage.write(tmp_path, model)
    before, after = LinearClassifier(model), LinearClassifier(storage.read(tmp_path))
    given = untitled("支出118万元，资金支付滞后")
    assert after.types(given) == pytest.approx(before.types(given), abs=1e-3)
    assert after.version != before.version  # the version names the weights


def test_too_timid_likelihoods_are_sharpened() -> None:
    judged = [({"问题": 0.6, "收支": 0.4}, "问题")] * 9 + [({"问题": 0.6, "收支": 0.4}, "收支")]
    heat = temperature(judged)
    assert heat < 1
    model = cooled(fit(handful(), Options()), heat)
    assert np.abs(model.weights).max() > np.abs(fit(handful(), Options()).weights).max()


def test_another_vocabulary_is_refused(tmp_path: Path) -> None:
    model = fit(handful(), Options())
    storage.write(tmp_path, model)
    (tmp_path / storage.VOCABULARY).write_text("\n".join(reversed(model.vocabulary)), "utf-8")
    with pytest.raises(ModelError, match=storage.VOCABULARY):
        storage.read(tmp_path)


@pytest.mark.parametrize("name", [storage.WEIGHTS, storage.VOCABULARY])
def test_missing_files_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    storage.write(tmp_path, fit(handful(), Options()))
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=r"models\.section\.train"):
        storage.read(tmp_path)


def test_cut_weights_are_refused(tmp_path: Path) -> None:
    storage.write(tmp_path, fit(handful(), Options()))
    held = (tmp_path / storage.WEIGHTS).read_bytes()
    (tmp_path / storage.WEIGHTS).write_bytes(held[: len(held) // 2])
    with pytest.raises(ModelError):
        storage.read(tmp_path)


def test_neighbours_count() -> None:
    """The same words, after the problems and before the annexes."""
    text = "加强管理，按期完成。"
    judge = section.load()
    first, last = seen("有关情况", text), replace(seen("有关情况", text), before="问题", position=0.9)
    assert judge.types(last)["改进措施"] > judge.types(first)["改进措施"]

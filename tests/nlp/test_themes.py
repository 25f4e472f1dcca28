"""Themes: what an item is about, in the wording of any bureau, each with the words that spoke for it."""

from pathlib import Path

import pytest

from nlp.themes import theme_cues, themes, vocabulary

# text, its themes, and the words that tell each: what many kinds of bureaus say in words of their own.
CASES = [
    line.split("\t") for line in (Path(__file__).parents[1] / "data" / "themes.tsv").read_text("utf-8").splitlines()
]

SAID = [
    ("课后服务师资引不进、留不住，一线教师年龄断层明显", ("人员队伍",)),
    ("院前急救设备陈旧，应急处置能力偏弱", ("执法装备与能力",)),
    ("部分设备先买后论证，政府采购计划性不强", ("采购管理",)),
    ("渠道管护责任没有落实到人，重建轻管", ("资金与项目管理",)),
    ("已建成校舍长期空置，产权手续未办理", ("资产管理",)),
    ("年中频繁追加，费用测算依据不充分", ("预算编制",)),
    ("四季度集中支付，资金沉淀较多", ("预算执行",)),
    ("县级配套资金未能到位，补助标准偏低", ("资金保障与缺口",)),
    ("重支出、轻绩效，业务处室参与不多", ("绩效管理意识与机制",)),
    ("绩效指标多为定性表述，难以考核", ("绩效目标与指标",)),
    ("自评结果没有与预算安排挂钩", ("绩效结果应用",)),
    ("修订《内部审计工作办法》，堵塞管理漏洞", ("制度建设",)),
    ("部门预决算未在网站公开", ("信息公开",)),
    ("重点行业隐患排查不够彻底，日常监管存在盲区", ("监管业务",)),
    ("天气晴好", ("其他",)),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_is_said(text: str, expected: tuple[str, ...]) -> None:
    assert set(expected) <= set(themes(text))


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_each_theme_by_the_words_that_tell_it(text: str, expected: str, why: str) -> None:
    found = theme_cues(text)
    assert " ".join(found) == expected
    assert all(words in found[theme] for theme, words in zip(expected.split(), why.split(), strict=True))


def test_a_judge_weighs_what_words_speak_for_and_adds_what_it_is_sure_of() -> None:
    """绩效目标 is a cue; the judge lifts a hint beside it, and gives a theme without a word where it is sure."""
    text = "绩效目标与资金对不上"
    assert themes(text) == ("绩效目标与指标",)
    assert themes(text, {"资金保障与缺口": 0.8}) == ("绩效目标与指标", "资金保障与缺口")
    assert themes("天气晴好", {"监管业务": 0.3}) == ("监管业务",)
    assert themes("天气晴好", {"监管业务": 0.1}) == ("其他",)
    assert themes("印发办法，量化考核", {"制度建设": 0.5, "绩效目标与指标": 0.01}) == ("制度建设",)
    assert theme_cues("天气晴好，宜出行", {"监管业务": 0.3}) == {"监管业务": "天气晴好"}


@pytest.mark.parametrize(
    ("text", "never"),
    [
        pytest.param("加强食品安全知识宣传，更新执法装备、配备执法车辆", "资产管理", id="equipment for enforcement"),
        pytest.param("请求财政将资金用于知识产权工作", "资产管理", id="产权 inside 知识产权"),
        pytest.param("落实“预算编制有目标、预算执行有监控”要求，建立监控台账", "预算编制", id="a slogan in quotes"),
    ],
)
def test_what_is_only_touched_upon(text: str, never: str) -> None:
    assert never not in themes(text)


def test_a_hint_gives_way_to_a_cue() -> None:
    """补助 alone may speak for projects; beside a cue it does not."""
    assert themes("发放补助") == ("资金与项目管理",)
    assert themes("提高补助标准") == ("资金保障与缺口",)


def test_each_theme_with_the_words_that_spoke_for_it() -> None:
    text = "绩效指标不够量化，资产账实不符"
    found = theme_cues(text)
    assert list(found) == [theme for theme in vocabulary() if theme in ("绩效目标与指标", "资产管理")]
    assert all(words in text for words in found.values())

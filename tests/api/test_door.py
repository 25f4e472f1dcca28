"""`jixiao --help` must answer at once: nothing heavy is imported at the door, and its words are Chinese."""

import subprocess
import sys

import pytest

from api.cli import main

HEAVY = ("torch", "faiss", "sklearn", "numpy", "sqlalchemy", "tantivy", "lxml", "pypdfium2", "jieba", "rich", "msgspec")

PROBE = """
import sys
from api.cli import main
try:
    main(["--help"])
except SystemExit as leaving:
    print("status", leaving.code)
print("imported", *sys.modules)
"""


def test_help_imports_nothing_heavy():
    out = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True).stdout
    *shown, status, imported = out.splitlines()
    assert status == "status 0"
    assert any("parse" in line for line in shown)
    assert {module.partition(".")[0] for module in imported.split()} & set(HEAVY) == set()


@pytest.mark.parametrize(
    "arguments",
    [["--help"], [], ["parse", "-h"], ["search", "--help"], ["export", "problems", "--help"], ["add", "--help"]],
    ids=" ".join,
)
def test_help_is_chinese_throughout(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    shown = "".join(capsys.readouterr())
    assert "用法：jixiao" in shown
    english = ("Usage", "Options", "Arguments", "Commands", "Show this", "required", "<str>", "list[", "<=x", "default")
    assert [word for word in english if word in shown] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["prase", "x"], "没有 prase 这个命令。 是不是 parse？"),
        (["parse"], "缺少 FILE。"),
        (["parse", "x", "--jsno"], "没有 --jsno 这个选项 （是不是 --json？）"),
        (["search", "x", "--mode", "fuzzy"], "--mode 的值不对：没有“fuzzy”，可用的是 hybrid、keyword、vector"),
        (["search", "x", "-k", "some"], "-k 的值不对：要写一个整数。"),
        (["search", "x", "-k", "0"], "-k 的值不对：至少是 1。"),
        (["search", "x", "-k", "9" * 30], "-k 的值不对：最多是 100000。"),
        (["search", "x", "--year", "9" * 30], "--year 的值不对：最多是 9999。"),
        (["search", "预\udce7"], "不是 UTF-8 编码的文字"),  # what Python makes of half a character
        (["show", "\udce7"], "不是 UTF-8 编码的文字"),
        (["search", "x", "--bureau", "局", "--bureau", "\udce7"], "不是 UTF-8 编码的文字"),
        (["export", "problems"], "缺少 -o 或 --output。"),
        (["search", "x", "--year"], "选项 --year 后面要有一个值。"),
        (["search", "x", "y"], "多出了参数 y"),
        (["search", "x", "--theme", "预算"], "--theme 没有“预算”；可用的是 预算编制、"),
        (["search", "x", "--section", "办法"], "--section 没有“办法”；可用的是 封面、"),
        (["search", "x", "--kind", "整体"], "--kind 没有“整体”；可用的是 部门整体支出、项目支出"),
        (["search", " "], "检索词是空的"),
        (["list", "--library", "nowhere"], "这里还没有资料库：nowhere"),
        (["--library", "nowhere", "show", "x"], "这里还没有资料库：nowhere"),
        (["list", "--library", ""], "--library 是空的"),  # not the default one: that may be another
        (["--library", " ", "list"], "--library 是空的"),
        (["export", "problems", "-o", "x.doc"], "不会写“.doc”这种文件"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_wrong_call_is_one_chinese_sentence_and_status_2(arguments, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    assert (left.value.code, out, says in err, len(err.splitlines())) == (2, "", True, 1)
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_the_project_s(capsys):
    from importlib.metadata import version

    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert (left.value.code, capsys.readouterr().out) == (0, f"jixiao {version('jixiao')}\n")


def test_a_setting_that_does_not_fit_is_a_wrong_call(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("JIXIAO_WORKERS", "lots")
    with pytest.raises(SystemExit) as left:
        main(["list", "--library", str(tmp_path)])
    assert left.value.code == 2
    assert "JIXIAO_WORKERS='lots' 不是正整数" in capsys.readouterr().err

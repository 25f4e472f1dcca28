"""Small reports that tests write themselves, and the command line run for real."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from api.cli import main

REPORT = """{bureau}{year}年度部门整体支出绩效自评报告

一、部门概况
（一）主要职能
{bureau}贯彻执行国家和省有关法律法规，承担全县相关规划、管理和服务工作。
（二）人员情况
编制{staff}人，年末实有{staff}人。

二、部门资金收支情况
{year}年部门预算收入1000.00万元，实际支出900.00万元，预算执行率90%。

三、存在的问题
（一）预算执行进度偏慢。部分项目前期工作不充分，截至{year}年9月底支出进度只有55%，低于序时进度20个百分点。
（二）绩效指标设置不够细化。个别项目的绩效指标以定性表述为主，难以考核和衡量。

四、改进措施
（一）加快预算执行进度。提前做好项目前期工作，按月通报支出进度，对执行慢的项目及时调整。
（二）细化绩效指标。组织业务培训，把绩效指标量化到可以考核和衡量。
"""


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(line) for line in self.out.splitlines()]


@pytest.fixture
def folder(tmp_path) -> Path:
    """A place for report files, beside the library."""
    place = tmp_path / "报告"
    place.mkdir()
    return place


@pytest.fixture
def write(folder) -> Callable[..., Path]:
    def written(bureau: str = "甲县水利局", year: int = 2023, name: str | None = None) -> Path:
        path = folder / (name or f"{bureau}{year}.txt")
        path.write_text(REPORT.format(bureau=bureau, year=year, staff=20 + year % 10), "utf-8")
        return path

    return written


@pytest.fixture
def environment(tmp_path, monkeypatch) -> dict[str, str]:
    """Settings of this test only: its own library, two workers."""
    for name in [name for name in os.environ if name.startswith("JIXIAO_")]:
        monkeypatch.delenv(name)
    ours = {"JIXIAO_LIBRARY": str(tmp_path / "library"), "JIXIAO_WORKERS": "2"}
    for name, value in ours.items():
        monkeypatch.setenv(name, value)
    return {**os.environ, **ours}


@pytest.fixture
def jixiao(environment, capsys) -> Callable[..., Ran]:
    """Runs a command in this process."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return Ran(int(left.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def start(environment) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts a command as a process of its own."""
    with ExitStack() as stack:

        def started(*arguments: object, new_session: bool = False) -> "subprocess.Popen[str]":
            command = [sys.executable, "-m", "api.cli", *map(str, arguments)]
            process = subprocess.Popen(
                command,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="surrogateescape",
                pipesize=4096,  # it goes no further than a few lines ahead of who reads them
                start_new_session=new_session,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield started

"""Where the reports for tests are: our own under examples/, real ones where JIXIAO_REPORTS names them."""

import os
from pathlib import Path

import pytest

from nlp.readers import READERS

ROOT = Path(__file__).parents[1]


def example_paths() -> list[Path]:
    """Every report in examples/, in a fixed order."""
    return sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in READERS)


def real_paths() -> list[Path]:
    """The real reports of JIXIAO_REPORTS/texts; none where it is unset."""
    folder = os.environ.get("JIXIAO_REPORTS")
    return sorted((Path(folder) / "texts").glob("*.txt")) if folder else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`report_path` runs over all reports at hand; without JIXIAO_REPORTS a skip says what is left out."""
    if "report_path" not in metafunc.fixturenames:
        return
    found = [pytest.param(p, id=p.name) for p in (*example_paths(), *real_paths())]
    if not real_paths():
        reason = "JIXIAO_REPORTS is not set: the real reports are not at hand"
        found.append(pytest.param(None, id="real reports", marks=pytest.mark.skip(reason=reason)))
    metafunc.parametrize("report_path", found)

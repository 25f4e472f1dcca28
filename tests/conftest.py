"""Where the reports for tests are: our own under examples/, real ones where JIXIAO_REPORTS names them."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from nlp.readers import READERS

ROOT = Path(__file__).parents[1]
NOBODY = 65534


def example_paths() -> list[Path]:
    """Every report in examples/, in a fixed order."""
    return sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in READERS)


def example_params() -> list[object]:
    """`example_paths` for parametrize: a scan goes through OCR, which takes seconds each time."""
    slow = pytest.mark.slow
    return [pytest.param(p, id=p.name, marks=slow if "扫描" in p.name else ()) for p in example_paths()]


def real_paths() -> list[Path]:
    """The real reports of JIXIAO_REPORTS/texts; none where it is unset."""
    folder = os.environ.get("JIXIAO_REPORTS")
    return sorted((Path(folder) / "texts").glob("*.txt")) if folder else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`report_path` runs over all reports at hand; without JIXIAO_REPORTS a skip says what is left out."""
    if "report_path" not in metafunc.fixturenames:
        return
    found = [*example_params(), *(pytest.param(p, id=p.name) for p in real_paths())]
    if not real_paths():
        reason = "JIXIAO_REPORTS is not set: the real reports are not at hand"
        found.append(pytest.param(None, id="real reports", marks=pytest.mark.skip(reason=reason)))
    metafunc.parametrize("report_path", found)


@pytest.fixture
def as_nobody() -> Callable[[Path], AbstractContextManager[None]]:
    """Runs a block with the rights of a user who owns nothing, who may yet reach and read the given folder.

    Where tests are not run by root they have no more rights than that anyway.
    """

    @contextmanager
    def nobody(folder: Path) -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        for parent in (folder, *folder.parents):
            if parent.stat().st_mode & 0o055 != 0o055:
                parent.chmod(parent.stat().st_mode | 0o055)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield
        finally:
            os.setresuid(0, 0, 0)

    return nobody

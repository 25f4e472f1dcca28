"""What the repository promises outside of its code: first words, versions, pins, nothing of one machine in it."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from typer.main import get_command

from api.cli import app
from api.settings import SETTINGS
from nlp.readers import READERS
from nlp.text import FLATTENED

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
READMES = ("README.md", "README.zh-CN.md")

# Things of one machine, or half done. Written in pieces, else this file would hold them.
UNWANTED = {
    "a path of one machine": r"(?<![\w.$])/(?:wor" + r"k|ro" + r"ot|ho" + r"me/\w+|opt/py" + r"pi)/",
    "a registry's address": "py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.org|--(?:extra-)?index-" + "url",
    "an unfinished merge": "^(?:<<<" + "<<<<|>>>" + ">>>>) ",
    "something put off": r"\b(?:TO" + "DO|FIX" + r"ME|X" + r"XX)\b",
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def commands(group, before=()):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield " ".join((*before, name))


def normal(requirement: str) -> str:
    """The name of a requirement as registries compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_leads_with_the_two_commands(readme):
    before, block, _ = (ROOT / readme).read_text("utf-8").split("```", 2)
    assert re.findall(r"^make \w+", block, re.MULTILINE) == ["make demo", "make test"]
    assert len(before.splitlines()) < 10


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", list(commands(get_command(app))))
def test_every_command_is_in_the_readme(readme, command):
    assert f"jixiao {command}" in (ROOT / readme).read_text("utf-8")


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_readme(readme, setting):
    assert setting.variable in (ROOT / readme).read_text("utf-8")


@pytest.mark.parametrize("command", list(commands(get_command(app))))
def test_every_command_is_in_the_contract(command):
    assert command.split()[0] in (ROOT / "docs" / "contract.md").read_text("utf-8")


FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")


@pytest.mark.parametrize("suffix", READERS)
def test_every_format_is_documented(suffix):
    """.jpeg and .tiff are other spellings."""
    assert f"`{suffix.replace('.jpeg', '.jpg').replace('.tiff', '.tif')}`" in FORMATS


def test_every_doubt_of_a_reader_is_documented():
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "nlp").rglob("*.py"))
    codes = set(re.findall(r'\bNote\(\s*"([a-z-]+)"', sources)) | {FLATTENED}
    assert len(codes) > 15
    assert {code for code in codes if f"`{code}`" not in FORMATS} == set()


def test_the_changelog_speaks_of_this_version():
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_direct_dependency_is_pinned():
    wanted = {normal(name) for name in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]}
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {normal(line) for line in lines if re.fullmatch(r"[\w.-]+==[\w.]+", line)}
    assert wanted - pinned == set()
    assert [line for line in lines if not line.startswith("#") and normal(line) not in pinned] == []


def imported(folder: str) -> set[str]:
    """The top-level modules that the code below a folder imports, our own and the standard library's left out."""
    nodes = [node for path in (ROOT / folder).rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    return {name.partition(".")[0] for name in names} - ours - sys.stdlib_module_names


@pytest.mark.parametrize("folder", ["nlp", "index", "models", "api", "tests", "bench"])
def test_every_library_that_is_imported_is_a_declared_dependency(folder):
    """One that is there only because another library wants it may go away with the other's next version.

    Tests, measurements and training (in models) are a developer's: they have the dev extra. Readers load the ocr
    extra when a scan comes; a library that is not installed here has no owner to be told by.
    """
    owners, extras = packages_distributions(), PROJECT["optional-dependencies"]
    extra = {"nlp": extras["ocr"], "index": [], "api": []}.get(folder, extras["dev"])
    declared = {normal(name) for name in [*PROJECT["dependencies"], *extra]}
    known = imported(folder) & owners.keys()
    assert {name for name in known if not declared & {normal(owner) for owner in owners[name]}} == set()


@pytest.mark.parametrize("what", UNWANTED)
def test_no_text_file_holds(what):
    files = tracked()
    if not files:
        pytest.skip("not a git checkout")
    found = []
    for path in files:
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # not text, or an example in another encoding
        found += [(path.name, line) for line in text.splitlines() if re.search(UNWANTED[what], line)]
    assert found == []

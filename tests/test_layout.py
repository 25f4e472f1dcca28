"""The shape of the house: who may import whom, and whose the four names are."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("nlp", "index", "models", "api")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# What a package of ours may import of ours, besides itself.
ARROWS = {"nlp": set(), "index": {"nlp"}, "models": {"nlp"}, "api": {"nlp", "index", "models"}}

# Seconds to import, or megabytes: only inside the functions that use them.
HEAVY = {"torch", "faiss", "sklearn", "sentence_transformers", "transformers", "tantivy", "lxml", "pypdfium2", "jieba"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """The first part of every absolute import below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def at_the_door(tree: ast.Module) -> Iterator[str]:
    """What importing the module imports: not what stands in functions or is for the type checker only."""
    for node in tree.body:
        lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not lazy and not typing_only:
            yield from imported(node)


@pytest.fixture(params=MODULES, ids=name)
def module(request) -> Path:
    return request.param


def test_there_is_something_to_look_at():
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(PACKAGES)


def test_imports_point_one_way(module):
    package = module.relative_to(ROOT).parts[0]
    ours = set(imported(ast.parse(module.read_text("utf-8")))) & {*PACKAGES, "tests", "bench", "examples"}
    assert ours - {package} <= ARROWS[package]


def test_imports_are_absolute(module):
    relative = [node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if getattr(node, "level", 0)]
    assert relative == []


def test_heavy_libraries_wait_inside_functions(module):
    assert set(at_the_door(ast.parse(module.read_text("utf-8")))) & HEAVY == set()


def test_no_module_is_a_drawer_for_everything(module):
    assert module.stem not in {"util", "utils", "helpers", "common", "misc", "base"}


@pytest.mark.parametrize("path", ["nlp/types.py", "nlp/errors.py"])
def test_values_and_errors_need_the_standard_library_only(path):
    foreign = set(imported(ast.parse((ROOT / path).read_text("utf-8")))) - sys.stdlib_module_names
    assert foreign == set()


def test_tests_are_no_package():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_foreign_distribution_owns_our_name(package):
    """There is a distribution called nlp on the registries; beside ours it would decide by chance who is imported."""
    assert set(packages_distributions().get(package, [])) <= {"jixiao"}

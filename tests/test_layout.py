"""The shape of the house: who may import whom, and whose the four names are."""

import ast
import sys
from collections.abc import Iterable, Iterator
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


def imported(nodes: Iterable[ast.AST]) -> set[str]:
    """The first part of every absolute import among the nodes."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found


def at_the_door(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that importing the module runs: not those in functions, nor what is for the type checker only."""
    lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    if not lazy and not typing_only:
        yield node
        for child in ast.iter_child_nodes(node):
            yield from at_the_door(child)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.fixture(params=MODULES, ids=name)
def module(request) -> Path:
    return request.param


def test_there_is_something_to_look_at():
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(PACKAGES)


def test_imports_point_one_way(module):
    package = module.relative_to(ROOT).parts[0]
    ours = imported(ast.walk(parsed(module))) & {*PACKAGES, "tests", "bench", "examples"}
    assert ours - {package} <= ARROWS[package]


def test_imports_are_absolute(module):
    relative = [node for node in ast.walk(parsed(module)) if isinstance(node, ast.ImportFrom) and node.level]
    assert relative == []


def test_heavy_libraries_wait_inside_functions(module):
    assert imported(at_the_door(parsed(module))) & HEAVY == set()


def test_no_module_is_a_drawer_for_everything(module):
    assert module.stem not in {"util", "utils", "helpers", "common", "misc", "base"}


@pytest.mark.parametrize("path", ["nlp/types.py", "nlp/errors.py"])
def test_values_and_errors_need_the_standard_library_only(path):
    assert imported(ast.walk(parsed(ROOT / path))) - sys.stdlib_module_names == set()


def test_tests_are_no_package():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_foreign_distribution_owns_our_name(package):
    """There is a distribution called nlp on the registries; beside ours it would decide by chance who is imported."""
    assert set(packages_distributions().get(package, [])) <= {"jixiao"}

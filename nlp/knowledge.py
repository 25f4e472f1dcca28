"""Reads the knowledge files under nlp/data: what is data there, code only interprets."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from nlp.errors import DataError


@cache
def load(name: str) -> dict[str, Any]:
    """The table in nlp/data/<name>.toml. DataError where it is missing or no TOML.

    That it has the keys and that its patterns compile is a property of the repository, which the tests check.
    """
    path = files("nlp") / "data" / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"知识文件 nlp/data/{name}.toml 无法读取：{error}") from error


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """The pattern at these keys of nlp/data/<name>.toml, compiled once."""
    entry: Any = load(name)
    for key in keys:
        entry = entry[key]
    return re.compile(entry)


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of nlp/data/<name> without comments and blank ones."""
    try:
        text = (files("nlp") / "data" / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"知识文件 nlp/data/{name} 无法读取：{error}") from error
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))

"""The few English words that Typer itself puts into help and usage errors, in Chinese."""

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

Words = tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]  # pattern and what comes in its place

HELP_WORDS: Words = (
    (r"^Usage: ", "用法："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r" {2}\[required\]", ""),
    (r"\{(\w+)\}", r"\1"),  # metavars of arguments
    (r" <(?:str|path|list\[\w+\])>", ""),  # and their types
    (r" {2}\[[\d<=>]*x[\d<=>]+\]", ""),
    (r"Show this message and exit\.", "显示这段说明"),
)


def _bare(options: str) -> str:
    """'-o' / '--output', or 'a', 'b', without the quotation marks."""
    return options.replace("'", "").replace(" / ", " 或 ").replace(", ", "、")


USAGE_ERRORS: Words = (
    (r"No such command '(.+?)'\.", r"没有 \1 这个命令。"),
    (r"Did you mean '(.+?)'\?", r"是不是 \1？"),
    (r"No such option: (\S+)", r"没有 \1 这个选项"),
    (r"\(Possible options: (.+)\)", r"（是不是 \1？）"),
    (r"Missing (?:argument|option) (.+?)\.", lambda found: f"缺少 {_bare(found[1])}。"),
    (r"Missing command\.", r"没有写命令。"),
    (r"Option '(.+?)' requires an argument\.", r"选项 \1 后面要有一个值。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"多出了参数 \1"),
    (r"Invalid value for ('.+?'): ", lambda found: f"{_bare(found[1])} 的值不对："),
    (r"Value error, '(.*)' is not one of (.+)\.", lambda found: f"没有“{found[1]}”，可用的是 {_bare(found[2])}。"),
    (r"Input should be a valid integer.*", "要写一个整数。"),
    (r"Input should be greater than or equal to (\S+)", r"至少是 \1。"),
    (r"Input should be less than or equal to (\S+)", r"最多是 \1。"),
)


def usage_sentence(error: typer.TyperException) -> str:
    """A usage error in Chinese; wording that the table does not know stays as it is."""
    return _translated(error.format_message(), USAGE_ERRORS)


def _translated(text: str, words: Words) -> str:
    for pattern, chinese in words:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _translated(super().get_help(ctx), HELP_WORDS)


class Group(TyperGroup):
    """The command that holds the others; its help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _translated(super().get_help(ctx), HELP_WORDS)

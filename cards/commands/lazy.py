"""A group of commands that imports a command's module only when that command is asked for: help comes fast."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword
from typing import Any

import click


class LazyGroup(click.Group):
    """The commands named in `commands` (name → what it does, in a line), each the object `command` of the module of its
    name in `package`.
    """

    def __init__(self, *arguments: Any, package: str, commands: dict[str, str], **options: Any):
        super().__init__(*arguments, **options)
        self.package = package
        self.summaries = commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.summaries:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"{self.package}.{module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

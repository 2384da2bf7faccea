"""A group of commands that imports a command's module only when that command is asked for: help comes fast."""

from __future__ import annotations

from gettext import gettext
from importlib import import_module
from inspect import cleandoc
from keyword import iskeyword
from typing import Any

import click

from cards.commands.language import told
from cards.commands.language.placeholders import in_users_words


class LazyGroup(click.Group):
    """The commands named in `commands` (name → what it does, in a line), each the object `command` of the module of its
    name in `package`; its help ends with its `examples`.
    """

    def __init__(self, *arguments: Any, package: str, commands: dict[str, str],
                 examples: dict[str, tuple[str, str]] | None = None, **options: Any):
        super().__init__(*arguments, **options)
        self.examples = examples or {}
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
        if cmd_name in self.examples:
            command.epilog = "\n".join(("\b", told("Examples:"), *self.examples[cmd_name]))
        return in_users_language(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, told(summary)) for name, summary in self.summaries.items()])


def in_users_language(command: click.Command) -> click.Command:
    """`command`, its help and that of its options in the user's language."""
    command = in_users_words(command)
    command.help = told(cleandoc(command.help or ""))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = told(parameter.help)
    return command

"""What stands for something in a usage line (SOURCE, FILE, [OPTIONS]), in the user's language."""

from __future__ import annotations

import re
from copy import copy

import click

from cards.commands.language import is_chinese
from cards.commands.language.formatting import ChineseContext

CHINESE = {
    "OPTIONS": "选项", "COMMAND": "命令", "ARGS": "参数", "SOURCE": "来源文件", "LIBRARY": "资料库", "FOLDER": "文件夹",
    "DECK": "卡片包", "DIR": "文件夹", "DIRECTORY": "文件夹", "FILE": "文件", "INTEGER RANGE": "整数", "TEXT": "文字",
    "ADDRESS": "网址", "HOST": "主机", "PORT": "端口", "READERS": "读者文件", "OLD": "旧", "NEW": "新", "ID": "编号",
    "DATETIME": "日期", "FLOAT RANGE": "数",
}
WORD = re.compile(r"[A-Z]+(?: RANGE)?")


def in_chinese(usage: str) -> str:
    """What stands for things in a line of `usage`, in Chinese."""
    return WORD.sub(lambda found: CHINESE.get(found[0], found[0]), usage)


def in_users_words(command: click.Command) -> click.Command:
    """`command` with help that names what it takes in the user's language; `command` itself stays as it is."""
    if not is_chinese():
        return command
    command = copy(command)
    command._help_option = None  # kept in the language in which it was shown first
    command.context_class = ChineseContext
    command.options_metavar = in_chinese(command.options_metavar or "")
    if isinstance(command, click.Group):
        command.subcommand_metavar = in_chinese(command.subcommand_metavar or "")
    command.params = [copy(parameter) for parameter in command.params]
    for parameter in command.params:
        parameter.metavar = in_chinese(_named(parameter)) or None
    return command


def _named(parameter: click.Parameter) -> str:
    """What click calls what `parameter` takes, '' where it names that by its choices or it takes nothing."""
    if parameter.metavar is not None:
        return parameter.metavar
    if isinstance(parameter, click.Argument):
        name = (parameter.name or "").upper()
        return name if parameter.required else f"[{name}]"
    if isinstance(parameter, click.Option) and (parameter.is_flag or isinstance(parameter.type, click.Choice)):
        return ""
    return parameter.type.name.upper()

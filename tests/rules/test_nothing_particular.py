"""The engine knows no words: what to look for in Chinese stands in the rule files and lexicons, none of it in code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

import cards
from cards.rules import contract

PACKAGE = Path(cards.__file__).parent
READING = PACKAGE / "reading"
# How lines look that a program wrapped, numbered or laid out stands with the readers of formats.
RULES = sorted([
    *(PACKAGE / "rules").rglob("*.py"), PACKAGE / "finding" / "find.py", PACKAGE / "finding" / "selecting.py",
    PACKAGE / "text" / "sentences.py", READING / "lines.py", *(READING / "outline").glob("*.py"),
])
HAN = regex.compile(r"\p{Han}")
MAKERS = {name for name, maker in vars(contract).items() if getattr(maker, "__module__", "") == "cards.rules.keys"}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def documentation(tree: ast.AST) -> Iterator[ast.AST]:
    """The docstrings, and what the contract says of each key: text(doc, …), Key(name, type, doc, …)."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr):
            yield node.body[0].value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            yield from ast.walk(node.args[2 if node.func.id == "Key" else 0])


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and value of each string in the code, documentation apart, escapes resolved."""
    said = {id(node) for node in documentation(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_engine_holds_no_chinese_word(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [(line, text) for line, text in literals(tree) if HAN.search(text)] == []

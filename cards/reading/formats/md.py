"""Markdown (.md) to lines. markdown-it-py (MIT, held to CommonMark's own tests, 1 MB, 35 ms to import) makes a page of
it, with its plugins for footnotes and front matter, and the reader of pages reads that: so lists, tables, notes and
HTML inside come out as they do there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from cards.reading.formats.decode import NONCHARACTERS_DROPPED, without_noncharacters
from cards.reading.formats.unwrap import OPENS, STOPS, continued
from cards.reading.lines import LINE, Source
from cards.records import Doubt, Place, UserError

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


ENDINGS = (".md", ".markdown", ".mkd")
LARGEST, MOST_LINES, MOST_MARKS = 3_000_000, 20_000, 50_000  # some thirty times what an issue has
MARK = re.compile(r"[\\`*_\[\]<&!|~:]|^[ \t]*[>#+-]", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?![\d# \t]*$)\S", re.MULTILINE)
SIGNS = (  # what hardly any text holds that is not Markdown
    HEADING,
    re.compile(r"\*\*[^\s*](?:[^\n*]{0,200}[^\s*])?\*\*"),
    re.compile(r"!?\[[^\]\n]{0,200}\]\((?:https?:|#|/|\./|data:)[^)\s]{0,500}\)"),
    re.compile(r"^ {0,3}(?:```|~~~)[\w+-]*$", re.MULTILINE),
    re.compile(r"^ {0,3}\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?::?-{2,}:?)?[ \t]*$", re.MULTILINE),
    re.compile(r"^\[\^?[^\]\n]{1,60}\]:[ \t]+\S", re.MULTILINE),
)
BREAKS, BOLD = ("softbreak", "hardbreak"), ("strong_open", "strong_close")
SAMPLE = 200_000
FRONT_TITLE = re.compile(r"^(?:title|标题)\s*:\s*(.+)$", re.MULTILINE)


def is_markdown(text: str, name: str) -> bool:
    """A text is Markdown where its name says so, else only where it is certain: it holds two headings (`# `), or two
    signs of different kinds. A text that begins with # is not: its lines, a paragraph each, would run together.
    """
    if name.lower().endswith(ENDINGS):
        return True
    sample = text[:SAMPLE]
    headings = len(HEADING.findall(sample))
    return headings > 1 or sum(sign.search(sample) is not None for sign in SIGNS) > 1


def markdown_source(text: str, name: str) -> Source:
    """The lines of a Markdown text. Raises UserError, naming `name`, for one without text, or too large for an issue.

    A paragraph, heading or list item is a line; a line break inside one is none where the text is wrapped at a column,
    but one behind a full stop, as people type it. Ordered lists keep their numbers, as text.
    """
    try:
        for needed in ("lxml.etree", "markdown_it", "mdit_py_plugins"):
            import_module(needed)
    except ImportError:
        raise UserError(f"{name}: reading .md needs juyao[md]: pip install 'juyao[md]'") from None
    from cards.reading.formats.html import page_source

    if len(text) > LARGEST or text.count("\n") > MOST_LINES or len(MARK.findall(text)) > MOST_MARKS:
        raise UserError(f"{name}: more marks and lines than an issue has; copy the articles into a .txt file")
    text, noncharacters, line = without_noncharacters(text)
    lines = text.replace("\f", "\n").split("\n")
    page, doubts = _page("\n".join(lines), [*continued(lines), False])
    if noncharacters:
        doubts.append(Doubt(f"{NONCHARACTERS_DROPPED}: {noncharacters}", Place(line=line)))
    return page_source(page, name, whole=True, doubts=doubts)


def _page(text: str, goes_on: list[bool]) -> tuple[str, list[Doubt]]:
    """`text` as a page, and what of it was left out. `goes_on` says of each line that it belongs to the one before."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    parser.use(footnote_plugin).use(front_matter_plugin)
    parser.core.ruler.push("as_typed", lambda state: _as_typed(state, goes_on))
    tokens = parser.parse(text)
    doubts = []
    title = ""
    for token in tokens:
        if token.type == "front_matter":
            found = FRONT_TITLE.search(token.content)
            title = found[1].strip(" \"'") if found else ""
            left = token.content.count("\n") + 1 - bool(title)
            doubts.append(Doubt(f"lines of front matter left out: {left}", mended=True))
        elif token.type == "fence":
            doubts.append(Doubt("a code block read as text"))
    has_title = any(token.type == "heading_open" and token.tag == "h1" for token in tokens)
    head = f"<h1>{_escaped(title)}</h1>\n" if title and not has_title else ""
    return head + str(parser.renderer.render(tokens, parser.options, {})), doubts


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _as_typed(state: StateCore, goes_on: list[bool]) -> None:
    """Every block knows its line; what people mean by a line break, by ** next to a Chinese stop, by ~~, by --- behind
    a sentence is what they get.
    """
    for at, token in enumerate(state.tokens):
        if token.map:
            _set_line(token, token.map[0] + 1)
        if _is_underlined(token) and _is_text(state.tokens[at + 1].content):
            token.tag = state.tokens[at + 2].tag = "p"
        elif token.type == "inline" and token.children:
            token.children = list(_inline(token.children, token.map[0] if token.map else 0, goes_on))


def _set_line(token: Token, line: int) -> None:
    """Let a block know the line that it begins in."""
    if token.type == "html_block":
        token.content = f'<span {LINE}="{line}"></span>{token.content}'
    elif token.nesting >= 0:
        token.attrSet(LINE, str(line))


def _is_underlined(token: Token) -> bool:
    """A heading that is one by the row of - or = under it."""
    return token.type == "heading_open" and token.markup in ("-", "=")


def _is_text(content: str) -> bool:
    """What is underlined is no heading: a sentence, or several lines of them."""
    return content.rstrip().endswith(tuple(STOPS)) or "\n" in content


def _inline(children: list[Token], line: int, goes_on: list[bool]) -> Iterator[Token]:
    """The inline tokens of a block as people mean them; it begins in the `line`, counted from 0."""
    unpaired = _stars(children) > 1
    said = ""
    for at, child in enumerate(children):
        if child.type in BREAKS:
            line += 1
            after = children[at + 1].content if at + 1 < len(children) else ""
            if child.type == "softbreak" and _parts(children, at, said, after, goes_on[min(line, len(goes_on) - 1)]):
                child.type, child.content = "html_inline", f'<br {LINE}="{line + 1}">'
        elif child.type == "text":
            child.content = child.content.replace("**", "") if unpaired else child.content
            said = child.content or said
        elif child.type in ("s_open", "s_close"):
            child.tag = "del"
        yield child


def _is_bold(children: list[Token], at: int) -> bool:
    """The line that ends at the break `at` is bold as a whole: a heading of sorts."""
    begin = next((place + 1 for place in range(at - 1, -1, -1) if children[place].type in BREAKS), 0)
    said = [child.type for child in children[begin:at] if child.type != "text" or child.content.strip()]
    whole = (*said[:1], *said[-1:]) == BOLD
    return whole and sum(kind.startswith("strong") for kind in said) == len(BOLD)


def _stars(children: list[Token]) -> int:
    """How many ** are left in the text: those that Markdown makes nothing of."""
    return sum(child.content.count("**") for child in children if child.type == "text")


def _parts(children: list[Token], at: int, said: str, after: str, wrapped: bool) -> bool:
    """The break `at` parts two paragraphs, or a bold line from its text."""
    return _is_bold(children, at) or _breaks(said, after, wrapped)


def _breaks(said: str, after: str, goes_on: bool) -> bool:
    """A break in the source parts two paragraphs: the text is not wrapped here, and the line before ends a sentence or
    the next opens one of a list.
    """
    return not goes_on and (said.rstrip().endswith(tuple(STOPS)) or OPENS.match(after) is not None)

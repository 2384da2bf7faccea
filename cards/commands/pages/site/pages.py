"""The pages of a site as bytes: the index, the help, and for each issue its own page and one with every card."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from cards.commands.pages.cards import cards_of
from cards.commands.pages.preview import page
from cards.commands.pages.site.hosting import MARK
from cards.commands.pages.site.records import ShelvedIssue
from cards.commands.pages.templating import part, template
from cards.record.memory import RETIRED_TAG
from cards.writing.tags import issue_tag

DOCTYPE = "<!doctype html>"


def index(issues: Sequence[ShelvedIssue], title: str, coded: bool) -> bytes:
    """The first page of a site with `issues`, the newest first; `coded`: codes to scan stand beside the pages."""
    return _page("index", "", title=title, newest=issues[0] if issues else None, rest=issues[1:], coded=coded)


def help_page(title: str, coded: bool) -> bytes:
    """How learners get the cards onto their phones; printed, it is one page A4."""
    return _page("help", "", title=title, coded=coded)


def issue_page(issue: ShelvedIssue, title: str, coded: bool) -> bytes:
    """The page of an issue."""
    return _page("issue", "../../", title=title, issue=issue, coded=coded,
                 retired=f"tag:{RETIRED_TAG} tag:{issue_tag(issue.number)}")


def cards_page(issue: ShelvedIssue, whole: bytes) -> bytes:
    """Every card of an issue, front and back, from the package of the `whole`, in Chinese as all of the site.
    Raises ValueError where that can't be read.
    """
    cards = list(cards_of(issue.whole.file, whole).values())
    text = page(cards, f"{issue.publication} {issue.name}", home="index.html", chinese=True)
    return text.replace(DOCTYPE, f"{DOCTYPE}<!-- {MARK} -->", 1).encode(errors="replace")


def _page(name: str, root: str, **values: Any) -> bytes:
    """The page by the template `name`; `root` leads from it to the first page."""
    script = part("site/chat.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = template(f"site/{name}.html").render(
        mark=MARK, root=root, style=part("site/style.css"), script=script, allowed=f"sha256-{digest}", **values)
    return text.encode(errors="replace")

"""Web pages and the exports of Word and LibreOffice (.html) to lines: what a browser shows of the article, a paragraph
a line.

lxml reads the markup (BSD, several releases a year, 12 MB, 30 ms to import; the .docx reader has it already) through
its event interface, which builds no tree: 100,000 levels, attributes or entities take tenths of a second. Trees are
worse: lxml's own are cut off at 256 or 2,048 levels, selectolax (MIT, 8 MB) needs 48 s for 100,000 levels, html5lib
(MIT) as long for 20,000, and Beautiful Soup (MIT) takes ten times as long for a real issue. trafilatura and its like
(Apache, seven more packages, 230 ms) look for one news article and drop covers, contents and short lines, which an
issue is made of. So what is left out here is decided by plain rules, and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from cards.errors import UserError
from cards.reading.decode import BOMS, clean_characters, decode
from cards.reading.lines import Line, Source
from cards.records import Doubt, Place

LARGEST, MOST_TAGS, MOST_LINES, DEEPEST = 10_000_000, 200_000, 20_000, 2_000  # some fifty times what an issue has
PIECE, MOST_DAMAGED, FEW_DAMAGED, WIDEST = 65_536, 0.01, 3, 50
EMBEDDED = re.compile(rb"data:[a-z]+/[^\"'<>\s)]{500,}")
DECLARED = re.compile(rb"(?i)<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w-]+)"
                      rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]+)")
ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

UNREAD = {"script", "style", "noscript", "template", "iframe", "object", "applet", "embed", "svg", "canvas", "audio",
          "video", "select", "datalist", "textarea", "button", "rp", "rt", "rtc", "map", "xml"}
HEADINGS, BOLD_TAGS, LISTS = {"h1", "h2", "h3", "h4", "h5", "h6"}, {"b", "strong"}, {"ol", "ul", "dir", "menu"}
CONTAINERS = {"html", "body", "div", "section", "article", "main", "td", "center", "form", "blockquote"}
BLOCKS = HEADINGS | LISTS | CONTAINERS | {
    "p", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "pre", "aside", "nav",
    "header", "footer", "fieldset", "address", "figure", "figcaption", "details", "summary", "hr"}
FURNITURE = {"nav", "aside", "footer", "header", "form", "menu", "navigation", "banner", "contentinfo", "search",
             "complementary", "menubar", "dialog"}  # tags and roles
NAMED_FURNITURE = re.compile(  # in class or id, by its words
    r"(?:^|[\s_-])(?:(?:top|main|site|sub|left|right|foot)?(?:nav|menu)(?:bar)?|bread-?crumbs?|crumbs?|weizhi|dqwz|"
    r"side-?bar|foot(?:er)?|copy-?right|(?:bd)?share\w*|comments?|pinglun|relat(?:ed|ive)\w*|recommend\w*|tuijian|"
    r"rank\w*|advert\w*|ads?|pager|pagination|tool-?(?:bar|box)|qr-?code|search\w*|login)(?:$|[\s_\d-])")
HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all|mso-element:(?:comment|header|footer)")
WEIGHT = re.compile(r"font-weight:(?:(bold|[6-9]00)|normal|lighter|[1-5]00)")
SIZE = re.compile(r"font-size:(\d{1,4}(?:\.\d{1,4})?)(pt|px|em|%)")
ALIGNED = re.compile(r"text-align:(center)?")
FONT_SIZES = dict(zip("1234567", (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0), strict=True))
LIST_STYLE = re.compile(r"list-style(?:-type)?:([a-z-]+)")

EXPORTERS = re.compile(r"(?:LibreOffice|OpenOffice|Apache OpenOffice|Microsoft Word|Word\.|WPS)")
BREAK = "\x1e"
MARKS = "note marks left out"
RENUMBERED = "list items that LibreOffice numbers 1. 2. 3., whatever the document has (一、 or 第一，)"
SPACE, SPACES = re.compile(r"[ \t\n\r\f]+"), " \t\n\r\f\xa0\u2002\u2003\u2009\u3000"
EAST_ASIAN = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6“”‘’—…·]")
MARK = re.compile(r"[\[〔【（(]\s*(?:\d{1,3}|注\d{0,2}|[a-z]{1,4})\s*[\]〕】）)]|[①-⒇*＊†‡※]{1,3}")
NOTE = re.compile(r"_?(?:sd(?:foot|end)note|ftn|edn|fn|footnote|endnote|cite_note)\W?\w{0,20}?\d+(?:sym|anc)?")
SUPERSCRIPTS = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
COUNT = "[一二三四五六七八九十]{1,3}"
OWN_NUMBER = re.compile(rf"[（(]?(?:\d{{1,3}}|{COUNT})[.．、）)]|第{COUNT}[，、：]|[①-⒛㈠-㈩]")
LABEL = re.compile(r".*[\d一二三四五六七八九十甲乙丙丁①-⒛㈠-㈩Ⅰ-ⅿ].*|[（(]?[A-Za-z]{1,4}[.．、)）]")
NOTE_STYLE = re.compile(r"mso-element:(?:foot|end)note(?!-)")
LONGEST_HEADING, LONGEST_NAME, LONGEST_MERGED, LONGEST_LABEL, LARGER = 60, 20, 60, 8, 1.1
HAN, ROMAN = " 一二三四五六七八九", ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
CONTENTS = re.compile(r"目\s*[录次]|本期目录|.*\t\d{1,3}")
FIGURE, YEAR = re.compile(r"[-+−]?\d"), re.compile(r"(?:19|20)\d\d(?:年.*)?")
BARE_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[-+−]?[\d.,]+[%％‰万亿]*")
NAME_WITH_UNIT = re.compile(r"(.+)[（(]([^（）()\d]{0,3}[%％‰人元件家户个项次吨里亩顷米处天年所台辆倍名点时])[）)]")
STOPS = tuple("。；：，、;:,.")
NO_HEADING = re.compile(rf"——|第{COUNT}[，、]|{COUNT}是|[（(].*[）)]$|.*\t|[\W\d_]*$")
SELF_NAMED = re.compile(r"※|[（(]?(?:注|编者按|来源|原载|载于|摘自|出处)[：:]")

PROSE = re.compile(r"[，。；：！？、]")
ARTICLE, STRAY = "article", "stray"
ARTICLE_SHARE, FURNITURE_SHARE, LINKED_SHARE, LONG_PROSE = 0.9, 1 / 3, 0.5, 40
BUTTON = (r"[【\[（(]?(?:打印(?:本[页文])?|关闭(?:窗口|本页)?|返回(?:首页|顶部|列表|上[一]?[级页])?|首页|"
          r"收藏(?:本[页文])?|点赞|登录|注册|举报|更多|大|中|小|分享|微信|微博|扫一扫|热门(?:新闻|文章|推荐)?|[上下]一[篇条页则]|"
          r"相关(?:阅读|链接|新闻|文章|报道|推荐)|(?:推荐|延伸)阅读|猜你喜欢|(?:发表|网友|全部|最新)评论)[】\]）)]?")
BOILERPLATE = re.compile(
    rf"(?:{BUTTON}[\s|/、：:]*)+$|[上下前后]一[篇条页则][：:]|当前位置|(?:您|你)?(?:现在)?(?:所在)?的?位置[：:]|"
    r"版权(?:所有|声明)|免责声明|copyright|©|\S{0,3}ICP\s*备|\S{0,4}公网安备|网站标识码|(?:主办|承办)单位[：:]|技术支持[：:]|"
    r"网站地图|联系我们|分享到|扫一扫|【?字[体号][：:]|(?:浏览|阅读|点击|访问)(?:次数|量|数)[：:]|(?:责任)?编辑[：:]|责编[：:]|"
    r"[【\[（(](?:责任)?编辑[：:]|相关(?:阅读|链接|新闻|文章|报道)[：:]", re.IGNORECASE)
TRAIL = re.compile(r"\s*[>＞»›]+\s*")
LONGEST_BOILERPLATE = 80
MOMENT = re.compile(r"((?:19|20)\d\d)[-年./](\d{1,2})[-月./](\d{1,2})日?(?:\s*\d{1,2}[:：]\d{1,2}(?:[:：]\d{1,2})?)?")
ORIGIN = re.compile(r"来源[：:]\s*([^\s|丨【\[（(]{2,30}?)"
                    r"(?=$|[\s|丨【\[（(]|作者|责任|编辑|字[体号]|发布|时间|浏览|分享)")


def html_source(data: bytes, name: str) -> Source:
    """The lines of a page. Raises UserError, naming `name`, for one without text, and for one that is no article's page
    by its size, its number of tags or their depth.

    A paragraph, heading or list item is a line, and a `<br>` begins another; a table row is a line that ends in 。;
    notes follow the line they hang on, as remarks (注：…). What is left out, or never was running text, is a doubt.
    """
    text, damaged = _decoded(EMBEDDED.sub(b"", data), name)
    page = _parsed(text, name)
    doubts = [Doubt(f"characters that can't be read in the page's encoding: {damaged}")] if damaged else []
    kept = _with_notes(page.blocks if page.exported else _article(page, doubts))
    lines = tuple(_lines(kept))
    if not lines:
        raise UserError(f"{name}: no text in this page; open it in a browser and copy the article into a .txt file")
    counted = Counter(page.counted)
    tables: dict[int, list[int]] = {}
    for line, block in zip(lines, kept, strict=True):
        if block.table and not CONTENTS.fullmatch(block.text):
            tables.setdefault(block.table, []).append(line.number)
        counted["notes kept as remarks"] += block.note != ""
    counted[MARKS] = max(0, counted[MARKS] - counted["notes kept as remarks"])
    doubts += [Doubt(f"a table read row by row, rows: {len(rows)}", Place(line=rows[0])) for rows in tables.values()]
    return Source(lines, (*doubts, *(Doubt(f"{what}: {times}") for what, times in counted.items() if times)))


def _decoded(data: bytes, name: str) -> tuple[str, int]:
    """The text of the page, and how many of its characters are damaged. What comes out decides, not what is declared:
    pages lie, and where they say GB2312 they mean GB18030.
    """
    if len(data) > LARGEST:
        raise UserError(f"{name}: larger than {LARGEST // 1_000_000} MB without its pictures; save the article alone")
    match = None if data.startswith(tuple(bom for bom, _ in BOMS)) else DECLARED.search(data[:8192])
    declared = (match[1] or match[2]).decode().lower() if match else "utf-8"
    chinese = {"gb": "gb18030", "x-": "gb18030", "cp": "gb18030", "bi": "big5hkscs"}
    encoding = chinese.get(declared[:2], "utf-8")
    try:
        return (data.decode(encoding) if encoding == "big5hkscs" else decode(data, name)), 0
    except UnicodeDecodeError:
        return decode(data, name), 0
    except UserError:
        text = data.decode(encoding, errors="replace")
        damaged = text.count("\ufffd")
        if not 0 < damaged <= max(MOST_DAMAGED * len(text), min(FEW_DAMAGED, 5 * MOST_DAMAGED * len(text))):
            raise
        return text, damaged


def _parsed(text: str, name: str) -> _Page:
    try:
        etree: Any = import_module("lxml.etree")
    except ImportError:
        raise UserError(f"{name}: reading .html needs juyao[html]: pip install 'juyao[html]'") from None
    if text.count("<") > MOST_TAGS or text.count("&") > 5 * MOST_TAGS:
        raise UserError(f"{name}: more than {MOST_TAGS:,} tags; copy the article into a .txt file")
    page = _Page()
    markup = re.sub(r"(?i)</?wbr\b[^<>]{0,20}>", "", text).encode(errors="replace")
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    try:
        for at in range(0, len(markup), PIECE):
            parser.feed(markup[at : at + PIECE])
        parser.close()
    except _TooMuchError as error:
        raise UserError(f"{name}: {error}; copy the article into a .txt file") from None
    except etree.LxmlError:
        pass  # a page without any element: no text will be found in it
    page.finish()
    return page


class _TooMuchError(Exception):
    """The page is no newsletter's, or is meant to hang its reader."""


@dataclass(slots=True, eq=False)
class _Element:
    """An open or closed element: what its text inherits from it, and the running text found in it."""

    tag: str
    parent: _Element | None
    begin: int
    furniture: bool = False
    bold: bool = False
    centred: bool = False
    size: float = 12.0
    heading: bool = False
    linked: bool = False
    pre: bool = False
    article: bool = False
    note: str = ""
    target: str = ""
    cell: tuple[int, int] | None = None
    prose: int = 0
    out: bool = False
    inside: bool = False


@dataclass(slots=True, eq=False)
class _Block:
    """A line to be: its text and where it stands; how much of it is links; its look; the notes that hang on it."""

    text: str
    within: _Element
    linked: float = 0.0
    look: tuple[bool, float, bool] | None = None
    heading: bool = False
    note: str = ""
    notes: tuple[str, ...] = ()
    table: int = 0

    @property
    def prose(self) -> int:
        return len(self.text) if self.linked < LINKED_SHARE and PROSE.search(self.text) else 0


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    blocks: list[_Block]

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks)

    @property
    def laid_out(self) -> bool:
        """The table is but a frame: the cell holds sentences, each in a paragraph of its own, or a table."""
        return sum(block.text.endswith("。") for block in self.blocks) > 1 or any(
            block.table or block.heading for block in self.blocks)


@dataclass(slots=True)
class _List:
    """An open list: the style of its numbers ('' for bullets), and the next of them."""

    style: str
    number: int
    step: int = 1


class _Page:
    """Takes the parser's events and keeps the page's blocks in reading order."""

    def __init__(self) -> None:
        self.title, self.exported, self.counted = "", False, Counter[str]()
        self.elements = [_Element("", None, 0)]
        self._open = [self.elements[0]]
        self._blocks: list[list[_Block]] = [[]]
        self._rows: list[list[list[_Cell]]] = []
        self._lists: list[_List] = []
        self._said: list[str] = []
        self._notes: list[str] = []
        self._label, self._unsaid, self._spaced = "", "", False
        self._tables = self._skipped = self._kept = 0
        self._linked, self._bold, self._sizes = 0, True, Counter[float]()

    @property
    def blocks(self) -> list[_Block]:
        return self._blocks[0]

    def start(self, tag: str, attributes: Any) -> None:
        if self._skipped + len(self._open) > DEEPEST:
            raise _TooMuchError(f"tags nested more than {DEEPEST:,} deep")
        if self._skipped:
            self._skipped += 1
            return
        style = attributes.get("style", "")[:2000].lower().replace(" ", "")
        self._unsaid = _unsaid(tag, attributes, style)
        if self._unsaid or "mso-tab-count" in style:
            self._said.append("\t" if "mso-tab-count" in style else "")
            self._skipped = 1
            return
        if tag in BLOCKS or (tag == "br" and not self._open[-1].heading):
            self.flush()
        elif tag == "br":
            self._said.append(BREAK)
        element = _element(tag, attributes, style, self._open[-1], len(self._said))
        self._open.append(element)
        self.elements.append(element)
        if tag in ("meta", "html", "title"):
            self._learn(tag, attributes)
        elif tag in LISTS:
            self._lists.append(_list(tag, attributes, style))
        elif tag == "li":
            listed = self._lists and not element.note
            self._label = _label(self._lists[-1], attributes.get("value", "")) if listed else ""
            self.counted[RENUMBERED] += self._spaced and self._label[:1].isdecimal()
        elif tag == "table":
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif tag in ("td", "th") and self._rows:
            wide, high = (min(_integer(attributes.get(each, ""), 1), WIDEST) for each in ("colspan", "rowspan"))
            element.cell = (wide, high)
            self._count(1)
            self._blocks.append([])

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element = self._open[-1]
        if tag in BLOCKS:
            self.flush()
        elif tag in ("a", "sup", "span"):
            self._mark(element)
        self._open.pop()
        if tag in LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif element.cell:
            self._rows[-1] = self._rows[-1] or [[]]
            self._rows[-1][-1].append(_Cell(*element.cell, self._blocks.pop()))
        elif tag == "table":
            self._blocks[-1] += self._table(self._rows.pop(), element)

    def data(self, text: str) -> None:
        element = self._open[-1]
        if ODD.search(text):
            text, dropped = clean_characters(text)
            self.counted["control characters dropped"] += dropped
        if self._skipped:
            self.counted[self._unsaid] += len(text.strip()) if self._unsaid.endswith("left out") else 0
            return
        if element.tag == "title":
            self.title += text[:200]
            return
        self._said.append(text.replace("\n", BREAK) if element.pre else text)
        if said := len(text.strip(SPACES)):
            self._linked += said * element.linked
            self._bold = self._bold and element.bold
            self._sizes[element.size] += said

    def close(self) -> _Page:
        return self

    def finish(self) -> None:
        """Keep what is still open where the parser gave up."""
        self.flush()
        while len(self._blocks) > 1:
            cell = self._blocks.pop()
            self._blocks[-1] += cell

    def flush(self) -> None:
        """Keep what was said since the last block began or ended."""
        if not self._said:
            return
        element = self._open[-1]
        size = max(self._sizes, key=self._sizes.__getitem__, default=0.0)
        linked = self._linked / max(1, self._sizes.total())
        said = "".join(self._said)
        self._count(said.count(BREAK) + 1)
        parts = [line for part in said.split(BREAK) if (line := _line(part, self._spaced))]
        if element.heading and sum(map(len, parts)) <= LONGEST_HEADING:
            parts = [" ".join(parts)] if parts else []
        for part in parts:
            heading = element.heading and len(part) <= LONGEST_HEADING
            self._blocks[-1].append(_Block(_labelled(self._label, part), element, linked, (
                self._bold, size, element.centred), heading, element.note, tuple(self._notes)))
            self._label, self._notes = "", []
        self._clear()

    def _count(self, lines: int) -> None:
        self._kept += lines
        if self._kept > MOST_LINES:
            raise _TooMuchError(f"more than {MOST_LINES:,} lines")

    def _clear(self) -> None:
        self._said.clear()
        self._linked, self._bold, self._sizes = 0, True, Counter[float]()

    def _learn(self, tag: str, attributes: Any) -> None:
        maker = attributes.get("content", "") if attributes.get("name", "").lower() in ("generator", "progid") else ""
        self._spaced = self._spaced or "eOffice" in maker or "nOffice" in maker
        exported = EXPORTERS.match(maker) or "urn:schemas-microsoft-com:office:word" in attributes.values()
        self.exported = self.exported or bool(exported)

    def _mark(self, element: _Element) -> None:
        """A note's mark is no text: what it hangs on, and the note's own. The 2 of m² is; a list's label is one."""
        said = "".join(self._said[element.begin :]).strip(SPACES)
        if not said or len(said) > 20:
            return
        linked = element.target or (element.parent.target if element.parent else "")
        if element.target == "label":
            self._take_label(said, element.begin)
        elif element.tag == "sup" and said.lstrip("-−+").isdecimal() and self._is_unit(element.begin):
            self._said[element.begin :] = [said.translate(SUPERSCRIPTS)]
        elif _is_mark(element, said, linked):
            self._notes.append(linked)
            self.counted[MARKS] += not element.note
            del self._said[element.begin :]

    def _take_label(self, said: str, begin: int) -> None:
        """The number or bullet that Word writes before a list's paragraph; what is longer is text."""
        if len(said) > LONGEST_LABEL:
            return
        self._label = said if LABEL.fullmatch(said) else ""
        del self._said[begin:]
        if not begin:
            self._clear()

    def _is_unit(self, end: int) -> bool:
        """What was said before may have an exponent: a Latin letter (km), or a power of ten."""
        before = "".join(self._said[max(0, end - 3) : end]).rstrip(SPACES)[-2:]
        return before == "10" or (before[-1:].isascii() and before[-1:].isalpha())

    def _table(self, rows: list[list[_Cell]], element: _Element) -> Iterator[_Block]:
        """The lines of a table: of one that is but a frame, those in its cells; of any other, a line a row."""
        self._tables += 1
        number = self._tables
        before = self._blocks[-1][-1].text if self._blocks[-1] else ""
        for cells, said in zip(rows, table_rows(_grid(rows), before), strict=True):
            blocks = [block for cell in cells for block in cell.blocks]
            if not said or any(cell.laid_out for cell in cells):
                yield from blocks
                continue
            length = max(1, sum(len(block.text) for block in blocks))
            linked = sum(block.linked * len(block.text) for block in blocks) / length
            notes = tuple(note for block in blocks for note in block.notes)
            yield _Block(said, element, linked, note=element.note, notes=notes, table=number)


def _unsaid(tag: str, attributes: Any, style: str) -> str:
    """Why the text of an element is not read, or ''. A whole page may be hidden until its script runs."""
    if tag in UNREAD or (tag == "div" and attributes.get("title") in ("header", "footer")):
        return "unread"
    if tag == "del":
        return "characters of deleted text left out"
    hidden = "hidden" in attributes or HIDDEN.search(style)
    return "characters of hidden text left out" if hidden and tag not in ("html", "body") else ""


def _is_mark(element: _Element, said: str, linked: str) -> bool:
    """What an element says is a note's mark: by what it links to, else by how it looks."""
    if element.tag == "sup" and (said.isdecimal() or MARK.fullmatch(said)):
        return True
    return bool(linked and (element.note or NOTE.fullmatch(linked) or MARK.fullmatch(said)))


def _element(tag: str, attributes: Any, style: str, parent: _Element, begin: int) -> _Element:
    """The element with what it inherits."""
    element = _Element(tag, parent, begin, size=_size(tag, attributes, style, parent.size),
                       bold=parent.bold or tag in BOLD_TAGS, centred=parent.centred or tag == "center",
                       heading=parent.heading or tag in HEADINGS, linked=parent.linked, note=parent.note,
                       article=parent.article or tag in ("article", "main"),
                       pre=parent.pre or tag in ("pre", "xmp", "plaintext") or "white-space:pre" in style)
    if match := WEIGHT.search(style):
        element.bold = match[1] is not None
    if match := ALIGNED.search(style):
        element.centred = match[1] is not None
    elif "align" in attributes and tag in BLOCKS:
        element.centred = attributes["align"].lower() == "center"
    if tag == "a" and (link := attributes.get("href", "")):
        element.linked, element.target = not link.startswith("#"), link[1:100] if link.startswith("#") else ""
    elif "mso-list:ignore" in style:
        element.target = "label"
    elif tag in BLOCKS:
        own = attributes.get("id", "")[:100]
        names = re.sub(r"([a-z])([A-Z])", r"\1-\2", f"{attributes.get('class', '')[:300]} {own}").lower()
        named = NAMED_FURNITURE.search(names) is not None
        titling = element.article and tag in ("header", "footer")
        element.furniture = named or (tag in FURNITURE and not titling) or attributes.get("role") in FURNITURE
        element.note = parent.note or (own if NOTE.fullmatch(own) else "note" if NOTE_STYLE.search(style) else "")
    return element


def _size(tag: str, attributes: Any, style: str, inherited: float) -> float:
    """The size of an element's letters in points, as far as the element itself says."""
    if match := SIZE.search(style):
        by = {"pt": 1.0, "px": 0.75, "em": inherited, "%": inherited / 100}
        return min(float(match[1]) * by[match[2]], 1000.0)
    return FONT_SIZES.get(attributes.get("size", ""), inherited) if tag == "font" else inherited


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else default


def _list(tag: str, attributes: Any, style: str) -> _List:
    if tag != "ol":
        return _List("", 0)
    match = LIST_STYLE.search(style)
    kind = match[1] if match else attributes.get("type", "1")
    return _List(kind, _integer(attributes.get("start", ""), 1), -1 if "reversed" in attributes else 1)


def _label(listed: _List, value: str) -> str:
    """The number of the next item of a list, as a browser shows it."""
    number = _integer(value, listed.number)
    listed.number = number + listed.step
    if listed.style in ("", "none"):
        return ""
    if "cjk" in listed.style or "chinese" in listed.style or "trad" in listed.style:
        return f"{_han(number)}、"
    letters = {"a": "a", "lower-alpha": "a", "lower-latin": "a", "A": "A", "upper-alpha": "A", "upper-latin": "A"}
    if listed.style in letters and 0 < number <= 26:
        return f"{chr(ord(letters[listed.style]) + number - 1)}."
    roman = {"i": str.lower, "lower-roman": str.lower, "I": str.upper, "upper-roman": str.upper}
    if listed.style in roman and 0 < number < 40:
        return roman[listed.style]("x" * (number // 10) + ROMAN[number % 10]) + "."
    return f"{number}."


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + HAN[ones]


def _labelled(label: str, text: str) -> str:
    """The label before its paragraph as one types it: 一、总体要求, 1.加强统筹, 1. 5G网络; none where one is typed."""
    if not label or OWN_NUMBER.match(text):
        return text
    return f"{label} {text}" if label.isascii() and text[0].isascii() else label + text


def _line(text: str, spaced: bool) -> str:
    """A line as a browser shows it: white space is one space; a break in the markup between two Chinese characters is
    nothing, or a space where `spaced`. A contents entry keeps a TAB before its page number.
    """
    text = text.strip(SPACES)
    words = text.rstrip("0123456789")
    entry = words.rstrip(SPACES)
    gap = words[len(entry) :]
    page = text[len(words) :]
    if entry and 0 < len(page) < 4 and "\n" not in gap and ("\t" in gap or len(gap.strip(" ")) > 1):
        text = entry
    else:
        page = ""

    def space(match: re.Match[str]) -> str:
        if spaced or not ("\n" in match[0] or "\r" in match[0]):
            return " "
        return "" if EAST_ASIAN.match(text, match.start() - 1) and EAST_ASIAN.match(text, match.end()) else " "

    text = SPACE.sub(space, text).replace("\xad", "")
    return " ".join(re.split(f"[{SPACES}]+", text.strip(SPACES))) + (f"\t{page}" if page else "")


def _grid(rows: list[list[_Cell]]) -> list[dict[int, str]]:
    """What each row says by column; a cell that spans several rows is said in each."""
    grid: list[dict[int, str]] = []
    above: dict[int, tuple[int, str]] = {}
    for cells in rows:
        row = {column: text for column, (left, text) in above.items() if left}
        above = {column: (left - 1, text) for column, (left, text) in above.items() if left > 1}
        column = 0
        for cell in cells:
            while column in row:
                column += 1
            row[column] = text = cell.text
            if cell.rows > 1 and len(text) <= LONGEST_MERGED:
                above[column] = (cell.rows - 1, text)
            column += cell.columns
        grid.append(dict(sorted(row.items())))
    return grid


def table_rows(rows: list[dict[int, str]], before: str = "") -> list[str]:
    """Each row, by column, as a readable line; '' for a row that is none: it has but one cell that says anything.

    A figure has the name and the unit of its column, as a first row of names says them. Behind a line `before` that
    begins or continues a contents, a row is an entry of it.
    """
    names = _column_names(rows)
    read: list[str] = []
    for at, row in enumerate(rows):
        said = [_named(text, names.get(column) if at else None) for column, text in row.items() if text]
        if len(said) < 2:
            line = ""
        elif CONTENTS.fullmatch(before) and re.fullmatch(r"\d{1,3}", said[-1]):
            line = f"{' '.join(said[:-1])}\t{said[-1]}"
        else:
            line = f"{said[0]}：{'；'.join(each.rstrip('。；') for each in said[1:])}。"
        before = line or next(iter(said), before)
        read.append(line)
    return read


def _column_names(rows: list[dict[int, str]]) -> dict[int, tuple[str, str]]:
    """The name and unit of each column of figures, as a first row of names says: 技能人才（万人）."""
    heads = dict(list(rows[0].items())[1:]) if len(rows) > 1 else {}
    figures = any(FIGURE.match(text) for row in rows[1:] for text in list(row.values())[1:])
    fit = all(0 < len(text) <= LONGEST_NAME and (YEAR.fullmatch(text) or not FIGURE.match(text))
              for text in heads.values())
    return {column: _name(text) for column, text in heads.items()} if figures and fit else {}


def _name(text: str) -> tuple[str, str]:
    match = NAME_WITH_UNIT.fullmatch(text)
    return (match[1], match[2]) if match else (f"{text}年" if text.isdecimal() else text, "")


def _named(text: str, name: tuple[str, str] | None) -> str:
    if name is None or not FIGURE.match(text):
        return text
    return name[0] + text + (name[1] if BARE_FIGURE.fullmatch(text) else "")


def _with_notes(blocks: list[_Block]) -> list[_Block]:
    """The blocks with each note as one remark behind the line it hangs on, or where it stands if none is known."""
    notes: dict[str, _Block] = {}
    for block in blocks:
        if block.note:
            note = notes.setdefault(_target(block.note), replace(block, text=""))
            note.text = f"{note.text} {block.text}".strip(" ↩︎^")
    placed: list[_Block] = []
    for block in blocks:
        hung = [_target(block.note)] if block.note else [_target(each) for each in block.notes]
        placed += [] if block.note else [block]
        placed += [notes.pop(each) for each in hung if each in notes]
    for block in placed:
        if block.note and not SELF_NAMED.match(block.text):
            block.text = f"注：{block.text}"
    return placed


def _target(name: str) -> str:
    """A note's id, and what links to it, as one: _ftn1 and ftn1, sdfootnote1sym and sdfootnote1."""
    return name.strip("_").removesuffix("sym")


def _lines(blocks: list[_Block]) -> Iterator[Line]:
    """The blocks as lines. What stands out as a heading is told by what running text looks like."""
    running: Counter[tuple[bool, float, bool]] = Counter()
    for block in blocks:
        if block.look and (len(block.text) > LONGEST_HEADING or block.text.endswith("。")):
            running[block.look] += len(block.text)
    usual = max(running, key=running.__getitem__, default=None)
    for number, block in enumerate(blocks, 1):
        stands_out = usual and block.look and not block.note and _stands_out(block.text, block.look, usual)
        yield Line(block.text, number, role="heading" if block.heading or stands_out else "")


def _stands_out(text: str, look: tuple[bool, float, bool], usual: tuple[bool, float, bool]) -> bool:
    if not 2 <= len(text) <= LONGEST_HEADING or text.endswith(STOPS) or NO_HEADING.match(text):
        return False
    return (look[0] and not usual[0]) or look[1] > usual[1] * LARGER or (look[2] and not usual[2])


def _article(page: _Page, doubts: list[Doubt]) -> list[_Block]:
    """The blocks of a web page that are its article, from its title to the end of its text; `doubts` says what is not.

    The article is the smallest part of the page that holds nearly all running text outside of navigation and the like.
    Running text elsewhere is kept and pointed at.
    """
    parts = _parts(page)
    kept = [block for block, part in zip(page.blocks, parts, strict=True) if part]
    if not kept:
        doubts.append(Doubt("no article was found in this page; all of it is read"))
        return page.blocks
    name = re.split(r"\s*[_|—–-]+\s*", " ".join(page.title.split()))[0][:LONGEST_HEADING]
    if name and all(block.prose for block in kept[:3]):
        kept.insert(0, _Block(name, page.elements[0], heading=True))
    left = [block.text for block, part in zip(page.blocks, parts, strict=True) if not part]
    kept = _with_origin(kept, left)
    doubts += [Doubt(f"text outside the main part of the page, kept: {block.text[:40]}")
               for block, part in zip(page.blocks, parts, strict=True) if part == STRAY]
    if left:
        longest = sorted(left, key=len, reverse=True)[:5]
        said = " | ".join(each[:20] for each in longest) + (" | …" if len(left) > len(longest) else "")
        doubts.append(Doubt(f"lines left out around the article: {len(left)}: {said}"))
    return kept


def _parts(page: _Page) -> list[str]:
    """Of each block: it is of the article, it is running text that strayed from there, or it is neither ('')."""
    _settle_furniture(page)
    inside = [block.within.inside and not block.within.out for block in page.blocks]
    prose = [at for at, block in enumerate(page.blocks) if inside[at] and block.prose]
    first, last = (prose[0], prose[-1]) if prose else (0, len(page.blocks) - 1)
    title = _title(page, first)
    parts = []
    for at, block in enumerate(page.blocks):
        linked = block.linked >= LINKED_SHARE and not block.heading and not first < at < last
        near = inside[at] or title <= at < first or (last < at <= last + 5 and SELF_NAMED.match(block.text))
        if block.note:
            parts.append(ARTICLE)
        elif block.within.out or linked or (_is_boilerplate(block.text) and at != title):
            parts.append("")
        elif near:
            parts.append(ARTICLE)
        else:
            parts.append(STRAY if block.prose >= LONG_PROSE and block.text.endswith("。") else "")
    return parts


def _settle_furniture(page: _Page) -> None:
    """Tell which elements are out of the article: furniture by name, but none that holds much of the page's text; and
    which are inside of it.
    """
    _add_up(page)
    most = FURNITURE_SHARE * page.elements[0].prose
    for element in page.elements:
        above = element.parent is not None and element.parent.out
        element.out = above or (element.furniture and element.prose <= most)
    _add_up(page)
    least = max(1.0, ARTICLE_SHARE * page.elements[0].prose)
    holding = (each for each in reversed(page.elements) if each.prose >= least and each.tag in CONTAINERS)
    innermost = next(holding, page.elements[0])
    for element in page.elements:
        element.inside = element is innermost or (element.parent is not None and element.parent.inside)


def _add_up(page: _Page) -> None:
    """The running text that each element holds, what is out of the article apart."""
    for element in page.elements:
        element.prose = 0
    for block in page.blocks:
        block.within.prose += 0 if block.within.out else block.prose
    for element in reversed(page.elements):
        if element.parent:
            element.parent.prose += element.prose


def _title(page: _Page, first: int) -> int:
    """Where the title stands: the last line before the text that the page is named after, else its last heading."""
    named = _loose(page.title)
    before = page.blocks[: first + 1]
    like = [at for at, block in enumerate(before)
            if not block.within.out and len(_loose(block.text)) > 3 and named.startswith(_loose(block.text))]
    heads = [at for at, block in enumerate(before) if block.heading and not block.within.out]
    if like or heads:
        return (like or heads)[-1]
    return next((at for at, block in enumerate(before) if block.within.inside), first) if named else 0


def _loose(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _is_boilerplate(text: str) -> bool:
    """A line that is no article's: a button, where one is in the site, who made it, the article before."""
    if len(text) > LONGEST_BOILERPLATE or text.endswith("。"):
        return False
    trail = TRAIL.split(text)
    return BOILERPLATE.match(text) is not None or (len(trail) > 2 and all(trail) and not re.search("[，。]", text))


def _with_origin(blocks: list[_Block], left: list[str]) -> list[_Block]:
    """The lines under a title that say when and where the article appeared, as one source line."""
    first = next((at for at, block in enumerate(blocks) if block.prose and not ORIGIN.search(block.text)), len(blocks))
    said = [block for block in blocks[:first] if len(block.text) <= LONGEST_BOILERPLATE
            and not block.text.startswith("（") and (ORIGIN.search(block.text) or MOMENT.fullmatch(block.text))]
    text = " ".join(block.text for block in said)
    origin, moment = ORIGIN.search(text), MOMENT.search(text)
    if not origin:
        return blocks
    date = "，{}-{:0>2}-{:0>2}".format(*moment.groups()) if moment else ""
    left += [block.text for block in said]
    line = replace(said[0], text=f"来源：{origin[1]}{date}", linked=0.0, heading=False)
    return [line if block is said[0] else block for block in blocks if block is said[0] or block not in said]

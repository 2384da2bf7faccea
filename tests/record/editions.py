"""An issue whose facts are known, and random edits of it: who tells of every card which fact it asks for.

A text is made of pieces: words, and answers with an id each. The ids stay over edits, so that an oracle can say whether
a card of a later edition still asks for what it asked for.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from cards.records import Fact

TOWNS = ("青溪县", "云岭市", "澄江新区", "松山县", "柳河镇", "白石市", "临湖县", "南岗区", "东塬县", "双桥镇", "北湾市")
THINGS = ("水利站点", "粮食仓库", "养老驿站", "公交场站", "校园食堂", "医疗站点", "河道泵站", "技能工坊", "文化书屋",
          "充电车位", "冷链仓库", "便民网点", "健身步道", "应急队伍", "农机基地")
FIGURES = (
    "截至{year}年底，{town}共建成{thing}[{int}个]，覆盖居民[{dec}万户]。",
    "{year}年，{town}{thing}建设投入资金[{dec}亿元]，比上年增长[{dec}%]。",
    "{town}去年新增{thing}[{int}个]，占全市新增总数的[{dec}%]，惠及群众[{int}万人]。",
    "在{thing}建设中，{town}先后培训骨干[{int}人]。",
    "{town}居民对{thing}的满意率由[{dec}%]提高到[{dec}%]。",
)
KEYS = (
    "{thing}是[{town}民生工程的重要根基]，建好{thing}就是[守护千家万户的幸福日子]。",
    "对{town}来说，{thing}不是[锦上添花的点缀]，而是[安身立业的根基]。",
    "必须坚持把{thing}摆在[{town}发展的突出位置]，一件事情接着一件事情办。",
)
HEADS = ("建强{thing}骨干队伍", "完善{thing}管理制度", "管好{thing}专项资金", "用活{thing}数字平台",
         "压实{thing}主体责任", "拓宽{thing}服务范围", "提升{thing}应急能力", "健全{thing}评价办法")
ORDINALS = "一二三四五六七八九十"
SLIPS = "己末土拨微侯既竟冶巳"
LEADS = ("群众看在眼里、喜在心头。", "这项工作开局良好。", "各方面反映普遍不错。", "大家对此充满期待。")


@dataclass
class Piece:
    """Words of a sentence; `fact` names the answer they are, '' where they are none."""

    text: str
    fact: str = ""


@dataclass
class Sentence:
    """A sentence with its id. Of an enumeration the pieces with a fact are the items."""

    id: str
    pieces: list[Piece]
    kind: str

    @property
    def text(self) -> str:
        if self.kind != "list":
            return "".join(piece.text for piece in self.pieces)
        items = [piece for piece in self.pieces if piece.fact]
        told = "".join(f"第{ORDINALS[at]}，{piece.text}。" for at, piece in enumerate(items))
        return self.pieces[0].text.replace("{count}", ORDINALS[len(items) - 1]) + told


@dataclass
class Article:
    id: str
    title: str
    paragraphs: list[list[Sentence]]


@dataclass
class Source:
    """An issue of invented towns, its articles, and what was deleted from it."""

    chance: random.Random
    articles: list[Article] = field(default_factory=list)
    deleted: list[Sentence] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=itertools.count)
    used: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, chance: random.Random, articles: int = 2, paragraphs: int = 4) -> Source:
        source = cls(chance)
        for number in range(articles):
            body = [[source.sentence() for _ in range(chance.randint(1, 3))] for _ in range(paragraphs)]
            body.insert(chance.randint(0, paragraphs), [source.enumeration()])
            title = f"{chance.choice(TOWNS)}{chance.choice(THINGS)}工作综述之{ORDINALS[number]}"
            source.articles.append(Article(f"a{number}", title, body))
        return source

    @property
    def text(self) -> str:
        """The issue as a source."""
        head = "云岭市学习服务中心\n\n学习与实践参考\n\n2026 年 第 4 期\n\n2026 年 4 月 8 日\n\n目 录\n\n"
        contents = "\n".join(f"{article.title}\t{page}" for page, article in enumerate(self.articles, 1))
        bodies = "\n\n".join(
            "\n\n".join([article.title, *("".join(s.text for s in p) for p in article.paragraphs if p)])
            for article in self.articles)
        return f"{head}{contents}\n\n{bodies}\n"

    @property
    def page(self) -> str:
        """The same issue as a saved web page."""
        lines = "\n".join(f"<p>{escape(line)}</p>" for line in self.text.split("\n") if line.strip())
        return f'<!doctype html><html><head><meta charset="utf-8"><title>期刊</title></head><body>{lines}</body></html>'

    @property
    def sentences(self) -> list[Sentence]:
        return [sentence for article in self.articles for paragraph in article.paragraphs for sentence in paragraph]

    def sentence(self) -> Sentence:
        """A new sentence about something that no sentence was about so far."""
        while True:
            kind = self.chance.choice(("figure", "figure", "key", "lead"))
            if kind == "lead":
                return Sentence(self._id("s"), [Piece(self.chance.choice(LEADS))], kind)
            shape = self.chance.choice(FIGURES if kind == "figure" else KEYS)
            town, thing = self.chance.choice(TOWNS), self.chance.choice(THINGS)
            if (shape, town, thing) not in self.used:
                break
        self.used.add((shape, town, thing))
        values = {"town": town, "thing": thing, "year": str(self.chance.randint(2021, 2025))}
        pieces = []
        for at, part in enumerate(shape.replace("]", "[").split("[")):
            for name, value in values.items():
                part = part.replace(f"{{{name}}}", value)
            part = self.figure(part)
            if part:
                pieces.append(Piece(part, self._id("f") if at % 2 else ""))
        return Sentence(self._id("s"), pieces, kind)

    def enumeration(self) -> Sentence:
        town, thing = self.chance.choice(TOWNS), self.chance.choice(THINGS)
        heads = self.chance.sample(HEADS, self.chance.randint(3, 5))
        lead = Piece(f"当前，{town}要抓好以下{{count}}项{thing}工作。")
        items = [Piece(head.replace("{thing}", thing), self._id("f")) for head in heads]
        found = Sentence(self._id("s"), [lead, *items], "list")
        self.used |= {(found.id, item.text, "") for item in items}
        return found

    def figure(self, text: str) -> str:
        """`text` with a new figure for each {int} and {dec}."""
        while "{int}" in text or "{dec}" in text:
            text = text.replace("{int}", str(self.chance.randint(11, 989)), 1)
            text = text.replace("{dec}", f"{self.chance.uniform(1.1, 97):.1f}", 1)
        return text

    def _id(self, what: str) -> str:
        return f"{what}{next(self.ids)}"

    def edit(self) -> str:
        """Make one random edit; return what was done."""
        change = self.chance.choice(EDITS)
        return f"{change.__name__}: {change(self) or 'nothing'}"


def typo(source: Source) -> str | None:
    """Another character in the words of a sentence, or a slip mended: it is the same edit."""
    sentence = source.chance.choice(source.sentences)
    places = [(piece, at) for piece in sentence.pieces for at, character in enumerate(piece.text)
              if "\u4e00" <= character <= "\u9fff"]
    piece, at = source.chance.choice(places)
    before = sentence.text
    piece.text = piece.text[:at] + source.chance.choice(SLIPS) + piece.text[at + 1 :]
    return f"{before} -> {sentence.text}"


def corrected_figure(source: Source) -> str | None:
    pieces = [piece for s in source.sentences if s.kind == "figure" for piece in s.pieces if piece.fact]
    if not pieces:
        return None
    piece = source.chance.choice(pieces)
    before, unit = piece.text, piece.text.lstrip("0123456789.")
    piece.text = source.figure(("{dec}" if "." in before else "{int}") + unit)
    return f"{before} -> {piece.text}"


def inserted_sentence(source: Source) -> str:
    paragraph = source.chance.choice(source.chance.choice(source.articles).paragraphs)
    sentence = source.sentence()
    paragraph.insert(source.chance.randint(0, len(paragraph)), sentence)
    return sentence.text


def deleted_sentence(source: Source) -> str | None:
    article = source.chance.choice(source.articles)
    paragraph = source.chance.choice(article.paragraphs)
    if not paragraph or sum(map(len, article.paragraphs)) < 4:
        return None
    sentence = paragraph.pop(source.chance.randrange(len(paragraph)))
    source.deleted.append(sentence)
    return sentence.text


def brought_back(source: Source) -> str | None:
    if not source.deleted:
        return None
    sentence = source.deleted.pop(source.chance.randrange(len(source.deleted)))
    source.chance.choice(source.chance.choice(source.articles).paragraphs).append(sentence)
    return sentence.text


def inserted_item(source: Source) -> str | None:
    lists = [sentence for sentence in source.sentences if sentence.kind == "list" and len(sentence.pieces) < 8]
    if not lists:
        return None
    sentence = source.chance.choice(lists)
    thing = source.chance.choice(THINGS)
    head = source.chance.choice(HEADS).replace("{thing}", thing)
    if (sentence.id, head, "") in source.used:
        return None
    source.used.add((sentence.id, head, ""))
    sentence.pieces.insert(source.chance.randint(1, len(sentence.pieces)), Piece(head, source._id("f")))
    return head


def deleted_item(source: Source) -> str | None:
    lists = [sentence for sentence in source.sentences if sentence.kind == "list" and len(sentence.pieces) > 4]
    if not lists:
        return None
    sentence = source.chance.choice(lists)
    return sentence.pieces.pop(source.chance.randrange(1, len(sentence.pieces))).text


def moved_paragraph(source: Source) -> str:
    article = source.chance.choice(source.articles)
    paragraph = article.paragraphs.pop(source.chance.randrange(len(article.paragraphs)))
    article.paragraphs.insert(source.chance.randint(0, len(article.paragraphs)), paragraph)
    return "".join(sentence.text for sentence in paragraph)[:20]


def swapped_articles(source: Source) -> str:
    one, other = source.chance.sample(range(len(source.articles)), 2)
    source.articles[one], source.articles[other] = source.articles[other], source.articles[one]
    return f"{one} and {other}"


def retitled_article(source: Source) -> str:
    article = source.chance.choice(source.articles)
    before = article.title
    article.title = source.chance.choice(("聚焦{}", "{}续篇", "再谈{}")).format(article.title)[:34]
    return f"{before} -> {article.title}"


EDITS: tuple[Callable[[Source], str | None], ...] = (
    typo, typo, corrected_figure, corrected_figure, inserted_sentence, deleted_sentence, brought_back, inserted_item,
    deleted_item, moved_paragraph, swapped_articles, retitled_article)


def asked(source: Source, fact: Fact, answers: dict[int, str]) -> dict[int, str]:
    """Which fact each number of a note asks for: the oracle. {} where the note states no single sentence."""
    if not fact.is_text:
        return _listed(source, fact, answers)
    homes = [sentence for sentence in source.sentences
             if fact.sentence in sentence.text or fact.sentence.endswith(sentence.text)]
    if len({sentence.id for sentence in homes}) != 1 or homes[0].kind == "lead":
        return {}
    return {number: _at(homes[0], answer, fact.number) for number, answer in answers.items()}


def _listed(source: Source, fact: Fact, answers: dict[int, str]) -> dict[int, str]:
    heads = list(fact.items)
    lists = [sentence for sentence in source.sentences if sentence.kind == "list"
             and [piece.text for piece in sentence.pieces if piece.fact] == heads]
    if len(lists) != 1:
        return {}
    if fact.form == "list":
        return dict.fromkeys(answers, lists[0].id)
    item = next(piece.fact for piece in lists[0].pieces if piece.fact and piece.text == fact.answer)
    return dict.fromkeys(answers, item)


def _at(sentence: Sentence, answer: str, occurrence: int) -> str:
    """The fact of the piece that holds most of `answer`, where that stands in the sentence as often as `occurrence`
    says; of words outside any fact (六项) the piece's place.
    """
    places = [found.start() for found in re.finditer(re.escape(answer), sentence.text)]
    start = places[occurrence - 1]
    at, best, most = 0, sentence.id, 0
    for place, piece in enumerate(sentence.pieces):
        overlap = min(start + len(answer), at + len(piece.text)) - max(start, at)
        if overlap > most:
            best, most = piece.fact or f"{sentence.id}:{place}", overlap
        at += len(piece.text)
    return best

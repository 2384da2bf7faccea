"""What several tests need: the rules, the sample issue and its decks, the real issues, and Anki itself."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from cards.commands.program import FEW_COLLECTIONS, exit_code
from cards.rules import pieces
from cards.rules.compiled import NAME as PATTERNS
from cards.rules.kept import NAME as RULES
from cards.rules.ruleset import RuleSet
from cards.text.cache import cache_folder
from cards.text.words import word_cutter
from tests.once import once_a_process

if TYPE_CHECKING:
    from playwright.sync_api import Browser

os.environ["JUYAO_LANG"] = "en"  # what tests expect to be told, whoever runs them
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a process that a test starts would compile all
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has what it starts in the background hear no Ctrl-C
gc.set_threshold(FEW_COLLECTIONS)  # as the program does: much is made here and kept
TESTS = Path(__file__).resolve().parent
CHECKOUT = TESTS.parent
LONG = (  # modules that take longest on a busy machine, the longest first
    "commands/test_rules.py", "browser/test_review.py", "library/test_refresh.py", "commands/test_edges.py",
    "library/test_workers.py", "library/test_killed.py", "anki/test_versions.py", "library/test_online.py",
    "commands/test_cli.py", "anki/test_anki.py", "commands/test_language.py", "site/test_update.py", "test_issues.py",
    "finding/test_identity.py", "site/test_pages.py", "decisions/test_phone.py", "library/test_cluster.py",
    "decisions/test_causes.py", "commands/test_terminal.py", "reading/test_formats.py", "record/test_phone.py",
    "reading/formats/test_markdown.py", "rules/test_compiled.py", "commands/trying/test_learning.py",
    "library/test_push.py", "reading/formats/test_plain.py", "record/test_editions.py", "record/test_untrusted.py",
    "reading/formats/test_pdf_hostile.py", "library/test_hostile_server.py", "library/test_promises.py",
    "browser/test_preview.py", "browser/test_harmless.py",
)
NOON = 1773835200  # 2026-03-18, the day on the sample's cover
SAMPLE_TITLES = ("云岭市委主要负责同志：", "为什么要把技能人才", "在新起点上推动", "培育高素质技能大军")

# A slow machine is no failure, and a run tells the same as the one before it.
settings.register_profile("juyao", deadline=None, derandomize=True)
settings.load_profile("juyao")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes run tests, the modules that take longest begin: at the end none waits for another."""
    if hasattr(config, "workerinput"):
        places = {module: place for place, module in enumerate(LONG)}
        items.sort(key=lambda item: places.get(item.path.relative_to(TESTS).as_posix(), len(LONG)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are processors: where a test waits for a server or a browser, another works."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Each module as a whole in one process, so that its fixtures are made once. xdist itself parts a name at its last
    “::”, which stands in many a title, address or cloze that a test is named after.
    """
    if config.option.dist != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByModule(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.partition("::")[0]

    config.option.loadscopereorder = False  # they stand in the order they are to begin in
    return ByModule(config, log)


@pytest.fixture(scope="session", autouse=True)
def shipped_rules_loaded_once() -> Iterator[RuleSet]:
    """The shipped rules, which are loaded once in a process, as is what they find (`once.py`). They, the modules and
    the tests are there to the end: nobody looks for garbage among them, as pytest does in all that is left, five times.
    """
    with pytest.MonkeyPatch.context() as patch:
        rules = once_a_process(patch)
        gc.freeze()
        yield rules


@pytest.fixture(scope="session")
def rules(shipped_rules_loaded_once: RuleSet) -> RuleSet:
    return shipped_rules_loaded_once


@pytest.fixture(scope="session")
def patterns(shipped_rules_loaded_once: RuleSet) -> Callable[[Path], None]:
    """`patterns(cache)` puts the shipped rules and their compiled patterns into a test's own cache folder, as any run
    but the first finds them there: to compile them takes longer than most of what is tested.
    """
    kept = [cache_folder() / name for name in (PATTERNS, RULES)]  # where the rules of all tests left them

    def put(cache: Path) -> None:
        (cache / "juyao").mkdir(parents=True, exist_ok=True)
        for path in filter(Path.is_file, kept):
            shutil.copy(path, cache / "juyao")

    return put


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern is stopped after a tenth of the time that it has: what hangs, hangs all the same."""
    for limit in ("SECONDS_A_PATTERN", "SECONDS_TOGETHER", "SECONDS_SLOW"):
        monkeypatch.setattr(pieces, limit, getattr(pieces, limit) / 10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests that open pages: Playwright starts once in a process."""
    from browser.render import browser

    with browser() as launched:
        yield launched


@pytest.fixture(scope="session")
def cut(rules: RuleSet) -> Callable[[str], list[str]]:
    return word_cutter(rules.lexicons["domain_words"])


@pytest.fixture(scope="session")
def sample() -> Path:
    return CHECKOUT / "decks" / "sample" / "2026-03.txt"


@pytest.fixture(scope="session")
def excerpt(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first two of the sample's four articles: they have every kind of card, and take a third of the time."""
    lines = sample.read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith(SAMPLE_TITLES)]  # those in the contents first
    kept = [line for at, line in enumerate(lines[: starts[6]]) if at not in starts[2:4]]
    path = tmp_path_factory.mktemp("excerpt") / sample.name
    path.write_text("\n".join(kept), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real issues, which may not be published with the program."""
    folder = Path(os.environ.get("JUYAO_SHARED") or CHECKOUT.parent / "shared")
    if not (folder / "issues").is_dir():
        pytest.skip(f"the real issues are not here: the environment variable JUYAO_SHARED names no folder: {folder}")
    return folder


@dataclass(frozen=True)
class Built:
    """Decks as the command line left them: the output folder, and the object that --json printed."""

    folder: Path
    report: dict[str, Any]

    @property
    def issue(self) -> dict[str, Any]:
        return self.report["issues"][0]

    @property
    def articles(self) -> list[Path]:
        return [Path(article["file"]) for issue in self.report["issues"] for article in issue["articles"]]

    @property
    def bundles(self) -> list[Path]:
        return [Path(issue["bundle"]) for issue in self.report["issues"]]


def _build(folder: Path, *sources: Path, options: tuple[str, ...] = ()) -> Built:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = exit_code(["build", *map(str, sources), "-o", str(folder), "--json", *options])
    assert code == 0, f"juyao build ended with {code}"
    return Built(folder, json.loads(out.getvalue()))


@pytest.fixture(scope="session")
def build() -> Callable[..., Built]:
    """`build(folder, *sources, options=())` runs `juyao build --json` in process."""
    return _build


@pytest.fixture(scope="session")
def built(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The decks of the sample, built at noon of its own day. Tests read them; one that writes copies them first."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", str(NOON))
        return _build(tmp_path_factory.mktemp("decks"), sample)


@pytest.fixture(scope="session")
def built_real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The decks of both real issues."""
    issues = (shared / "issues" / "2024-24.txt", shared / "issues" / "2026-01.txt")
    return _build(tmp_path_factory.mktemp("real"), *issues)


@pytest.fixture(scope="session", params=["sample", "real"])
def any_built(request: pytest.FixtureRequest) -> Built:
    """The decks of the sample, then those of the real issues."""
    return request.getfixturevalue({"sample": "built", "real": "built_real"}[request.param])


class Learner:
    """A learner's Anki: a collection that packages are imported into."""

    def __init__(self, path: Path):
        from anki.collection import Collection

        self.col = Collection(str(path))

    def take(self, package: Path) -> dict[str, int]:
        """Import `package` as Anki does by default; how many notes came under each heading of its log."""
        from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        log = self.col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions())).log
        headings = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype",
                    "missing_deck", "empty_first_field")
        return {name: len(getattr(log, name)) for name in headings if getattr(log, name)}

    @property
    def notes(self) -> list[Any]:
        return [self.col.get_note(note_id) for note_id in self.col.find_notes("")]

    @property
    def cards(self) -> list[Any]:
        return [self.col.get_card(card_id) for card_id in self.col.find_cards("")]

    @staticmethod
    def visible(page: str) -> str:
        """The text of a rendered card: no style, no tags, nothing that stays folded behind a hint's link."""
        page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
        page = re.sub(r"<div [^>]*display: none[^>]*>.*?</div>", "", page, flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]*>", "", page))


@pytest.fixture(scope="session")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Learner]]:
    """`learner()` opens a new, empty collection; all are closed at the end."""
    opened: list[Learner] = []

    def open_one() -> Learner:
        opened.append(Learner(tmp_path_factory.mktemp("anki") / "collection.anki2"))
        return opened[-1]

    yield open_one
    for each in opened:
        each.col.close()

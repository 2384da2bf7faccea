"""What is written of a site, when, and what is left alone."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import feedparser
import pytest
from sites import NOON, PUBLICATION, contents, nobody, served

from cards.commands.pages.site.hosting import GUARDED
from cards.commands.pages.site.update import update_site
from cards.commands.program import exit_code
from cards.library import cache
from cards.records import UserError

URL = "https://cards.example.org/juyao"
KILLS = int(os.environ.get("JUYAO_KILLS", "4"))
TO_AND_FRO = """
import sys
from pathlib import Path
from cards.commands.pages.site.update import update_site
for turn in range(12):
    update_site(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3 + turn % 2], print)
"""
FRAME = {"index.html", "help.html", "feed.xml", "decks.json", "code.svg", "_headers", ".htaccess", "nginx.conf"}


def made(decks: Path, site: Path, url: str = URL):
    return update_site(decks, site, url, nobody)


def test_the_site_holds_its_pages_and_for_each_issue_pages_and_packages(decks, tmp_path):
    site = tmp_path / "site"
    updated = made(decks, site)
    assert (updated.issues, updated.problems, updated.removed) == (3, [], [])
    assert {*updated.written} == {*contents(site)}
    places = {name for name in contents(site) if "/" not in name}
    assert places == FRAME
    for number in ("2026-01", "2026-02", "2026-03"):
        folder = site / PUBLICATION / number
        assert {"index.html", "cards.html", "code.svg", f"{number}.apkg"} <= {path.name for path in folder.iterdir()}
        for package in (decks / PUBLICATION / number).glob("*.apkg"):
            assert (folder / package.name).read_bytes() == package.read_bytes()


def test_nothing_new_writes_nothing_and_leaves_every_time(decks, tmp_path):
    site = tmp_path / "site"
    made(decks, site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    again = made(decks, site)
    assert (again.written, again.removed, again.issues) == ([], [], 3)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_files_seen_too_soon_after_they_were_written_are_not_read_at_every_run_for_ever(decks, tmp_path, monkeypatch):
    site = tmp_path / "site"
    with monkeypatch.context() as patch:
        patch.setattr(cache, "SETTLED", 1e9)
        made(decks, site)
    for path in [*decks.rglob("*"), *site.rglob("*")]:
        os.utime(path, (1_700_000_000, 1_700_000_000))
    made(decks, site)
    monkeypatch.setattr(hashlib, "file_digest", None)  # nothing is read any more
    assert made(decks, site).issues == 3


def test_the_bytes_depend_on_the_decks_alone(decks, tmp_path, own_cache):
    made(decks, tmp_path / "site")
    elsewhere = shutil.copytree(decks, tmp_path / "other" / "machine" / "decks")
    for path in elsewhere.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    shutil.rmtree(own_cache)
    made(elsewhere, tmp_path / "other" / "site")
    assert contents(tmp_path / "site") == contents(tmp_path / "other" / "site")


def test_the_bytes_do_not_depend_on_the_clerks_language(decks, tmp_path, own_cache, monkeypatch):
    """Learners read Chinese, whatever the locale of the machine that makes their site."""
    for language in ("en", "zh"):
        monkeypatch.setenv("JUYAO_LANG", language)
        made(decks, tmp_path / language)
    assert contents(tmp_path / "en") == contents(tmp_path / "zh")
    assert "翻面" in (tmp_path / "en" / PUBLICATION / "2026-01" / "cards.html").read_text(encoding="utf-8")


def test_a_changed_issue_rewrites_its_own_files_and_the_frame(decks, tmp_path, three_issues, build, monkeypatch):
    site = tmp_path / "site"
    made(decks, site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774000000")
    source = tmp_path / "2026-03.txt"
    text = (three_issues / "2026-03.txt").read_text(encoding="utf-8")
    source.write_text(text.replace("队伍30支", "队伍32支"), encoding="utf-8")
    build(decks, source)
    updated = made(decks, site)
    assert {place for place in updated.written if "/" in place}
    assert all(place.startswith(f"{PUBLICATION}/2026-03/") for place in updated.written if "/" in place)
    assert {place for place in updated.written if "/" not in place} <= {"index.html", "feed.xml", "decks.json"}


def test_a_correction_on_the_day_of_the_first_edition_is_told(decks, tmp_path, three_issues, build, monkeypatch):
    """Who downloaded it in the morning reads in the afternoon what changed, on the page and in the feed."""
    site = tmp_path / "site"
    made(decks, site)
    before = {entry.id for entry in feedparser.parse((site / "feed.xml").read_bytes()).entries}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON + 3600))
    source = tmp_path / "2026-03.txt"
    text = (three_issues / "2026-03.txt").read_text(encoding="utf-8")
    for figure in ("32", "33"):  # twice is one edition
        source.write_text(text.replace("队伍30支", f"队伍{figure}支"), encoding="utf-8")
        build(decks, source)
    made(decks, site)
    for page in ("index.html", f"{PUBLICATION}/2026-03/index.html"):
        shown = (site / page).read_text(encoding="utf-8")
        assert "2026-03-18 更新</strong>" in shown
        assert "队伍33支" in shown
        assert "更早的更新" not in shown
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    entries = {entry.id: entry for entry in feed.entries}
    assert before < {*entries}
    [fresh] = {*entries} - before
    assert entries[fresh].updated.startswith("2026-03-18T21:00:0")
    assert "更正" in entries[fresh].summary
    assert len([entry for entry in feed.entries if "第3期" in entry.title and "首次制作" in entry.summary]) == 1


def test_a_new_issue_writes_its_own_files_and_the_frame(decks, tmp_path):
    site, shelf = tmp_path / "site", tmp_path / "shelf"
    last = shelf / PUBLICATION / "2026-03"
    shutil.copytree(decks, shelf)
    shutil.move(last, tmp_path / "later")
    made(shelf, site)
    before = {place: (site / place).stat().st_mtime_ns for place in contents(site)}
    shutil.move(tmp_path / "later", last)
    updated = made(shelf, site)
    outside = {place for place in updated.written if not place.startswith(f"{PUBLICATION}/2026-03/")}
    assert outside == {"index.html", "feed.xml", "decks.json"}
    assert all((site / place).stat().st_mtime_ns == time for place, time in before.items() if place not in outside)


def test_a_run_with_nothing_new_imports_nothing_heavy(decks, tmp_path):
    command = [sys.executable, "-X", "importtime", "-m", "cards", "site", str(decks.parent), "-o", str(tmp_path / "a")]
    subprocess.run(command, check=True, capture_output=True)
    for path in [*decks.rglob("*"), *(tmp_path / "a").rglob("*")]:  # what was written a moment ago is read once more
        os.utime(path, (1_700_000_000, 1_700_000_000))
    subprocess.run(command, check=True, capture_output=True)
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    imported = {line.rpartition("|")[2].strip() for line in said.splitlines()}
    assert "cards.commands.pages.site.update" in imported
    assert imported.isdisjoint({"cards.records", "yaml", "jinja2", "jieba", "regex", "socket", "tempfile", "filelock"})


def test_an_issue_that_is_gone_is_removed_with_its_folder(decks, tmp_path):
    site = tmp_path / "site"
    made(decks, site)
    shutil.rmtree(decks / PUBLICATION / "2026-01")
    updated = made(decks, site)
    assert updated.removed
    assert not (site / PUBLICATION / "2026-01").exists()
    fresh = tmp_path / "fresh"
    made(decks, fresh)
    assert contents(site) == contents(fresh)


def test_what_somebody_put_beside_the_site_stays(decks, tmp_path):
    site = tmp_path / "site"
    made(decks, site)
    own = site / PUBLICATION / "2026-01" / "说明.txt"
    own.write_text("自己的文件", encoding="utf-8")
    shutil.rmtree(decks / PUBLICATION / "2026-01")
    made(decks, site)
    assert [path.name for path in (site / PUBLICATION / "2026-01").iterdir()] == ["说明.txt"]


def test_a_page_that_is_none_of_the_sites_is_never_overwritten(decks, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<h1>我的主页</h1>", encoding="utf-8")
    with pytest.raises(UserError, match=r"index\.html: is none of the site's files"):
        made(decks, site)
    assert contents(site) == {"index.html": "<h1>我的主页</h1>".encode()}


@pytest.mark.parametrize("listing", [
    b'{"generator": "made by juyao site",\n"files": ["../mine.txt", "/etc/passwd", "a/../../mine.txt", 3]}',
    b'{"files": ["../mine.txt"]}', b"{", b""])
def test_a_listing_leads_nowhere_else(decks, tmp_path, listing):
    site, mine = tmp_path / "site", tmp_path / "mine.txt"
    site.mkdir()
    mine.write_text("自己的文件", encoding="utf-8")
    (site / "decks.json").write_bytes(listing)
    with suppress(UserError):
        made(decks, site)
    assert mine.read_text(encoding="utf-8") == "自己的文件"


def test_a_damaged_file_of_the_site_is_written_anew(decks, tmp_path):
    site = tmp_path / "site"
    made(decks, site)
    whole = contents(site)
    (site / PUBLICATION / "2026-02" / "2026-02.apkg").write_bytes(b"PK")
    (site / "help.html").unlink()
    assert {*made(decks, site).written} == {f"{PUBLICATION}/2026-02/2026-02.apkg", "help.html"}
    assert contents(site) == whole


def test_a_damaged_package_is_a_line_and_the_site_keeps_what_it_had(decks, tmp_path):
    site = tmp_path / "site"
    made(decks, site)
    whole = contents(site)
    (decks / PUBLICATION / "2026-02" / "2026-02.apkg").write_bytes(b"PK damaged")
    updated = made(decks, site)
    assert len(updated.problems) == 1
    assert "2026-02: can't be shown" in updated.problems[0]
    assert contents(site) == whole
    assert made(decks, site).problems == updated.problems


@pytest.mark.parametrize("folder", ["decks", "decks/site", "."])
def test_a_site_lies_apart_from_the_decks(decks, tmp_path, folder):
    before = contents(tmp_path / "decks")
    with pytest.raises(UserError, match="a folder of its own"):
        made(decks, tmp_path / folder)
    assert contents(tmp_path / "decks") == before


def test_without_an_address_there_are_no_codes_and_every_link_is_relative(decks, tmp_path):
    site = tmp_path / "site"
    made(decks, site, url="")
    assert not list(site.rglob("code.svg"))
    assert "code.svg" not in (site / "index.html").read_text(encoding="utf-8")
    for page in site.rglob("*.html"):
        assert "http://" not in page.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_the_essential_cards_are_a_package_of_their_own(decks, tmp_path, learner):
    site = tmp_path / "site"
    made(decks, site)
    for issue in json.loads((site / "decks.json").read_text(encoding="utf-8"))["issues"]:
        if issue["core"]:
            reader = learner()
            reader.take(site / issue["folder"] / issue["core"]["file"])
            assert all("重点" in note.tags for note in reader.notes)
            living = [card for card in reader.cards if "举要::已失效" not in card.note().tags]
            assert len(living) == issue["core"]["cards"]


def test_decks_of_one_level_alone_have_their_site_too(decks, tmp_path, sample, build):
    narrow = tmp_path / "narrow"
    build(narrow / "decks", sample, options=("--only", "重点"))
    updated = made(narrow / "decks", narrow / "site")
    assert (updated.issues, updated.problems) == (1, [])
    [issue] = json.loads((narrow / "site" / "decks.json").read_text(encoding="utf-8"))["issues"]
    assert (issue["whole"]["file"], issue["core"]) == ("2026-03（重点）.apkg", None)
    assert issue["articles"]


def test_a_visitor_during_a_run_gets_every_file_whole(decks, tmp_path):
    """Asks a server for every file, again and again, while the site goes from one address to another and back."""
    site, ends = tmp_path / "site", []
    for url in (f"{URL}/other", URL):
        made(decks, site, url)
        ends.append(contents(site))
    running = subprocess.Popen([sys.executable, "-c", TO_AND_FRO, str(decks), str(site), f"{URL}/other", URL])
    seen = {place: set() for place in ends[0] if place not in GUARDED}
    with served(site) as server:
        while running.poll() is None:
            for place in seen:
                with urlopen(server.address + quote(place), timeout=20) as answer:
                    seen[place].add(answer.read())
    assert running.returncode == 0
    for place, found in seen.items():
        assert found <= {end[place] for end in ends}, place
    assert any(len(found) == 2 for found in seen.values())


def test_a_run_killed_at_any_moment_is_completed_by_the_next(decks, tmp_path):
    whole = tmp_path / "whole"
    made(decks, whole)
    command = [sys.executable, "-m", "cards", "site", str(decks.parent), "-o", str(tmp_path / "site"), "--url", URL]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    lasts, chance = time.perf_counter() - begun, random.Random(KILLS)
    for _ in range(KILLS):
        shutil.rmtree(tmp_path / "site")
        shutil.rmtree(tmp_path / "cache")
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(lasts / 3, lasts))
        running.send_signal(signal.SIGKILL)
        running.wait()
        for path in (tmp_path / "site").rglob("*.html"):  # what a visitor may have seen is whole
            if not path.name.startswith("."):
                assert path.read_bytes() == (whole / path.relative_to(tmp_path / "site")).read_bytes()
        subprocess.run(command, check=True, capture_output=True)
        assert contents(tmp_path / "site") == contents(whole)


@pytest.mark.parametrize("missing", [("jinja2",), ("segno",), ("jinja2", "segno")])
def test_one_line_names_the_extra_that_brings_all_that_is_missing(decks, tmp_path, monkeypatch, capsys, missing):
    for library in missing:
        monkeypatch.setitem(sys.modules, library, None)
    assert exit_code(["site", str(decks), "--url", URL, "-o", str(tmp_path / "site")]) == 1
    assert capsys.readouterr().err == "juyao: a site needs juyao[site]: pip install 'juyao[site]'\n"
    assert not (tmp_path / "site").exists()


def test_a_site_without_codes_needs_no_library_of_codes(decks, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    assert made(decks, tmp_path / "site", "").issues == 3

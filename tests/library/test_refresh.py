"""juyao refresh: what is new or changed is built, everything else is left as it is, and the cache only saves time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from generated import issue_text
from sites import PUBLICATION, contents

from cards.library.cache import FORM
from cards.text.cache import cache_folder, write_cached

FORMATS = Path(__file__).parent.parent / "fixtures" / "formats"


def forget() -> None:
    """Delete the cache."""
    shutil.rmtree(cache_folder() / "libraries")


def test_new_and_changed_issues_are_built_and_no_other(shelf):
    library = shelf("a", 1, 2)
    first = library.refresh()
    assert (first.code, first.err, first.last) == (0, "", "2 new, 0 as they were")
    before = library.packages
    assert {name.split("/")[2] for name in before} == {"2026-01", "2026-02"}
    library.issue(3)
    library.issue(2, 站点140个="站点1400个")
    second = library.refresh("--json").report
    assert {(issue["issue"], issue["state"], issue["why"]) for issue in second["issues"]} == {
        ("2026-02", "changed", "the source changed"), ("2026-03", "new", "not built yet")}
    assert second["as_they_were"] == ["issues/2026-01.txt"]
    after = library.packages
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name.split("/")[2] for name in changed} == {"2026-02", "2026-03"}
    written = {path for issue in second["issues"] for path in issue["written"]}
    assert written == {str(library.root / name) for name in changed}


def test_nothing_to_do_is_one_line_and_touches_nothing(shelf):
    library = shelf("a", 1, 2)
    library.refresh()
    before = library.times
    ran = library.refresh()
    assert (ran.code, ran.out, ran.err) == (0, "nothing to do: 2 issues, all as they were\n", "")
    assert library.refresh("--quiet").out == ""
    assert library.refresh("--json").report == {
        "issues": [], "problems": [], "downloaded": [], "as_they_were": ["issues/2026-01.txt", "issues/2026-02.txt"]}
    assert library.times == before


def test_nothing_to_do_imports_nothing_heavy(shelf):
    library = shelf("a", 1)
    library.refresh()
    program = ("import sys; from cards.commands.program import exit_code; exit_code(['refresh', sys.argv[1]]); "
               "print(*sorted({name.split('.')[0] for name in sys.modules}))")
    command = [sys.executable, "-c", program, str(library.root)]
    told, loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert told.startswith("nothing to do")
    heavy = {"jieba", "genanki", "regex", "sqlite3", "filelock", "requests", "feedparser", "lxml"}
    assert not set(loaded.split()) & heavy


def test_a_source_touched_but_not_changed_is_not_built(shelf):
    library = shelf("a", 1)
    library.refresh()
    os.utime(library.root / "issues" / "2026-01.txt", (1, 1))
    assert library.refresh().last.startswith("nothing to do")


def test_a_source_changed_at_the_same_size_is_seen(shelf):
    library = shelf("a", 1)
    library.refresh()
    library.issue(1, 站点130个="站点131个")
    assert library.refresh().last == "1 changed, 0 as they were"


@pytest.mark.parametrize(("what", "why"), [("rules", "the rules or the cards' face changed"),
                                           ("settings", "juyao.yaml changed"),
                                           ("a package gone", "is missing or changed"),
                                           ("a package changed", "is missing or changed")])
def test_whatever_a_deck_rests_on_is_watched(shelf, what, why):
    library = shelf("a", 1, settings="sources:\n  - folder: issues\nrules: rules\n")
    library.put("rules/lexicon/unit.txt", "只\n")
    library.refresh()
    whole = library.packages
    bundle = next(library.root.rglob("2026-01.apkg"))
    if what == "rules":
        library.put("rules/lexicon/unit.txt", "只\n!个\n")
    elif what == "settings":
        library.put("juyao.yaml", "publication: 云岭参考\nsources:\n  - folder: issues\nrules: rules\n")
    elif what == "a package gone":
        bundle.unlink()
    else:
        bundle.write_bytes(b"")
    [issue] = library.run("status", "--json").report["issues"]
    assert issue["state"] == "changed"
    assert why in issue["why"]
    assert library.refresh().code == 0
    if what.startswith("a package"):
        assert library.packages.items() >= whole.items()
    if what == "settings":
        assert any(name.startswith("decks/云岭参考/2026-01/") for name in library.packages)
    assert library.refresh().last.startswith("nothing to do")


def test_a_dry_run_shows_and_writes_nothing(shelf):
    library = shelf("a", 1)
    before = library.times
    ran = library.refresh("--dry-run")
    assert "dry run: nothing written" in ran.out
    assert library.times == before
    assert library.refresh().last == "1 new, 0 as they were"


def test_a_source_with_a_problem_is_told_each_time_and_the_others_are_built(shelf):
    library = shelf("a", 1)
    library.put("issues/2026-02.txt", "")
    for expected in ("1 new, 1 with a problem, 0 as they were", "1 with a problem, 1 as they were"):
        ran = library.refresh()
        assert (ran.code, ran.last) == (1, expected)
        assert ran.err == f"juyao: {library.root}/issues/2026-02.txt: the file is empty; nothing to read\n"
        assert library.states == {"issues/2026-01.txt": "known", "issues/2026-02.txt": "broken"}
        assert "broken   issues/2026-02.txt: the file is empty; nothing to read\n" in library.run("status").out
    library.issue(2)
    assert (library.refresh().code, library.states["issues/2026-02.txt"]) == (0, "known")


def test_a_problem_harms_no_deck_and_writes_nothing_again(shelf):
    library = shelf("a", 1)
    library.refresh()
    whole = library.packages
    library.put("issues/2026-01.txt", b"\x00\x01\x02")
    assert library.refresh().code == 1
    before = library.times
    assert library.refresh().code == 1
    assert library.packages == whole
    assert {name: when for name, when in library.times.items() if "/decks" not in name} == {
        name: when for name, when in before.items() if "/decks" not in name}


def test_several_formats_of_one_issue_are_one(shelf):
    library = shelf("a", 1)
    library.put("issues/2026-01.html", "<html><body><p>云岭市综述</p></body></html>")
    library.put("issues/~$2026-01.docx", "open in Word")
    assert library.states == {"issues/2026-01.html": "new"}
    assert "2026-01.txt: not read; 2026-01.html is the same issue" in library.run("status").err


@pytest.mark.parametrize("cached", [True, False])
def test_two_sources_of_one_issue_are_told_and_nothing_is_overwritten(shelf, cached):
    library = shelf("a", 1)
    library.refresh()
    whole = library.packages
    library.put("issues/2026-01-corrected.txt", issue_text(1).replace("站点130个", "站点131个"))
    if not cached:
        forget()
    ran = library.refresh()
    assert ran.code == 1
    for line in ran.err.splitlines():
        assert "the same issue as" in line
        assert "学习与实践参考 2026-01" in line
    assert library.packages == whole
    (library.root / "issues" / "2026-01.txt").unlink()
    assert library.refresh().code == 0
    assert library.packages != whole
    assert library.states == {"issues/2026-01-corrected.txt": "known"}


def test_a_conflict_that_is_mended_is_told_as_mended(shelf):
    library = shelf("a", 1)
    rival = library.put("issues/2026-01-corrected.txt", issue_text(1).replace("站点130个", "站点131个"))
    assert library.refresh().last == "2 with a problem, 0 as they were"
    rival.unlink()
    ran = library.refresh()
    assert (ran.code, ran.err, ran.last) == (0, "", "1 mended, 0 as they were")
    assert f"mended: issues/2026-01.txt (was: the same issue as {rival}" in ran.out
    assert "broken" not in ran.out
    assert library.states["issues/2026-01.txt"] == "known"


CORRECTED = "issues/2026-01-corrected.txt"
WINS = "sources:\n  - folder: issues\nnewest: wins\n"


def corrected(library, days=1):
    """Put a corrected edition beside issue 1, saved so many days later."""
    rival = library.put(CORRECTED, issue_text(1).replace("站点130个", "站点131个"))
    for path, day in ((library.root / "issues" / "2026-01.txt", 0), (rival, days)):
        os.utime(path, (1_700_000_000 + day * 86_400,) * 2)
    return rival


@pytest.mark.parametrize("way", ["setting", "option"])
def test_a_corrected_edition_beside_the_old_one_wins_where_it_is_said_so(shelf, way):
    library = shelf("a", 1, settings=WINS if way == "setting" else "sources:\n  - folder: issues\n")
    library.refresh()
    whole = library.packages
    corrected(library)
    ran = library.refresh(*(["--replace"] if way == "option" else []))
    assert (ran.code, ran.last) == (0, "1 new, 0 as they were")
    [line] = ran.err.splitlines()
    assert "2026-01.txt: not built; " in line
    assert "2026-01-corrected.txt is a newer edition of the same issue (2023-11-15" in line
    assert library.packages != whole
    assert library.states == {CORRECTED: "known"}
    assert "2026-01.txt: not read; " in library.run("status").err
    assert library.refresh().last == "nothing to do: 1 issue, all as they were"


def test_what_gave_way_is_built_again_when_the_newer_goes(shelf):
    library = shelf("a", 1, settings=WINS)
    library.refresh()
    whole = library.packages
    corrected(library)
    library.refresh()
    (library.root / CORRECTED).unlink()
    assert library.refresh().last == "1 changed, 0 as they were"
    assert library.states == {"issues/2026-01.txt": "known"}
    assert library.packages.keys() == whole.keys()


def test_an_older_edition_put_beside_changes_nothing(shelf):
    library = shelf("a", 1, settings=WINS)
    library.refresh()
    whole = library.packages
    corrected(library, days=-1)
    ran = library.refresh()
    assert ran.code == 0
    assert "corrected.txt: not built; " in ran.err
    assert library.packages == whole
    assert library.states == {"issues/2026-01.txt": "known"}


def test_build_and_refresh_give_one_answer_to_two_editions(shelf, juyao, tmp_path):
    library = shelf("a", 1)
    corrected(library)
    said = [library.refresh(), juyao("build", library.root / "issues", "-o", tmp_path / "out")]
    assert {ran.code for ran in said} == {1}
    assert set(said[0].err.splitlines()) == set(said[1].err.splitlines())
    assert "corrected.txt is newer (2023-11-15" in said[0].err
    assert not library.packages
    assert not list((tmp_path / "out").rglob("*.apkg"))


@pytest.mark.parametrize("built_first", [True, False])
def test_a_copy_of_the_same_text_is_no_conflict(shelf, built_first):
    library = shelf("a", 1)
    if built_first:
        library.refresh()
    library.put("issues/copy/january.txt", issue_text(1))
    ran = library.refresh()
    assert ran.code == 0
    assert "it says the same as" in ran.err
    assert set(library.states.values()) == {"known"}
    assert len(library.states) == 1
    assert library.refresh().last == "nothing to do: 1 issue, all as they were"


def test_a_damaged_format_gives_way_to_another_of_the_same_issue(shelf):
    library = shelf("a", 1)
    library.put("issues/2026-01.docx", b"PK\3\4 torn")
    ran = library.refresh()
    assert (ran.code, ran.last) == (0, "1 new, 0 as they were")
    assert "2026-01.docx: " in ran.err
    assert "2026-01.txt is read instead" in ran.err
    assert library.states == {"issues/2026-01.txt": "known"}
    assert library.refresh().last == "nothing to do: 1 issue, all as they were"
    library.issue(1, 站点130个="站点131个")
    assert library.refresh().code == 0
    assert library.states == {"issues/2026-01.txt": "known"}
    library.put("issues/2026-01.docx", (FORMATS / "docx" / "issue.docx").read_bytes())
    assert library.refresh().code == 0
    assert "issues/2026-01.docx" in library.states


def test_a_source_that_is_gone_keeps_its_decks(shelf):
    library = shelf("a", 1, 2)
    library.refresh()
    whole = library.packages
    (library.root / "issues" / "2026-01.txt").unlink()
    assert library.states == {"issues/2026-02.txt": "known", "issues/2026-01.txt": "gone"}
    assert library.refresh().last == "nothing to do: 1 issue, all as they were"
    assert library.packages == whole


def test_patterns_folders_and_rules_are_found_from_the_library(shelf, monkeypatch, tmp_path):
    settings = ("publication: 云岭参考\nsources:\n  - files: [in/**/*.txt, '*.md']\n  - folder: issues\n"
                f"  - folder: {tmp_path}/elsewhere\noutput: out\nonly: 重点\n")
    library = shelf("a", 1, settings=settings)
    library.put("in/b/c/2026-02.txt", issue_text(2))
    library.put("../elsewhere/2026-03.txt", issue_text(3))
    (library.root / "issues" / "again.txt").symlink_to(library.root / "in/b/c/2026-02.txt")
    monkeypatch.chdir(library.root)
    assert type(library)(Path()).refresh().last == "3 new, 0 as they were"
    assert {name.split("/")[2] for name in library.files if name.startswith("out/云岭参考/")} == {
        "2026-01", "2026-02", "2026-03"}


def test_a_folder_that_is_missing_is_a_line_and_the_others_are_built(shelf):
    library = shelf("a", 1, settings="sources:\n  - folder: nowhere\n  - folder: issues\n")
    ran = library.refresh()
    assert (ran.code, ran.last) == (1, "1 new, 0 as they were")
    assert ran.err == f"juyao: {library.root}/nowhere: can't be read: No such file or directory\n"


def test_broken_rules_stop_a_refresh_and_harm_nothing(shelf):
    library = shelf("a", 1, settings="sources:\n  - folder: issues\nrules: rules\n")
    library.put("rules/statistic.yaml", "rules:\n  - nmae: a\n")
    ran = library.refresh()
    assert ran.code == 1
    assert "statistic.yaml:2:5" in ran.err
    assert library.packages == {}


def test_what_of_the_rules_is_not_read_is_a_line(shelf):
    library = shelf("a", 1, settings="sources:\n  - folder: issues\nrules: rules\n")
    library.put("rules/statistic.yaml.txt", "rules: []\n")
    ran = library.refresh()
    assert (ran.code, ran.last) == (0, "1 new, 0 as they were")
    assert "rules: not read: statistic.yaml.txt" in ran.err


# ---- the cache only saves time ----

@pytest.fixture
def lived(shelf, monkeypatch):
    """A library with a past: a figure corrected, a sentence taken out, an article retitled, an issue come later."""
    library = shelf("a", 1, 2)
    library.refresh()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(os.environ["SOURCE_DATE_EPOCH"]) + 86_400))
    gone = re.search(r"第二，完善养老制度10项。", issue_text(1))[0]
    library.issue(1, **{"站点130个": "站点131个", gone: "", "云岭市养老工作综述": "云岭市养老工作综述及打算"})
    library.issue(3)
    assert library.refresh().last == "1 new, 1 changed, 1 as they were"
    return library


def test_without_a_cache_the_bytes_are_the_same(lived):
    whole = lived.files
    forget()
    assert set(lived.states.values()) == {"new"}
    ran = lived.refresh()
    assert "written" not in ran.out
    assert lived.files == whole


# ---- what somebody may have put there ----

def test_what_is_not_read_is_named_when_something_is_built(shelf):
    library = shelf("a", 1)
    library.put("issues/2026-02.doc", "old Word")
    library.put("issues/2025/2025-01.doc", "deeper")
    library.put("issues/README.md", "for people")
    os.mkfifo(library.root / "issues" / "2026-03.txt")
    ran = library.refresh()
    assert (ran.code, ran.last) == (0, "1 new, 0 as they were")
    assert ran.err.splitlines() == [f"juyao: {library.root}/issues: not read: {told}" for told in (
        "2025/2025-01.doc, 2026-02.doc (save as .docx in Word or WPS)", "2026-03.txt (a pipe, no file)")]
    assert library.refresh().err == ""
    assert "2026-02.doc" in library.run("status").err


def test_in_a_library_of_one_folder_its_own_parts_are_no_strangers(shelf):
    library = shelf("a", settings="sources:\n  - folder: .\nrules: own\n")
    library.put("2026-01.txt", issue_text(1))
    library.put("own/lexicon/unit.txt", "只\n")
    (library.root / "issues").rmdir()
    library.refresh()
    assert library.run("status").err == ""


def terabyte(path: Path) -> None:
    path.touch()
    os.truncate(path, 10**12)


@pytest.mark.parametrize(("making", "what"), [(os.mkfifo, "a pipe, no file"), (terabyte, "larger than 10 MB")])
def test_a_rule_file_that_is_none_is_a_line(shelf, making, what):
    library = shelf("a", 1)
    own = library.root / "decks" / "rules" / "own.yaml"
    own.parent.mkdir(parents=True)
    making(own)
    with library.start() as running:
        _, err = running.communicate(timeout=600)
    assert running.returncode == 1
    assert f"{own}:1:1: the rule file can't be read: {what}" in err


@pytest.mark.parametrize("making", [os.mkfifo, Path.mkdir], ids=["a pipe", "a folder"])
def test_settings_that_are_no_file_are_a_line(shelf, making):
    library = shelf("a", 1)
    (library.root / "juyao.yaml").unlink()
    making(library.root / "juyao.yaml")
    for command in ("status", "refresh"):
        ran = library.run(command)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"juyao: {library.root}/juyao.yaml: no file")


DAMAGE = {
    "empty": "", "no JSON": "{", "a list": "[]", "another form": '{"form": 1}',
    "no parts": "{}", "a part of another shape": '{"sources": [], "packages": {}, "pages": {}}',
    "an entry of another shape": '{"sources": {"issues/2026-01.txt": 1}, "packages": {}, "pages": {}}',
    "a value of another type": '{"sources": {}, "packages": {"a": {"size": "1", "time": 0, "sha": ""}}, "pages": {}}',
    "a huge number": '{"sources": {}, "packages": {"a": {"size": ' + "9" * 5000 + "}}}",
    "nested": "[" * 100_000,
}


@pytest.mark.parametrize("checksum", [False, True])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_cache_is_told_and_made_anew(shelf, damage, checksum):
    library = shelf("a", 1)
    library.refresh()
    whole = library.packages
    cache, *others = (cache_folder() / "libraries").iterdir()
    assert not others
    if checksum:
        write_cached(f"libraries/{cache.name}", DAMAGE[damage].encode(), FORM)
    else:
        cache.write_text(DAMAGE[damage])
    assert library.states == {"issues/2026-01.txt": "new"}
    ran = library.refresh()
    assert (ran.code, ran.err) == (0, f"juyao: {cache}: damaged, or of another version; every issue is built again\n")
    assert library.packages == whole
    assert library.refresh().out == "nothing to do: 1 issue, all as they were\n"


def test_a_folder_in_the_cache_s_place_is_done_without(shelf):
    library = shelf("a", 1)
    library.refresh()
    [cache] = (cache_folder() / "libraries").iterdir()
    cache.unlink()
    (cache / "x").mkdir(parents=True)
    for _ in range(2):
        ran = library.refresh()
        assert (ran.code, ran.last) == (0, "1 new, 0 as they were")
        assert len(ran.err.splitlines()) == 1
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def test_a_cache_that_can_not_be_written_is_done_without(shelf, own_cache):
    library = shelf("a", 1)
    (own_cache / "juyao" / "libraries").write_text("a file")
    assert library.refresh().last == "1 new, 0 as they were"
    assert library.refresh().last == "1 new, 0 as they were"


def test_a_library_copied_elsewhere_gives_the_same_bytes(lived, tmp_path, monkeypatch):
    for path in lived.root.rglob("*.apkg"):
        os.utime(path, (1, 1))
    shutil.copytree(lived.root, tmp_path / "other" / "place", copy_function=shutil.copyfile)
    copy = type(lived)(tmp_path / "other" / "place")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other" / "cache"))
    ran = copy.refresh()
    assert ran.code == 0
    assert "written" not in ran.out
    assert copy.files == lived.files


@pytest.mark.parametrize("kept", ["the bundle", "the articles"])
def test_from_a_part_of_the_record_comes_the_same(lived, kept):
    whole = lived.files
    for path in lived.root.rglob("*.apkg"):
        if (path.stem == path.parent.name) != (kept == "the bundle"):
            path.unlink()
    lived.refresh()
    assert lived.files == whole


REPEATED = "\n\n水利是青溪县发展的根基，必须把水利摆在更加突出的位置，持之以恒、久久为功。\n\n（来源"


def test_issues_that_repeat_one_another_are_the_same_in_one_run_as_in_many(shelf):
    at_once, one_by_one = shelf("once"), shelf("many")
    for number in range(1, 7):
        for library in (at_once, one_by_one):
            library.issue(number, **{"\n\n（来源": REPEATED})
        assert one_by_one.refresh().code == 0
    assert at_once.refresh().last == "6 new, 0 as they were"
    assert at_once.packages == one_by_one.packages
    assert at_once.refresh().last == one_by_one.refresh().last == "nothing to do: 6 issues, all as they were"


def test_an_issue_that_shares_nothing_opens_no_package_of_another(shelf, monkeypatch):
    library = shelf("own", *range(1, 10))
    library.refresh()
    opened = []
    monkeypatch.setattr("cards.record.decks.read_package", opened.append)
    head, _, _ = issue_text(50).partition("目 录")
    library.put("issues/2026-50.txt", f"{head}目 录\n\n论坛综述\t1\n\n论坛综述\n\n今年，青山论坛收到论文32篇。\n\n"
                                      "（来源：云岭日报，2026-03-06）\n")
    assert library.refresh().last == "1 new, 9 as they were"
    assert opened == []


def test_a_refresh_keeps_the_site_that_juyao_yaml_names(shelf):
    library = shelf("library", 1, settings=(
        "sources:\n  - folder: issues\nsite:\n  folder: web\n  url: https://cards.example.org/juyao/\n"))
    assert library.refresh("--dry-run").code == 0
    web = library.root / "web"
    assert not web.exists()
    assert library.refresh().last == f"site: {web / 'index.html'}"
    assert "https://cards.example.org/juyao/" in (web / "feed.xml").read_text(encoding="utf-8")
    before = contents(web)
    assert library.refresh().last.startswith("nothing to do")
    assert contents(web) == before
    library.issue(2)
    assert library.refresh("--json").report  # one object, and nothing after it
    assert (web / PUBLICATION / "2026-02" / "index.html").is_file()

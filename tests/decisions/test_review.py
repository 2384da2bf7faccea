"""`juyao review` without a browser: in the terminal, for programs, from a learner's export, tidied; and its server."""

from __future__ import annotations

import http.client
import io
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from cards.commands.clock import build_time
from cards.commands.program import exit_code
from cards.commands.reviewing import terminal
from cards.commands.reviewing.desk import Desk
from cards.commands.reviewing.page import review_page, state_json
from cards.commands.reviewing.server import ReviewServer
from cards.library.decisions.file import read_decisions
from cards.library.reviews import open_reviews

TEXT = ("云岭工作综述\n\n截至2025年底，青溪县建成湿地32处，恢复河岸18公里，群众普遍感到满意。\n\n"
        "生态是青溪县发展的根基，保护湿地就是守护子孙后代的家园。\n\n会议要求把这项工作抓好抓实。\n")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "2026-05.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def told(source: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """What `juyao review --json` prints of the issue."""
    def run() -> dict[str, Any]:
        capsys.readouterr()
        assert exit_code(["review", str(source), "-o", str(source.parent / "decks"), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def file_of(source: Path) -> Path:
    return source.parent / "decisions" / "2026-05.yaml"


def test_a_program_is_told_every_card_and_the_format_of_its_answer(source: Path, told: Any, build: Any) -> None:
    report = told()
    [issue] = report["issues"]
    assert issue["file"] == str(file_of(source))
    card = next(card for card in issue["cards"] if "【32处】" in card["of"])
    assert card["kind"] == "统计"
    assert card["fronts"][0].count("【……】") == 1
    assert "恢复河岸18公里" in card["paragraph"]
    assert card["rule"].startswith("statistic.")
    assert card["decided"] is None
    assert set(report["keys"]) >= {"id", "of", "do", "question", "hide", "cue", "mnemonic", "kind", "why"}
    answer = [{"id": card["id"], "of": card["of"], "do": "drop", "why": "太小"}]
    file_of(source).parent.mkdir()
    file_of(source).write_text(yaml.safe_dump(answer, allow_unicode=True), encoding="utf-8")
    assert next(each for each in told()["issues"][0]["cards"] if each["id"] == card["id"])["decided"] == {
        "do": "drop", "id": card["id"], "of": card["of"], "why": "太小"}
    built = build(source.parent / "decks", source)
    assert built.issue["decisions"]["in_force"] == {"drop": 1}


def test_in_the_terminal_five_keys_decide(
        source: Path, told: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    cards = told()["issues"][0]["cards"]
    keys = iter("ynxsbq")
    monkeypatch.setattr(terminal.click, "getchar", lambda: next(keys))
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert exit_code(["review", str(source), "--terminal"]) == 0
    said = capsys.readouterr().out
    assert f"2 decided, {len(cards) - 2} open: {file_of(source)}" in said
    assert "【……】" in said
    assert [(entry.id, entry.do) for entry in read_decisions(file_of(source)).entries] == [
        (cards[0]["id"], "keep"), (cards[1]["id"], "drop")]
    monkeypatch.setattr(terminal.click, "getchar", lambda: "q")
    assert exit_code(["review", str(source), "--terminal"]) == 0
    assert f"1/{len(cards) - 2}" in capsys.readouterr().out


class Terminal(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


def test_where_the_input_is_no_terminal_its_letters_are_the_keys(
        source: Path, told: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    cards = told()["issues"][0]["cards"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\nn"))
    assert exit_code(["review", str(source), "--terminal"]) == 0
    assert f"2 decided, {len(cards) - 2} open" in capsys.readouterr().out
    assert [entry.do for entry in read_decisions(file_of(source)).entries] == ["keep", "drop"]


def test_a_dropped_card_that_the_export_lacks_is_not_proposed(
        source: Path, told: Any, build: Any, learner: Any, tmp_path: Path, capsys: Any) -> None:
    from anki.import_export_pb2 import ExportAnkiPackageOptions

    dropped = told()["issues"][0]["cards"][0]
    file_of(source).parent.mkdir()
    file_of(source).write_text(f"- id: {dropped['id']}\n  do: drop\n", encoding="utf-8")
    reader = learner()
    reader.take(build(tmp_path / "decks", source).bundles[0])
    export = tmp_path / "export.apkg"
    reader.col.export_anki_package(out_path=str(export), limit=None, options=ExportAnkiPackageOptions(
        with_scheduling=True, with_media=False, with_deck_configs=False, legacy=True))
    capsys.readouterr()
    assert exit_code(["review", str(source), "-o", str(tmp_path / "decks"), "--from", str(export)]) == 0
    assert dropped["id"] not in capsys.readouterr().out


def test_what_a_learner_did_is_proposed_and_nothing_is_taken_over(
        source: Path, told: Any, build: Any, learner: Any, tmp_path: Path, capsys: Any) -> None:
    from anki.import_export_pb2 import ExportAnkiPackageOptions

    source.write_text(f"{TEXT}\n2025年，青溪县新增就业5800人。\n", encoding="utf-8")
    built = build(tmp_path / "decks", source)
    reader = learner()
    reader.take(built.bundles[0])
    changed, suspended, flagged, deleted = reader.notes[:4]
    changed["提示"] = "青溪县"
    reader.col.update_note(changed)
    reader.col.sched.suspend_cards([card.id for card in suspended.cards()])
    reader.col.set_user_flag_for_cards(1, [flagged.cards()[0].id])
    reader.col.remove_notes([deleted.id])
    export = tmp_path / "export.apkg"
    reader.col.export_anki_package(out_path=str(export), limit=None, options=ExportAnkiPackageOptions(
        with_scheduling=True, with_media=False, with_deck_configs=False, legacy=True))
    capsys.readouterr()
    assert exit_code(["review", str(source), "-o", str(tmp_path / "decks"), "--from", str(export)]) == 0
    said = capsys.readouterr().out
    proposed = {entry["id"]: entry for entry in yaml.safe_load(said)}
    assert proposed[changed["编号"]]["do"] == "correct"
    assert proposed[changed["编号"]]["cue"] == "青溪县"
    assert proposed[suspended["编号"]]["do"] == "drop"
    assert f"# {flagged['编号']}" in said
    assert proposed[deleted["编号"]]["do"] == "drop"
    assert not file_of(source).exists()
    file_of(source).parent.mkdir()
    file_of(source).write_text(said, encoding="utf-8")
    assert build(tmp_path / "decks", source).issue["decisions"]["in_force"] == {"correct": 1, "drop": 2}


def test_a_file_that_is_no_export_is_told(source: Path, capsys: Any) -> None:
    assert exit_code(["review", str(source), "--from", str(source)]) == 1
    assert "no export from Anki" in capsys.readouterr().err


def test_the_file_is_tidied_on_request_only(source: Path, told: Any, build: Any, capsys: Any) -> None:
    first, second, *_ = told()["issues"][0]["cards"]
    gone = "- id: AAAA-BBBB\n  of: 云岭市有【三万口】井。\n  do: keep\n"
    text = gone + "".join(f"- id: {card['id']}\n  do: keep\n" for card in (second, first))
    file_of(source).parent.mkdir()
    file_of(source).write_text(text, encoding="utf-8")
    build(source.parent / "decks", source)
    assert file_of(source).read_text(encoding="utf-8") == text
    assert exit_code(["review", str(source), "--tidy"]) == 0
    assert "put in order" in capsys.readouterr().out
    entries = read_decisions(file_of(source)).entries
    assert [entry.id for entry in entries] == [first["id"], second["id"], "AAAA-BBBB"]
    assert "gone: '20" in file_of(source).read_text(encoding="utf-8")


def test_a_library_is_reviewed_with_its_own_decisions(source: Path, capsys: Any) -> None:
    root = source.parent
    (root / "issues").mkdir()
    source.rename(root / "issues" / source.name)
    (root / "juyao.yaml").write_text("sources: [{folder: issues}]\ndecisions: word\n", encoding="utf-8")
    assert exit_code(["review", str(root), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["issues"][0]["file"] == str(root / "word" / "2026-05.yaml")


def test_a_refresh_builds_what_was_decided(source: Path, capsys: Any, told: Any) -> None:
    card = told()["issues"][0]["cards"][0]
    (source.parent / "juyao.yaml").write_text("sources: [{folder: .}]\n", encoding="utf-8")
    assert exit_code(["refresh", str(source.parent)]) == 0
    file_of(source).parent.mkdir()
    file_of(source).write_text(f"- id: {card['id']}\n  do: drop\n", encoding="utf-8")
    capsys.readouterr()
    assert exit_code(["refresh", "-v", str(source.parent)]) == 0
    said = capsys.readouterr().out
    assert "what people decided changed" in said
    assert "decisions: 1 dropped" in said
    assert exit_code(["refresh", str(source.parent)]) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_a_fault_ends_with_1_and_everything_else_is_built(source: Path, told: Any, tmp_path: Path, capsys: Any) -> None:
    card = told()["issues"][0]["cards"][0]
    named = tmp_path / "word.yaml"
    named.write_text(f"- id: {card['id']}\n  do: drop\n- id: x\n  do: keep\n", encoding="utf-8")
    command = ["build", str(source), "-o", str(tmp_path / "out"), "--decisions"]
    assert exit_code([*command, str(named)]) == 1
    said = capsys.readouterr().out
    assert f"{named}:3:7: “id”: found “x”" in said
    assert "decisions: 1 dropped" in said
    assert list((tmp_path / "out").rglob("*.apkg"))
    assert exit_code([*command, str(tmp_path / "none")]) == 1
    assert "no such file or folder of decisions" in capsys.readouterr().err


# ---- the server ----


@pytest.fixture
def server(source: Path) -> Iterator[ReviewServer]:
    opened = open_reviews(source, source.parent / "decks", (), None, build_time())
    desk = Desk(opened.reviews, opened.named)
    made = ReviewServer(0, lambda address: review_page(desk, "题", address), lambda: state_json(desk, desk.state()),
                        desk.decide, desk.version)
    running = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    running.start()
    yield made
    made.shutdown()
    made.server_close()
    running.join()


def ask(server: ReviewServer, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection(*server.server_address, timeout=30)) as connection:
        connection.request(method, path, data, named | {"Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read()


def usual(server: ReviewServer) -> dict[str, str]:
    return {"Origin": server.origin, "Content_Type": "application/json"}


def test_the_page_is_for_who_has_its_token(server: ReviewServer) -> None:
    assert ask(server, "GET", f"/{server.token}/")[0] == 200
    for path in ("/", "/x/", f"/{server.token}x/", "//", f"/{server.token[:-1]}/", "/favicon.ico"):
        assert ask(server, "GET", path)[0] == 403, path
    assert ask(server, "GET", f"/{server.token}/etc/passwd")[0] == 404
    assert ask(server, "POST", "/x/decide", [], **usual(server))[0] == 403
    assert ask(server, "POST", f"/{server.token}/other", [], **usual(server))[0] == 404
    assert ask(server, "PUT", f"/{server.token}/decide", [])[0] == 501
    assert server.server_address[0] == "127.0.0.1"


def test_who_opens_an_old_address_is_told_what_to_do(server: ReviewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUYAO_LANG", "zh")
    status, said = ask(server, "GET", "/old/")
    assert (status, said.decode()) == (403, "403 这个网址不能用了：请用 juyao review 在终端里显示的那个\n")


def test_another_host_or_origin_is_refused(server: ReviewServer, source: Path) -> None:
    assert ask(server, "GET", f"/{server.token}/", Host="attacker.example")[0] == 403
    decide = f"/{server.token}/decide"
    for origin in ("http://attacker.example", "null", f"http://localhost:{server.server_address[1]}"):
        assert ask(server, "POST", decide, [], Origin=origin, Content_Type="application/json")[0] == 403
    assert ask(server, "POST", decide, [], Content_Type="application/json")[0] == 403
    assert ask(server, "POST", decide, [], Origin=server.origin, Content_Type="text/plain")[0] == 415
    assert not file_of(source).exists()


@pytest.mark.parametrize(("body", "status"), [
    (b"{", 400), (b"{}", 400), (b"[1]", 400), ([{"do": "keep"}], 409),
    ([{"do": "keep", "id": "AAAA-BBBB", "issue": 7}], 409), ([{"do": "keep", "id": "AAAA-BBBB", "issue": "x"}], 409),
    ([{"do": "burn", "id": "AAAA-BBBB"}], 409),
    ([{"do": "add", "of": "没有【的话】", "kind": "金句"}], 409), ([{"do": "keep", "id": "AAAA-BBBB\n- x"}], 409),
])
def test_what_makes_no_sense_is_not_written(server: ReviewServer, source: Path, body: Any, status: int) -> None:
    said, answer = ask(server, "POST", f"/{server.token}/decide", body, **usual(server))
    assert said == status
    assert status == 400 or json.loads(answer)["problem"]
    assert not file_of(source).exists()


def test_a_request_too_large_is_refused(server: ReviewServer) -> None:
    assert ask(server, "POST", f"/{server.token}/decide", Content_Length="2000001", **usual(server))[0] == 413


def test_a_decision_is_written_at_once_and_told_to_every_page(server: ReviewServer, source: Path) -> None:
    version = json.loads(ask(server, "GET", f"/{server.token}/state/")[1])["version"]
    entry = {"do": "keep", "id": "AAAA-BBBB", "of": "甲\n【乙】", "issue": 0}
    told = json.loads(ask(server, "POST", f"/{server.token}/decide", [entry], **usual(server))[1])
    assert told["decisions"]["AAAA-BBBB"]["do"] == "keep"
    assert read_decisions(file_of(source)).entries[0].of == "甲 【乙】"
    seen = json.loads(ask(server, "GET", f"/{server.token}/state/{version}")[1])
    assert seen == told
    same = json.loads(ask(server, "GET", f"/{server.token}/state/{seen['version']}")[1])
    assert same == {"version": seen["version"]}


def test_many_at_once_lose_nothing(server: ReviewServer, source: Path) -> None:
    codes = [f"AAAA-{letter}AAA" for letter in "ABCDEFGHIJKLMNOP"]
    threads = [threading.Thread(target=ask, args=(server, "POST", f"/{server.token}/decide",
                                                  [{"do": "keep", "id": code, "issue": 0}]), kwargs=usual(server))
               for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(entry.id for entry in read_decisions(file_of(source)).entries) == codes

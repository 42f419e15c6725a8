"""Witnesses: what they cosign is kept, counted, and finds out who rewrites.

The story is told twice: with foreign programs that listen on 127.0.0.1, and with what
they answered when that was recorded.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from ledger.audit.notes import Note, read_note
from ledger.audit.pins import Pins
from ledger.audit.places import Home
from ledger.audit.policies import Policy, checked
from ledger.audit.verdicts import Report
from ledger.audit.witnesses import Witnesses
from ledger.errors import BadInput, NotProven
from ledger.trail.auditing import verified
from ledger.trail.given import Given
from ledger.trail.posting import WitnessReply
from ledger.trail.witnessing import WitnessResult
from tests.audit.bundles import Bundle, exported
from tests.audit.conftest import ORIGIN, Keeper
from tests.audit.witnesses import (
    NAMES,
    Foreign,
    Network,
    Recorded,
    foreign,
    same_keeper,
)


@pytest.fixture
def same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """Give the keeper whose ledger is always the same."""
    return same_keeper(tmp_path, monkeypatch)


@pytest.fixture(params=["recorded", "foreign"])
def network(
    request: pytest.FixtureRequest, same: Keeper, tmp_path: Path
) -> Iterator[Network]:
    """Give three witnesses that know this keeper's ledger."""
    if request.param == "recorded":
        yield Recorded()
        return
    with foreign(tmp_path, str(same.key)) as found:
        yield found


@pytest.fixture
def recorded() -> Recorded:
    """Give the three witnesses as they were recorded."""
    return Recorded()


def name_them(keeper: Keeper, network: Network, needed: int = 2) -> Witnesses:
    kept = Witnesses(keeper.home, ORIGIN)
    kept.write(Policy(needed, tuple(network.witnesses)), keeper.key)
    return kept


def ask(keeper: Keeper, network: Network, *, held: bool = True) -> list[WitnessResult]:
    with keeper.open(held=held) as book:
        book.trail.sign()
        return list(book.trail.witnessing.ask(network.post))


def outcomes(asked: list[WitnessResult]) -> dict[str, str]:
    return {one.witness.name: one.outcome for one in asked}


def given(keeper: Keeper, network: Network, *heads: Note, quorum: int = 2) -> Given:
    """Give what an outsider brings: keys from elsewhere, and heads that they kept."""
    return Given(
        keys=[keeper.key],
        heads=[(f"head {at}", note) for at, note in enumerate(heads)],
        witnesses=[one.key for one in network.witnesses],
        quorum=quorum,
    )


def rewritten(keeper: Keeper) -> None:
    """Write another history and sign it with the real key, as only its holder can."""
    other = [body.replace(b"report 1", b"report 9") for body in keeper.bodies()[3:]]
    keeper.rewrite(other, 3)
    keeper.resign(keeper.private)
    keeper.guard()
    kept = Witnesses(keeper.home, ORIGIN)
    for one in kept.policy.witnesses if kept.policy else ():
        kept.forget(one)
    Pins(keeper.home).forget(ORIGIN, keeper.place)


def somebody(folder: Path) -> Home:
    """Give the folders of somebody who saw nothing yet."""
    return Home.at(folder / uuid4().hex)


def verdict(report: Report) -> tuple[str, int]:
    return report.verdict, report.exit_code


# -- the story ------------------------------------------------------------------


def test_the_story(same: Keeper, network: Network, tmp_path: Path) -> None:
    kept = name_them(same, network)
    assert verdict(same.verify()) == ("UNWITNESSED", 3)

    # Three of three.
    assert outcomes(ask(same, network)) == dict.fromkeys(NAMES, "cosigned")
    report = same.verify()
    assert verdict(report) == ("VERIFIED", 0)
    assert "3 of 3 witnesses, 2 required, for all entries" in report.trusted_by
    older = [note for _, note in kept.heads()]

    # Two of three, one is away: what it saw before still counts as far as it went.
    same.report(3)
    network.away("w3.example")
    said = dict(zip(NAMES, ("cosigned", "cosigned", "away"), strict=True))
    assert outcomes(ask(same, network)) == said
    report = same.verify()
    assert verdict(report) == ("VERIFIED", 0)
    assert "3 of 3 witnesses, 2 required, for all entries" in report.trusted_by

    # Somebody who has only the ledger, the key, and heads that were given away.
    newer = [note for _, note in kept.heads()][:2]
    brought = given(same, network, *newer)
    report = same.verify(brought, home=somebody(tmp_path))
    assert verdict(report) == ("VERIFIED", 0)
    assert "2 witnesses" in report.trusted_by
    report = same.verify(given(same, network, newer[0]), home=somebody(tmp_path))
    assert verdict(report) == ("UNWITNESSED", 3)

    # The key's holder rewrites: witnesses refuse, and an outsider finds out.
    rewritten(same)
    report = same.verify(Given(keys=[same.key]), home=somebody(tmp_path))
    assert verdict(report) == ("VERIFIED", 0)  # nobody else kept anything
    asked = ask(same, network)
    against = dict(zip(NAMES, ("against", "against", "away"), strict=True))
    assert outcomes(asked) == against
    assert "saw another history" in asked[0].what
    assert verdict(same.verify()) == ("UNWITNESSED", 3)
    report = same.verify(given(same, network, newer[0]), home=somebody(tmp_path))
    assert verdict(report) == ("FORKED", 1)
    assert len(report.evidence) == 2
    # Before the rewritten entry both are one history.
    report = same.verify(given(same, network, *older), home=somebody(tmp_path))
    assert verdict(report) == ("VERIFIED", 0)
    if isinstance(network, Foreign):
        (one, *_) = network.evidence("w1.example")
        assert read_note(one["request"].partition("\n\n")[2].encode())


def test_the_pin_alone_finds_a_rewriter_out_too(
    same: Keeper, recorded: Recorded
) -> None:
    name_them(same, recorded)
    ask(same, recorded)
    same.report(3)
    recorded.away("w3.example")
    ask(same, recorded)
    heads = Witnesses(same.home, ORIGIN).heads()
    rewritten(same)
    kept = Witnesses(same.home, ORIGIN)
    kept.keep(recorded.witnesses[0], heads[0][1])
    report = same.verify()
    assert verdict(report) == ("FORKED", 1)
    assert "that the head that w1.example cosigned saw" in report.findings[0].what


def test_a_witness_that_has_the_head_is_not_asked_again(
    same: Keeper, recorded: Recorded
) -> None:
    name_them(same, recorded)
    ask(same, recorded)
    for name in NAMES:
        recorded.away(name)
    assert outcomes(ask(same, recorded)) == dict.fromkeys(NAMES, "cosigned")


# -- who lies ---------------------------------------------------------------------


def edited(note: Note) -> Note:
    """Give a head whose last line was forged."""
    *lines, last = note.signatures
    blob = last.blob[:-1] + bytes([last.blob[-1] ^ 1])
    return Note(note.text, (*lines, last._replace(blob=blob)))


def test_two_of_three_that_lie_are_no_quorum(same: Keeper, recorded: Recorded) -> None:
    kept = name_them(same, recorded)

    def lying(url: str, body: bytes) -> WitnessReply:
        answer = recorded.post(url, body)
        other = recorded.post(recorded.witnesses[0].url, body)
        return answer if url.endswith("w1.example") else other

    with same.open() as book:
        asked = list(book.trail.witnessing.ask(lying))
    assert outcomes(asked) == dict(
        zip(NAMES, ("cosigned", "unsigned", "unsigned"), strict=True)
    )
    assert "there is no line of w2.example" in asked[1].what
    assert [name for name, _ in kept.heads()] == ["w1.example"]
    report = same.verify()
    assert verdict(report) == ("UNWITNESSED", 3)
    assert "1 of 3 witnesses saw this log" in report.findings[0].what


def test_a_forged_line_beside_the_pin_is_told(same: Keeper, recorded: Recorded) -> None:
    kept = name_them(same, recorded)
    ask(same, recorded)
    for one, (_, note) in zip(recorded.witnesses[:2], kept.heads(), strict=False):
        kept.keep(one, edited(note))
    report = same.verify()
    assert verdict(report) == ("BAD-SIGNATURE", 1)
    told = [one.what for one in report.findings if one.code == "BAD-SIGNATURE"]
    assert len(told) == 2
    assert "w1.example" in told[0]


def test_one_key_under_two_names_is_no_policy(same: Keeper, recorded: Recorded) -> None:
    one, two, three = recorded.witnesses
    twin = two._replace(key=two.key._replace(public=one.key.public))
    with pytest.raises(BadInput, match="the same key"):
        checked(3, (one, twin, three))
    kept = name_them(same, recorded)
    kept.write(Policy(3, (one, twin, three)), same.key)
    with pytest.raises(NotProven, match="the same key"):
        same.verify()


def test_the_log_is_no_witness_of_itself(same: Keeper, recorded: Recorded) -> None:
    kept = name_them(same, recorded)
    one = recorded.witnesses[0]
    own = one._replace(key=one.key._replace(public=same.key.public))
    kept.write(Policy(1, (own,)), same.key)
    assert verdict(same.verify()) == ("UNWITNESSED", 3)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("group enough 2", "group enough 4"),
        lambda text: text.replace("group enough 2", "group enough 0"),
        lambda text: text.replace("witness w1.example w1", "witness w9.example w1"),
        lambda text: text.replace("w2.example w3.example\nq", "w2.example\nq"),
        lambda text: text.replace("quorum enough", "quorum none"),
        lambda text: text.replace("http://", "file:///", 1),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text[: len(text) // 2],
        lambda _: "",
    ],
)
def test_an_edited_policy_is_told_for_what_it_is(
    same: Keeper, recorded: Recorded, change: Callable[[str], str]
) -> None:
    kept = name_them(same, recorded)
    text = kept.path.read_text()
    assert change(text) != text
    kept.path.write_text(change(text), newline="")
    with pytest.raises(NotProven) as told:
        same.verify()
    assert str(kept.path) in told.value.message


# -- what is given away -----------------------------------------------------------


@pytest.fixture
def cosigned(same: Keeper, recorded: Recorded) -> Keeper:
    """Give a keeper whose three entries three witnesses saw, and six two of them."""
    name_them(same, recorded)
    ask(same, recorded)
    same.report(3)
    recorded.away("w3.example")
    ask(same, recorded)
    return same


def test_a_proof_brings_the_lines_of_witnesses_along(
    cosigned: Keeper, recorded: Recorded, stranger: Home, tmp_path: Path
) -> None:
    path = tmp_path / "proof"
    with cosigned.open() as book:
        path.write_bytes(bytes(book.trail.prove("3")))
    report = verified(str(path), stranger, given(cosigned, recorded))
    assert verdict(report) == ("VERIFIED", 0)
    assert "2 witnesses" in report.trusted_by
    brought = given(cosigned, recorded, quorum=3)
    assert verdict(verified(str(path), stranger, brought)) == ("UNWITNESSED", 3)
    assert verdict(verified(str(path), cosigned.home, Given())) == ("VERIFIED", 0)


@pytest.mark.parametrize("options", [{}, {"company": "xai"}, {"until": 2}])
def test_an_export_brings_what_witnesses_saw(
    cosigned: Keeper, recorded: Recorded, tmp_path: Path, options: dict[str, Any]
) -> None:
    bundle = exported(cosigned, tmp_path / "export", **options)
    seen = sorted(x for x in bundle.names() if x.startswith("data/witnesses/"))
    heads = ["w3.example"] if "until" in options else NAMES
    assert seen == [
        "data/witnesses/policy",
        *(f"data/witnesses/{name}.checkpoint" for name in heads),
    ]
    quorum = 1 if "until" in options else 3
    report = bundle.verify(given(cosigned, recorded, quorum=quorum))
    assert report.verdict == ("PARTIAL" if "company" in options else "VERIFIED")
    assert f"{len(heads)} witness" in " ".join(report.trusted_by)
    assert "2 of 3 required; cosigned: " in " ".join(report.looked)
    assert "2 of 3 required; cosigned: " in bundle.file("README.txt").read_text("utf-8")
    assert not report.warnings
    own = verified(str(bundle.path), cosigned.home, Given())
    assert own.verdict == report.verdict


def test_a_key_inside_an_export_makes_no_witness(
    cosigned: Keeper, tmp_path: Path
) -> None:
    bundle = exported(cosigned, tmp_path / "export")
    report = bundle.verify()
    assert report.verdict == "VERIFIED"
    assert not any("witness" in one for one in report.trusted_by)


W1 = "data/witnesses/w1.example.checkpoint"


@pytest.mark.parametrize("options", [{}, {"company": "xai"}])
@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        (W1, lambda data: bytes(edited(read_note(data))), "BAD-SIGNATURE"),
        (W1, lambda data: data.replace(b"\n6\n", b"\n5\n"), "ALTERED"),
        (W1, lambda data: data.replace(b"ledger\n", b"other\n", 1), "ALTERED"),
        (W1, lambda data: data[:20], "BAD-SIGNATURE"),
        ("data/witnesses/policy", lambda data: data[:-9], "ALTERED"),
        ("data/witnesses/policy", lambda data: data.replace(b"w1.", b"w9."), "ALTERED"),
        ("data/witnesses/w9.example.checkpoint", lambda _: b"x\n", "ALTERED"),
    ],
)
def test_what_witnesses_saw_is_checked_in_an_export(
    cosigned: Keeper,
    tmp_path: Path,
    name: str,
    change: Callable[[bytes], bytes],
    code: str,
    options: dict[str, Any],
) -> None:
    bundle: Bundle = exported(cosigned, tmp_path / "export", **options)
    bundle.touch(name, change)
    report = bundle.verify()
    assert (report.verdict, report.exit_code) == (code, 1)


def test_a_checkpoint_brings_them_along(cosigned: Keeper) -> None:
    with cosigned.open() as book:
        note = book.trail.witnessing.cosigned(book.trail.sign())
    assert [line.name for line in note.signatures] == [ORIGIN, *NAMES[:2]]
    assert read_note(bytes(note)) == note


# -- copies -----------------------------------------------------------------------


def test_a_copy_is_not_held_against_what_witnesses_saw_elsewhere(
    cosigned: Keeper, tmp_path: Path
) -> None:
    older = tmp_path / "older.db"
    older.write_bytes(Path(cosigned.place).read_bytes())
    cosigned.report(2)
    copied = replace(cosigned, place=str(older))
    assert verdict(copied.verify()) == ("VERIFIED", 0)
    assert verdict(cosigned.verify()) == ("VERIFIED", 0)

"""What an event says in plain words."""

from typing import Any, Final

import pytest

from ledger.claims.kinds import KINDS, targets_in
from ledger.claims.names import Directory
from ledger.projections.prose import Prose
from ledger.rendering.sentences import TOLD, said, sentence, sentence_of, terms
from tests.claims.test_events import EXAMPLES, MAXIMAL

ONE, OTHER = "1" * 64, "2" * 64
ROWS: Final = {"snapshot.row_seen", "snapshot.row_changed", "snapshot.row_gone"}
"""What these say stands in their cells; the claims that were read in them do not."""
SAID: Final = [
    ("ledger.opened", {"origin": "sayso/x"}, "opens the ledger sayso/x"),
    (
        "source.registered",
        {"slug": "musk", "name": "Elon Musk", "kind": "person", "speaks_for": ["xai"]},
        "musk is Elon Musk, person, speaks for xai",
    ),
    ("company.alias_added", {"slug": "xai", "alias": "X.AI"}, "xai is also X.AI"),
    (
        "company.tagged",
        {"slug": "xai", "tags": {"sector": "ai"}, "without": ["note"]},
        "tags xai: sector=ai, without note",
    ),
    (
        "round.reported",
        {
            "round": "xai/b",
            "stage": "closed",
            "raised": [{"figure": "6B", "basis": "round_total"}],
            "valuation": [{"figure": "18B", "kind": "pre_money"}],
        },
        "reports xai/b: 6B at 18B pre-money [closed]",
    ),
    (
        "valuation.reported",
        {"company": "xai", "valuation": [{"figure": "75B", "kind": "tender"}]},
        "puts xai at 75B tender",
    ),
    (
        "round.reported",
        {
            "round": "xai/t",
            "round_type": "tender",
            "valuation": [{"figure": "75B", "kind": "tender"}],
        },
        "reports xai/t: at 75B tender",
    ),
    (
        "round.reported",
        {
            "round": "xai/t",
            "round_type": "tender",
            "valuation": [{"figure": "75B", "kind": "unspecified"}],
        },
        "reports xai/t: at 75B as tender",
    ),
    (
        "claim.revised",
        {"claim": ONE, "set": {"stage": "closed", "effective": "2024"}},
        "revises event 7: [closed] effective",
    ),
    ("claim.retracted", {"claim": ONE}, "retracts event 7"),
    (
        "snapshot.taken",
        {"table": "rounds", "key": ["Id"], "columns": ["Id"], "rows": 1200},
        "has 1,200 rows in rounds, by Id",
    ),
    (
        "snapshot.column_seen",
        {"column": "Source", "cells": [{"key": "1", "value": "x"}]},
        "has a new column: Source, in 1 rows",
    ),
    (
        "snapshot.row_seen",
        {"key": "1", "cells": [{"column": "Sum", "value": "5"}]},
        "has a new row: 1 (Sum: 5)",
    ),
    (
        "snapshot.row_seen",
        {"key": "1", "claims": [ONE], "cells": [{"column": "Sum", "value": "5"}]},
        "has a new row: 1",
    ),
    (
        "snapshot.row_changed",
        {
            "key": "1",
            "was": "0",
            "cells": [{"column": "Sum", "old": "5"}, {"column": "Day", "new": "2"}],
        },
        "rewrites row 1, before 0: Sum: 5 -> nothing; Day: nothing -> 2",
    ),
    ("snapshot.row_gone", {"key": "1"}, "has no row 1 any more"),
    (
        "claim.denied",
        {"claims": [ONE, OTHER], "scope": ["whole"], "form": "not_raising_now"},
        "denies event 7, event 8 (whole; not raising now)",
    ),
    (
        "claim.denied",
        {"round": "xai/b", "scope": ["stage", "raised"], "form": "fake"},
        "denies xai/b (stage, raised; fake)",
    ),
    (
        "claim.confirmed",
        {"claim": ONE, "scope": ["valuation"]},
        "confirms event 7 (valuation)",
    ),
    (
        "claim.commented",
        {"claims": [ONE], "form": "no_comment"},
        "comments on event 7 (no comment)",
    ),
    (
        "claim.relayed",
        {"claim": ONE, "copy": OTHER, "form": "syndicated"},
        "event 8 is a copy of event 7",
    ),
    (
        "claim.relayed",
        {"claim": ONE, "carrier": "reuters", "form": "translated"},
        "carries event 7 (translated)",
    ),
    ("claim.moved", {"claim": ONE, "to": "xai/c"}, "event 7 is about xai/c"),
    (
        "companies.merged",
        {"company": "x-corp", "into": "xai", "form": "acquired"},
        "x-corp is bought by xai",
    ),
    (
        "companies.merged",
        {"company": "x-ai", "into": "xai", "form": "identical"},
        "x-ai is the same as xai",
    ),
    (
        "rounds.kept_apart",
        {"round": "xai/a", "other": "xai/b", "reason": "two sales"},
        "keeps xai/a apart from xai/b: two sales",
    ),
    (
        "entry.corrected",
        {"target": ONE, "set": {"stage": "closed"}, "reason": "misread"},
        "corrects stage of event 7: misread",
    ),
    ("entry.voided", {"target": OTHER, "reason": "twice"}, "voids event 8: twice"),
    ("payload.erased", {"commitment": ONE}, "erases payload 11111111"),
    ("key.rotated", {"old": "k+1", "new": "k+2"}, "replaces the signing key k+1"),
    ("key.rotated", {"new": "k+1"}, "names the signing key k+1"),
    (
        "rollback.accepted",
        {"size": 1200, "root": ONE, "reason": "restored from tape"},
        "accepts a rollback from 1,200 entries (root 11111111): restored from tape",
    ),
    (
        "company.renamed",
        {"slug": "xai", "name": "xAI_Corp"},
        "xai is now called xAI_Corp",
    ),
    (
        "rounds.merged",
        {"round": "xai/a", "into": "xai/b"},
        "xai/a is the same as xai/b",
    ),
    (
        "snapshot.row_gone",
        {"key": "1", "table": "rounds"},
        "has no row 1 any more in rounds",
    ),
]


@pytest.mark.parametrize(
    ("type_", "data", "words"), SAID, ids=[f"{row[0]}-{row[2][:12]}" for row in SAID]
)
def test_every_event_says_what_it_is_about(
    type_: str, data: dict[str, Any], words: str
) -> None:
    assert said(type_, data, {ONE: 7, OTHER: 8}) == words


def test_an_event_without_a_known_number_goes_by_its_id() -> None:
    assert said("claim.retracted", {"claim": ONE}) == "retracts event 11111111"


@pytest.mark.parametrize(("type_", "data", "_"), SAID)
def test_the_events_that_a_sentence_names_are_numbers(
    type_: str, data: dict[str, Any], _: str
) -> None:
    named = [] if type_ in ROWS else targets_in(type_, data)
    numbers = {ONE: 7, OTHER: 8}
    found = sentence_of(type_, data, numbers)
    assert sorted(found.events) == sorted(numbers[id_] for id_ in named)
    assert found.naming(lambda number: f"<{number}>").count("<") == len(found.events)


def test_words_of_others_are_left_alone_though_they_look_like_ours() -> None:
    reason = "see event 11111111 of ai/b and xai/b"
    data = {"target": OTHER, "reason": reason}
    numbers = {ONE: 7, OTHER: 8}
    found = sentence_of("entry.voided", data, numbers, within="ai")
    assert found == Prose.of("voids event ", 8, f": {reason}")
    apart = {"round": "ai/b", "other": "xai/b", "reason": reason}
    found = sentence_of("rounds.kept_apart", apart, numbers, within="ai")
    assert str(found) == f"keeps b apart from xai/b: {reason}"


def test_events_whose_ids_begin_alike_keep_their_numbers() -> None:
    like = ONE[:-1] + "2"
    data = {"claims": [ONE, like], "scope": ["whole"], "form": "fake"}
    assert sentence_of("claim.denied", data, {like: 8, ONE: 7}).events == (7, 8)
    assert str(sentence_of("claim.denied", data, {like: 8})) == (
        "denies event 11111111, event 8 (whole; fake)"
    )


def test_a_sentence_names_the_source_as_registered() -> None:
    names = Directory()
    names.add_source("elon-musk", "Elon Musk", "person")
    data = {"claim": ONE, "source": "elon-musk", "published": "2024-01-19"}
    words = sentence("claim.retracted", data, names, {ONE: 4})
    assert words == "Elon Musk retracts event 4 (published 2024-01-19)"


def test_a_source_that_nobody_registered_goes_by_its_slug() -> None:
    words = sentence("claim.retracted", {"claim": ONE, "source": "wsj"}, Directory())
    assert words == "wsj retracts event 11111111"


def test_terms_keep_the_basis_of_every_amount() -> None:
    raised = [
        {"figure": "500M", "basis": "committed"},
        {"figure": "1B", "basis": "target"},
        {"figure": "2B", "basis": "tranche", "part": "first"},
    ]
    assert terms({"raised": raised}) == "500M committed, 1B target, 2B tranche (first)"


EVERY: Final = [
    *(pytest.param(kind, least, id=f"least {kind}") for kind, least, _ in EXAMPLES),
    *(pytest.param(kind, most, id=f"most {kind}") for kind, most in MAXIMAL.items()),
]


@pytest.mark.parametrize(("kind", "data"), EVERY)
def test_every_kind_has_a_sentence_that_names_its_events(
    kind: str, data: dict[str, Any]
) -> None:
    ids = list(targets_in(kind, data))
    numbers = {id_: number for number, id_ in enumerate(ids, 71)}
    found = sentence_of(kind, data, numbers)
    assert str(found) != kind
    assert sorted(found.events) == ([] if kind in ROWS else sorted(numbers.values()))
    assert not set("{}") & set(str(found))


def test_every_kind_has_a_template_or_a_function_and_none_has_both() -> None:
    for kind, row in KINDS.items():
        assert bool(row.says) != (kind in TOLD), kind
    assert KINDS.keys() >= TOLD.keys()

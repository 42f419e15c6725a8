"""Picking rows and columns: every form of every answer shows the same ones."""

import csv
import json
from collections.abc import Iterator
from typing import Any

import pytest

from ledger import Answer, BadInput, Basis, Book, UnknownName
from ledger.rendering.conditions import comparable
from ledger.rendering.tables import render
from tests.answers.asking import of_all, of_company, of_source, validator


@pytest.fixture(scope="module")
def now(demo: Book) -> Basis:
    """Give today's basis."""
    return demo.basis()


def rows_of(answer: Answer[Any]) -> list[dict[str, Any]]:
    """Give the rows of the document."""
    found: list[dict[str, Any]] = answer.as_dict()["rows"]
    return found


def printed(answer: Answer[Any], width: int = 200) -> list[str]:
    """Give what people read."""
    assert answer.told is not None
    return answer.told.as_text(width).split("\n")


def check(whole: Answer[Any], where: str, key: str, value: object) -> None:
    """Hold a pick by one value against the rows that have it, in every form."""
    some = whole.pick(where=where)
    document = some.as_dict()
    assert not list(validator(document["question"]).iter_errors(document))
    wanted = comparable(str(value))
    assert whole.told is not None
    sums = whole.told.exact().sums
    every = [row for x, row in enumerate(rows_of(whole)) if x not in sums]
    found = document["picked"]
    rows = [x for x in every if comparable(str(x[key])) == wanted]
    assert document["rows"][: found["shown"]] == rows
    assert (found["shown"], found["rows"]) == (len(rows), len(every))
    check_forms(some, document)


def check_forms(some: Answer[Any], document: dict[str, Any]) -> None:
    """Hold csv, jsonl and the table for people against the document."""
    assert some.told is not None
    first, *lines, last = map(json.loads, "".join(some.told.object_text()).splitlines())
    assert {**first, "rows": lines, **last} == document
    _, *cells = csv.reader("\n".join(render(some.told.exact(), "csv")).split("\n"))
    assert len(cells) == len(document["rows"])
    main = next(iter(some.told.drawn(120)), None)
    if getattr(some.told, "parallel", None) == 0:
        assert main is not None
        assert len(list(main.rows)) == len(document["rows"])


def asked(book: Book, basis: Basis) -> Iterator[Answer[Any]]:
    """Give answers of every shape."""
    yield from of_all(book, basis)
    yield from of_company(book, "xai", basis)
    yield from of_source(book, "bloomberg", basis)


def test_every_answer_can_be_picked_by_each_of_its_words(
    demo: Book, now: Basis
) -> None:
    done = 0
    for answer in asked(demo, now):
        assert answer.told is not None
        table = answer.told.exact()
        words = [x.name for x in table.columns if x.kind == "text" and x.words]
        for key in words[:2]:
            values = [row[key] for row in rows_of(answer) if row[key]]
            if values and key != "row":
                check(answer, f"{key}={values[-1]}", key, values[-1])
                done += 1
    assert done > 20


def test_every_answer_is_sorted_and_cut_the_same_in_every_form(
    demo: Book, now: Basis
) -> None:
    for answer in of_all(demo, now):
        assert answer.told is not None
        for column in answer.told.exact().columns[:3]:
            some = answer.pick(sort=column.name, desc=True, limit=2)
            document = some.as_dict()
            assert document["picked"]["shown"] <= 2
            check_forms(some, document)


def test_columns_are_those_asked_for_in_their_order(demo: Book, now: Basis) -> None:
    some = demo.valuations(now).pick(columns=["amount", "company", "amount_currency"])
    wanted = ["amount", "company", "amount_currency"]
    assert list(rows_of(some)[0]) == wanted
    assert printed(some)[1].split() == wanted
    assert some.told is not None
    head = next(iter(render(some.told.exact(), "csv")))
    assert head.endswith("amount_qualifier,company,amount_currency")


def test_a_column_goes_by_its_title_too(demo: Book, now: Basis) -> None:
    by_title = demo.valuations(now).pick(sort="source, published", columns="age")
    by_name = demo.valuations(now).pick(sort="sources", columns="age_days")
    assert rows_of(by_title) == rows_of(by_name)
    comma = demo.valuations(now).pick(columns=["source", "published", "age"])
    assert list(rows_of(comma)[0]) == ["sources", "age_days"]
    two = demo.valuations(now).pick(columns=["round", "effective"])
    assert list(rows_of(two)[0]) == ["round", "effective"]


def test_sums_are_those_of_the_rounds_that_are_shown(demo: Book, now: Basis) -> None:
    whole = demo.raised(now, "anthropic")
    some = whole.pick(sort="committed", desc=True, limit=3)
    *rounds, total = rows_of(some)
    assert [row["row"] for row in rounds] == ["round"] * 3
    committed = [int(row["committed"]["min"]) for row in rounds]
    assert committed == sorted(committed, reverse=True)
    assert int(total["committed"]["min"]) == sum(committed)
    assert any(x.startswith("3 of 14 rows shown") for x in printed(some))


def test_sums_can_be_picked_as_rows(demo: Book, now: Basis) -> None:
    rows = rows_of(demo.raised(now).pick(where=["row=total", "company=xai"]))
    assert [row["row"] for row in rows] == ["total", "total"]
    assert rows == [x for x in rows_of(demo.raised(now, "xai")) if x["row"] == "total"]


def test_every_block_keeps_to_the_companies_that_are_shown(
    demo: Book, now: Basis
) -> None:
    some = demo.valuations(now, beliefs=True).pick(where="company=perplexity")
    document = some.as_dict()
    assert {row["company"] for row in document["beliefs"]} == {"perplexity"}
    assert document["ended"] == document["without"] == []
    assert not any(
        "bought" in note or "no figure" in note for note in document["notes"]
    )
    told = "\n".join(printed(some))
    assert "consensus" in told
    assert "cohere" not in told


def test_a_company_is_named_in_its_first_row_that_is_shown(
    demo: Book, now: Basis
) -> None:
    some = demo.valuations(now).pick(where=["company=perplexity", "figure=reported"])
    assert printed(some)[2].startswith("perplexity  reported*")


def test_priors_are_named_only_where_a_chance_is_shown(demo: Book) -> None:
    then, priors = demo.basis(as_of="2024-01-20"), "configured priors"
    whole = demo.valuations(then, beliefs=True)
    for where, shown in (("xai", True), ("cohere", False), ("nobody", False)):
        some = whole.pick(where=f"company={where}")
        assert (priors in "\n".join(printed(some))) is shown, where
    for where, count in (("xai", 1), ("cohere", 1), ("nobody", 0)):
        some = whole.pick(where=f"company={where}", columns=["company", "p_real"])
        assert "\n".join(printed(some)).count(priors) == count, where


def test_it_says_how_many_rows_are_left_out(demo: Book, now: Basis) -> None:
    notes = demo.rounds(now).pick(limit=5).as_dict()["notes"]
    assert notes[0] == "5 of 63 rows shown; --limit 63 shows all"
    none = demo.rounds(now).pick(where="company=nobody").as_dict()
    assert none["notes"][0] == "none of 63 rows has company=nobody"
    assert none["rows"] == []


def test_the_highest_headlines_are_counted_against_all_companies(
    demo: Book, now: Basis
) -> None:
    notes = demo.valuations(now, top=2).as_dict()["notes"]
    none = 18 - len(
        {x["company"] for x in rows_of(demo.valuations(now)) if x["headline"]}
    )
    assert none > 2
    assert (
        notes[0]
        == f"the 2 highest headlines of 18 companies, {none} of which have none"
    )


def test_amounts_in_another_currency_are_said_not_to_be_compared(
    demo: Book, now: Basis
) -> None:
    some = demo.rounds(now).pick(where="price>=EUR1B").as_dict()
    assert "in USD not compared" in some["notes"][1]


def test_what_is_missing_is_sorted_last_both_ways(demo: Book, now: Basis) -> None:
    for desc in (False, True):
        rows = rows_of(demo.investors(now).pick(sort="committed", desc=desc))
        ends = [row["committed"] or {"min": None, "max": None} for row in rows]
        given = [bool(one["min"] or one["max"]) for one in ends]
        assert given == sorted(given, reverse=True)


def test_the_log_is_picked_in_every_form(demo: Book) -> None:
    some = demo.logged().pick(where="type=claim.denied", limit=3)
    assert [row["type"] for row in rows_of(some)] == ["claim.denied"] * 3
    assert sum("claim.denied" in line for line in printed(some)) == 4  # and the note


def test_a_triangle_is_a_list_where_rows_are_picked(demo: Book, now: Basis) -> None:
    some = demo.vintages("openai", now).pick(where="known_on>=2025", limit=4)
    assert printed(some)[1].split()[:2] == ["about", "known_on"]


def test_a_wrong_column_names_the_near_ones_first(demo: Book, now: Basis) -> None:
    with pytest.raises(UnknownName) as found:
        demo.valuations(now).pick(where="amout>1B", sort="foo")
    assert "'amout' or 'foo'" in found.value.message
    assert str(found.value.hint).startswith("perhaps amount; columns: amount, ")


def test_all_wrong_values_are_named_at_once(demo: Book, now: Basis) -> None:
    with pytest.raises(BadInput) as found:
        demo.valuations(now).pick(where=["amount>=x", "published>=y"])
    assert "amount>=x" in found.value.message
    assert "published>=y" in found.value.message


def test_a_pick_that_asks_for_nothing_is_refused(demo: Book, now: Basis) -> None:
    for wrong in ({"limit": 0}, {"desc": True}):
        with pytest.raises(BadInput):
            demo.raised(now).pick(**wrong)

"""A token of older rules is asked again at its cuts, and the answer says so."""

import json

from tests.projections.worked.conftest import Acme

REPORT = "P 2024-05-26 b closed --raised 6B --post-money 24B"


def test_a_token_of_rules_2_is_asked_again_and_the_answer_says_so(acme: Acme) -> None:
    acme.told(REPORT)
    asked = ("valuations", "acme", "--no-belief")
    answer = json.loads(acme.run(*asked, "--as-of", "2024-06-01", "-f", "json"))
    token = answer["basis"]["token"]
    assert token.startswith("b3.")
    old = token.replace("b3.", "b2.", 1)
    again = json.loads(acme.run(*asked, "--basis", old, "-f", "json"))
    assert again["rows"] == answer["rows"]
    assert (again["basis"]["rules"], again["basis"]["asked_under"]) == (3, 2)
    assert again["basis"]["token"] == token
    words = " ".join(acme.run(*asked, "--basis", old).split())
    assert (
        "printed under rules 2: it is answered again at the same dates under rules 3"
        in words
    )
    assert "printed under rules" not in acme.run(*asked, "--basis", token)


def test_a_token_of_a_newer_program_is_refused(acme: Acme) -> None:
    acme.told(REPORT)
    answer = json.loads(acme.run("valuations", "acme", "--no-belief", "-f", "json"))
    token = answer["basis"]["token"].replace("b3.", "b4.", 1)
    done = acme.sayso("valuations", "acme", "--basis", token)
    assert done.exit_code == 1
    assert "rules 4" in done.stderr


def test_one_headline_in_every_command(acme: Acme) -> None:
    acme.told(
        "A 2024-05-26 b closed --raised 6B --post-money 24B",
        "P 2025-11-19 e in_talks --raised 15B --valuation 230B",
        "A 2026-01-06 e closed --raised 20B",
    )
    day = "2026-01-31"
    acme.run("db", "rebuild")
    for words in (["acme"], [], ["--top", "1"]):
        asked = ["valuations", *words, "--as-of", day, "--no-belief"]
        heads = [row for row in acme.rows(*asked) if row["headline"]]
        assert [row["amount"]["text"] for row in heads] == ["230B"]
    story = acme.rows("timeline", "acme", "--as-of", day)
    assert story[-1]["believed"]["text"] == "230B"
    changes = acme.rows("diff", "2024-01-01", day, "--no-belief")
    (head,) = [row for row in changes if row["item"] == "headline"]
    assert head["after"]["amount"]["text"] == "230B"
    cells = acme.rows("vintages", "acme", "--as-of", day, "--every", "year")
    assert cells[-1]["amount"]["text"] == "230B"
    panel = acme.run("export", "valuations", "--as-of", day, "-f", "jsonl")
    rows = [json.loads(line) for line in panel.splitlines()]
    (row,) = [row for row in rows if row["headline"]]
    assert row["amount_min"] == "230000000000"

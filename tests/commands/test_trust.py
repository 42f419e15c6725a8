"""`credibility`, `forecasts`, and beliefs next to other answers, as printed."""

import csv
import io
import json
from math import fsum
from typing import Any

import pytest

from ledger.rendering.forecasts import ALL_REAL, TOO_HIGH
from tests.conftest import Sayso

AS_OF = ("--as-of", "2026-01-31")


@pytest.fixture
def demo(sayso: Sayso, monkeypatch: pytest.MonkeyPatch) -> Sayso:
    """The demo's ledger."""
    done = sayso("demo", "--db", "demo.db")
    assert done.exit_code == 0, done.output
    monkeypatch.setenv("SAYSO_DB", "demo.db")
    return sayso


def rows(run: Sayso, *words: str) -> list[dict[str, Any]]:
    """Give the rows of an answer as programs get them."""
    done = run(*words, "-f", "jsonl")
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()[1:-1]]


def test_sources_are_ranked_by_the_lower_end_and_the_unrated_come_last(
    demo: Sayso,
) -> None:
    found = rows(demo, "credibility", *AS_OF)
    rated = [row for row in found if row["rated"] != "unrated"]
    lows = [float(row["low"]) for row in rated]
    assert lows == sorted(lows, reverse=True)
    assert rated[0]["source"] == "wsj"
    assert found[: len(rated)] == rated
    unrated = [row for row in found if row["rated"] == "unrated"]
    assert {row["score"] for row in unrated} == {None}
    assert {row["admiralty"] for row in unrated} == {"F"}


@pytest.mark.parametrize("option", ["--deniers", "--relays"])
def test_other_roles_have_rankings_of_their_own(demo: Sayso, option: str) -> None:
    roles = {row["role"] for row in rows(demo, "credibility", option, *AS_OF)}
    assert roles == {"denial" if option == "--deniers" else "relay"}


def test_the_rows_of_a_source_add_up_to_its_score(demo: Sayso) -> None:
    (ranked,) = [x for x in rows(demo, "credibility", *AS_OF) if x["source"] == "wsj"]
    own = [
        row
        for row in rows(demo, "credibility", "wsj", *AS_OF)
        if (row["role"], row["field"]) == ("original", "occurrence")
    ]
    assert own[0]["row"] == "prior"
    a, b = (fsum(float(row[side]) for row in own) for side in ("plus", "minus"))
    assert f"{a / (a + b):.6f}" == ranked["score"]


def test_a_source_is_found_by_any_of_its_names(demo: Sayso) -> None:
    by_alias = demo("credibility", "马斯克", "--as-of", "2024-06-01", COLUMNS="80")
    assert by_alias.exit_code == 0
    assert "credibility of source:elon-musk" in by_alias.stdout
    assert "0.55" in by_alias.stdout
    assert max(map(len, by_alias.stdout.splitlines()[:-2])) <= 80


def test_who_has_no_settled_claim_is_unrated_and_never_a_number(demo: Sayso) -> None:
    done = demo("credibility", "reuters")
    assert done.exit_code == 0
    assert "unrated: nothing that it said was settled at that date" in done.stdout
    assert "the kind wire scores 0.85" in done.stdout


@pytest.mark.parametrize("source", ["reuters", "the-information"])
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("model", ["beta", "em"])
def test_unrated_is_said_in_every_format(
    demo: Sayso, source: str, form: str, model: str
) -> None:
    done = demo("credibility", source, "--model", model, "-f", form, *AS_OF)
    assert done.exit_code == 0
    assert "unrated" in done.output
    ranked = demo("credibility", "--model", model, "-f", form, *AS_OF).stdout
    assert "unrated" in ranked


def test_nothing_of_an_unrated_source_poses_as_known(demo: Sayso) -> None:
    for row in rows(demo, "credibility", *AS_OF):
        if row["rated"] == "unrated":
            assert (row["score"], row["low"], row["high"]) == (None, None, None)
        if row["valuation"] is None:
            assert (row["bias"], row["spread"], row["sound"]) == (None, None, None)


def test_one_source_can_be_asked_for_one_role(demo: Sayso) -> None:
    found = rows(demo, "credibility", "elon-musk", "--deniers", *AS_OF)
    assert {row["role"] for row in found} == {"denial"}
    done = demo("credibility", "bloomberg", "--deniers", *AS_OF)
    assert (
        "unrated: nothing denied was settled at that date; deniers score" in done.stdout
    )


def test_one_source_under_the_second_model_has_its_score_said(demo: Sayso) -> None:
    done = demo("credibility", "wsj", "--model", "em", *AS_OF)
    assert "credibility of source:wsj, model em" in done.stdout
    assert "settled" in done.stdout
    assert "score 0." in done.stdout


@pytest.mark.parametrize("words", [("credibility",), ("forecasts",)])
def test_another_day_of_the_world_is_said_to_change_no_belief(
    demo: Sayso, words: tuple[str, ...]
) -> None:
    apart = demo(*words, *AS_OF, "--effective", "2024-06-01")
    assert "--effective affects claims only" in apart.stdout
    assert "--effective affects" not in demo(*words, *AS_OF).stdout
    same = rows(demo, *words, *AS_OF, "--effective", "2024-06-01")
    assert same == rows(demo, *words, *AS_OF)


def test_what_a_company_was_worth_on_another_day_is_left_out(demo: Sayso) -> None:
    words = ("valuations", "xai", *AS_OF)
    apart = ("--effective", "2024-06-01")
    for same in ((), ("--effective", "2026-01-31")):
        assert {row["worth"] is None for row in rows(demo, *words, *same)} == {False}
    assert {row["worth"] for row in rows(demo, *words, *apart)} == {None}
    assert {row["p_real"] for row in rows(demo, *words, *apart)} == {"0.980000"}


def test_a_company_without_past_beliefs_has_that_said(demo: Sayso) -> None:
    done = demo("forecasts", "nvidia")
    assert "no round was open 21 days after its first claim" in done.stdout


def test_the_second_model_ranks_too(demo: Sayso) -> None:
    found = rows(demo, "credibility", "--model", "em", *AS_OF)
    assert {"wsj", "bloomberg"} <= {row["source"] for row in found}
    one = rows(demo, "credibility", "wsj", "--model", "em", *AS_OF)
    assert all(0 <= float(row["p_real"]) <= 1 for row in one)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nobody-knows",), 1, "unknown source"),
        (("blomberg",), 1, "perhaps bloomberg"),
        (("--half-life", "0"), 2, "half-life"),
        (("--model", "oracle"), 2, "oracle"),
        (("--deniers", "--relays"), 2, "cannot be combined"),
        (("--model", "em", "--deniers"), 2, "only reports"),
        (("--model", "em", "--half-life", "90"), 2, "no half-life"),
        (("--as-of", "soon"), 2, "--as-of"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    demo: Sayso, words: tuple[str, ...], code: int, told: str
) -> None:
    done = demo("credibility", *words)
    assert done.exit_code == code
    assert told in done.stderr
    assert "Traceback" not in done.output


def test_a_half_life_changes_old_records(demo: Sayso) -> None:
    kept, aged = (
        {row["source"]: row["settled"] for row in rows(demo, "credibility", *words)}
        for words in (AS_OF, ("--half-life", "365", *AS_OF))
    )
    assert float(aged["semafor"]) < float(kept["semafor"])


def test_a_source_is_asked_about_before_everything(demo: Sayso) -> None:
    done = demo("credibility", "--as-of", "2018-01-01")
    assert done.exit_code == 0
    assert "nothing published by that date" in done.stdout


def test_past_beliefs_are_scored(demo: Sayso) -> None:
    found = {row["round"]: row for row in rows(demo, "forecasts", *AS_OF)}
    one = found["xai/series-b"]
    assert (one["real"], one["outcome"], one["held"]) == (True, "one party", True)
    assert float(one["brier"]) == pytest.approx(
        (1 - float(one["p_real"])) ** 2, abs=2e-6
    )
    assert one["truth"]["min"] == "24000000000"
    done = demo("forecasts", *AS_OF)
    assert "7 scored, 7 of them real: Brier" in done.stdout
    assert "the share of reports that had come true by each date" in done.stdout
    assert "both are weighted to represent all rounds" in done.stdout
    assert ALL_REAL in done.stdout
    assert TOO_HIGH in done.stdout
    assert TOO_HIGH not in demo("forecasts", "--as-of", "2018-01-01").stdout


def test_one_price_is_one_price(demo: Sayso) -> None:
    done = demo("forecasts", "xai", *AS_OF)
    assert "\n1 price: mean log error" in done.stdout


@pytest.mark.parametrize("day", ["2019-01-01", "2023-01-01", "2024-06-01"])
def test_without_evidence_of_change_nothing_is_said_of_it(
    demo: Sayso, day: str
) -> None:
    for words in (("credibility",), ("credibility", "elon-musk")):
        done = demo(*words, "--as-of", day)
        assert done.exit_code == 0
        assert "have changed" not in done.stdout


def test_a_forecast_is_what_was_answered_on_its_day(demo: Sayso) -> None:
    (one,) = [
        row for row in rows(demo, "forecasts", "xai") if row["round"] == "xai/series-b"
    ]
    asked = rows(demo, "explain", "xai/series-b", "--as-of", one["made_on"])
    assert asked[0]["p_real"] == one["p_real"]


def test_an_unknown_company_has_no_forecasts(demo: Sayso) -> None:
    done = demo("forecasts", "xia")
    assert done.exit_code == 1
    assert "perhaps xai" in done.stderr


def test_explain_tells_voices_and_shifts(demo: Sayso) -> None:
    words = ("explain", "xai/first-round-2024", "--as-of", "2024-02-01")
    done = demo(*words, COLUMNS="80")
    assert "belief in xai/first-round-2024" in done.stdout
    assert "Elon Musk denies it" in done.stdout
    assert "its kind's 0.75" in done.stdout
    assert "+8.1%" in done.stdout
    assert max(map(len, done.stdout.splitlines()[:-2])) <= 80
    found = {row["event"]: row for row in rows(demo, *words)}
    assert found[73]["rated"] == "unrated"
    assert found[73]["admiralty"] == "F4"
    assert float(found[177]["shift"]) == pytest.approx(0.081, abs=5e-4)


def test_behind_a_voice_only_copies_are_counted_as_copies(demo: Sayso) -> None:
    twice = demo("explain", "xai/series-e", *AS_OF).stdout
    assert "CNBC reports it" in twice  # in September, and again in November
    assert "(with" not in twice
    copied = demo("explain", "altman-chip-venture/first-round", *AS_OF).stdout
    assert "Unnamed media reports it (with 1 copy)" in copied


def test_the_timeline_tells_the_belief_after_each_event(demo: Sayso) -> None:
    found = {row["event"]: row for row in rows(demo, "timeline", "xai")}
    assert float(found[73]["p_real"]) > 0.7 > float(found[74]["p_real"])
    assert float(found[90]["p_real"]) == pytest.approx(0.98)
    assert found[73]["consensus_90"]["qualifier"] == "range"
    assert found[164]["p_real"] == found[74]["p_real"], "told after what it carries"


def test_valuations_tell_the_consensus_beside_the_claims(demo: Sayso) -> None:
    words = ("valuations", "xai", "--as-of", "2024-02-01")
    done = demo(*words, COLUMNS="80")
    assert "consensus of all claims" in done.stdout
    (first, _) = rows(demo, *words)
    assert first["amount"]["text"] == "15B..20B"
    assert first["consensus"]["text"] == "18.7B"
    assert first["worth"]["text"] == "19.3B"


def test_disputed_tells_how_likely_the_round_is(demo: Sayso) -> None:
    words = ("disputed", "xai", "--as-of", "2024-02-01")
    (row,) = [one for one in rows(demo, *words) if one["event"] == 74]
    assert [float(x) for x in row["p_real"]] == [pytest.approx(0.532, abs=5e-4)]
    assert "P(real)" in demo(*words).stdout


def test_diff_names_the_event_that_moved_a_score(demo: Sayso) -> None:
    found = rows(demo, "diff", "2024-05-01", "2024-06-01", "--company", "xai")
    (musk,) = [row for row in found if row["company"] == "source:elon-musk"]
    assert musk["item"] == "score denial occurrence"
    sides = [(x["score"], x["rated"]) for x in (musk["before"], musk["after"])]
    assert sides == [("0.625", "provisional"), ("0.551", "provisional")]
    assert musk["events"] == [77, 90]


@pytest.mark.parametrize(
    "words",
    [
        ("valuations", "xai"),
        ("timeline", "xai"),
        ("disputed",),
        ("explain", "xai"),
    ],
)
def test_beliefs_can_be_left_out_and_columns_stay(
    demo: Sayso, words: tuple[str, ...]
) -> None:
    shown, left_out = (
        list(csv.reader(io.StringIO(demo(*words, flag, "-f", "csv").stdout)))
        for flag in ("--belief", "--no-belief")
    )
    assert shown[0] == left_out[0]
    place = shown[0].index("origin" if words[0] == "explain" else "p_real")
    assert any("".join(row[place:]) for row in shown[1:])
    assert not any("".join(row[place:]) for row in left_out[1:])
    assert [row[:place] for row in left_out] == [row[:place] for row in shown]


def test_diff_without_beliefs_has_no_scores(demo: Sayso) -> None:
    found = rows(demo, "diff", "2024-05-01", "2024-06-01", "--no-belief")
    assert not [row for row in found if row["company"].startswith("source:")]


def test_a_basis_token_gives_the_same_scores_again(demo: Sayso) -> None:
    first = demo("credibility", "-f", "json", *AS_OF)
    token = json.loads(first.stdout)["basis"]["token"]
    again = demo("credibility", "-f", "json", "--basis", token)
    assert again.stdout == first.stdout


def test_a_record_that_was_half_never_settled_is_named(demo: Sayso) -> None:
    found = rows(demo, "credibility", *AS_OF)
    named = [
        row["source"]
        for row in found
        if row["rated"] != "unrated"
        and row["never_settled"] >= row["came_true"] + row["did_not"]
    ]
    assert named == ["wsj", "bloomberg"]
    note = "half of the record or more was never settled, so the score depends on"
    for words in (("credibility",), ("credibility", "bloomberg")):
        assert note in demo(*words, *AS_OF).stdout
    assert note not in demo("credibility", "semafor", *AS_OF).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("valuations", "xai"),
        ("explain", "xai"),
        ("timeline", "xai"),
        ("disputed", "xai"),
        ("chart", "xai", "--what", "belief"),
    ],
)
def test_wherever_a_belief_is_printed_a_note_says_that_it_is_configured(
    demo: Sayso, words: tuple[str, ...]
) -> None:
    done = demo(*words, "--as-of", "2024-03-01")
    assert "mostly on configured priors: 1 round was settled" in done.output
    settled = demo("chart", "intel", "--what", "belief", "--as-of", "2026-11-22")
    assert "configured" not in settled.output

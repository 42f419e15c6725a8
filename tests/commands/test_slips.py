"""Small slips that were taken without a word, or refused for nothing."""

import gzip
from pathlib import Path

import pytest
from click.testing import Result

from tests.commands.conftest import failed
from tests.conftest import Sayso

ARTICLE = "xAI raised $5 billion."


def test_a_document_comes_by_standard_input(ledger: Sayso) -> None:
    done = ledger("record", "document", "-", "--language", "en", stdin=ARTICLE)
    assert done.exit_code == 0, done.output
    Path("a.txt").write_text(ARTICLE)
    again = ledger("record", "document", "a.txt", "--language", "en")
    assert "already on record" in again.stdout
    failed(ledger("record", "document", "-", stdin=b"\x00\x01"), 2, "standard input")
    failed(ledger("record", "document", "-", "-", stdin=ARTICLE), 2, "a file is named")


@pytest.mark.parametrize(
    "words",
    [
        ("record", "document", "a.txt"),
        ("record", "cite", "1"),
        (
            *("record", "report", "xai/seed", "--source", "bloomberg"),
            *("--published", "2024", "--stage", "closed"),
        ),
    ],
    ids=lambda words: words[1],
)
def test_a_url_and_a_language_that_are_none_are_refused_together(
    ledger: Sayso, words: tuple[str, ...]
) -> None:
    Path("a.txt").write_text(ARTICLE)
    before = ledger("log", "-f", "csv").stdout
    done = ledger(*words, "--url", "javascript:alert(1)", "--language", "klingon")
    failed(done, 2, "--url: 'javascript:alert(1)' is not a URL")
    assert "--language: 'klingon' is not a language tag" in done.stderr
    assert ledger("log", "-f", "csv").stdout == before


def test_all_clocks_that_are_wrong_are_told_at_once(ledger: Sayso) -> None:
    wrong = ("--as-of", "2024-13", "--tz", "Mars", "--known-at", "9999999")
    done = ledger("valuations", *wrong, "--effective", "soon")
    failed(done, 2, "--tz: unknown time zone 'Mars'\n       --known-at: there is no")
    assert "\n       --as-of: '2024-13': there is no month" in done.stderr
    assert "\n       --effective: 'soon' is not a date" in done.stderr
    assert done.stderr.count("\nhint: ") == 1
    one = ledger("valuations", "--as-of", "2024-13", "--tz", "UTC")
    failed(one, 2, "--as-of: '2024-13': there is no month 13")


def test_a_query_may_begin_with_a_comment(ledger: Sayso) -> None:
    for query in (
        "-- all of them\nSELECT 1 AS one",
        "--x\nSELECT 1 AS one",
        "--\nSELECT 1 AS one",
    ):
        done = ledger("sql", query, "-f", "csv")
        assert (done.exit_code, done.stdout) == (0, "one\n1\n"), done.output
    failed(ledger("sql", "--table"), 2, "no such option '--table'")


def test_a_format_that_changes_nothing_is_refused(ledger: Sayso) -> None:
    done = ledger("export", "--duckdb", "all.duckdb", "-f", "csv")
    failed(done, 2, "--duckdb writes all tables at one basis, in the currencies on")
    assert not Path("all.duckdb").exists()


@pytest.mark.parametrize(
    "sink", [("--duckdb", "all.duckdb"), ("--lake", "lake")], ids=["duckdb", "lake"]
)
@pytest.mark.parametrize("money", [("--in", "EUR"), ("--rate", "USD=0.9")])
def test_currencies_of_a_copy_of_everything_are_refused_if_typed(
    ledger: Sayso, sink: tuple[str, str], money: tuple[str, str]
) -> None:
    failed(ledger("export", *sink, *money), 2, f"{sink[0]} writes all")
    ledger("config", "set", "currency", "EUR")
    assert "leave" not in ledger("export", *sink).stderr


def test_a_question_that_there_is_not_has_near_ones(sayso: Sayso) -> None:
    done = sayso("schema", "valutions")
    failed(done, 1, "there is no question 'valutions'", "perhaps valuations; one of")


def test_a_packed_file_with_too_many_lines_is_refused_before_it_is_read(
    ledger: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("long.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 1_100_000, 1))

    def read(*_: object) -> None:
        raise AssertionError("a line was read")

    monkeypatch.setattr("ledger.importers.jsonl.read_json", read)
    done = ledger("import", "long.jsonl.gz")
    failed(done, 2, "long.jsonl.gz unpacks to more than 1,000,000 lines")
    Path("short.jsonl.gz").write_bytes(gzip.compress(b"{}\n"))
    assert "a line was read" in ledger("import", "short.jsonl.gz").stderr


@pytest.mark.parametrize(
    ("words", "perhaps"),
    [
        (("valuatons",), "Did you mean valuations"),
        (("company", "lst"), "Did you mean list"),
        (("valuations", "--as-off", "2024"), "Did you mean '--as-of'"),
        (("rounds", "--standing", "confirmd"), "perhaps confirmed; see"),
        (("export", "raisd"), "perhaps raised; see"),
        (("totals", "--by", "year"), "perhaps --every year; see"),
        (("company", "add", "acme", "Acme Labs"), "perhaps --name 'Acme Labs'; see"),
        (
            ("source", "add", "wire", "The", "Wire", "--kind", "wire"),
            "perhaps --name 'The Wire'; see",
        ),
        (("log", "xai"), "`; --where about~xai lists"),
        (("diff", "2024", "2025", "xai"), "perhaps --company xai; see"),
        (("credibility", "blomberg"), "perhaps bloomberg"),
        (("valuations", "xia"), "perhaps xai"),
        (("raised", "--sector", "ai-chps"), "perhaps ai-chips"),
        (("raised", "--country", "USA"), "US"),
        (("config", "set", "currncy", "EUR"), "perhaps currency"),
    ],
    ids=lambda x: " ".join(x) if isinstance(x, tuple) else "",
)
def test_what_is_mistyped_has_a_near_word(
    ledger: Sayso, words: tuple[str, ...], perhaps: str
) -> None:
    assert ledger("company", "tag", "xai", "sector=ai-chips").exit_code == 0
    done = ledger(*words)
    assert done.exit_code != 0
    assert perhaps in done.stderr


def test_a_file_has_the_blank_lines_between_its_tables(ledger: Sayso) -> None:
    done = ledger("valuations", "--as-of", "2024-01-19", "-o", "all.txt")
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("words", "argument"),
    [
        (("report",), "FILE"),
        (("audit", "export"), "DIR|ZIP"),
        (("db", "backup"), "FILE"),
        (("db", "copy"), "FILE"),
    ],
)
def test_o_where_the_file_is_an_argument_says_so(
    ledger: Sayso, words: tuple[str, ...], argument: str
) -> None:
    done = ledger(*words, "-o", "somewhere")
    call = f"sayso {' '.join(words)}"
    hint = f"leave -o out: {call} {argument}; see `{call} --help`"
    failed(done, 2, "no such option '-o'", hint)
    assert not Path("somewhere").exists()


def test_a_stage_that_there_is_not_hides_no_other_problem(ledger: Sayso) -> None:
    said = ("--source", "nobodyx", "--published", "2024-99")
    done = ledger("record", "report", "acme/a", *said, "--stage", "closd")
    failed(done, 2, "round: unknown company 'acme'")
    assert "--stage: 'closd' is not one of aspiration" in done.stderr
    assert ", expired; perhaps closed\n" in done.stderr
    assert "--source: unknown source 'nobodyx'" in done.stderr
    assert "--published: '2024-99'" in done.stderr


def told(done: Result, *said: str) -> None:
    """Hold that a command was refused, and that it says all of this."""
    failed(done, 2, "")
    for part in said:
        assert part in done.stderr, (part, done.stderr)


EVERYTHING = (
    *("--source", "nobodyx", "--published", "2024-99", "--url", "no", "--scope", "al"),
    *("--form", "fak", "--document", "77"),
)


def test_all_that_is_wrong_with_a_denial_is_told_at_once(ledger: Sayso) -> None:
    done = ledger("record", "deny", "99", *EVERYTHING)
    failed(done, 2, "there is no event 99\n", "give its number")
    for said in (
        "--url: 'no' is not a URL",
        "--document: there is no event 77",
        "--source: unknown source 'nobodyx'",
        "--published: '2024-99'",
        "--scope: 'al' is not one of whole, raised",
        "--form: 'fak' is not one of fake, false",
    ):
        assert f"       {said}" in done.stderr
    assert "claims.0" not in done.stderr
    assert "company" not in done.stderr.replace("sayso company", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("relay", "99", "--carrier", "z", "--published", "2024", "--form", "quot"),
            ("there is no event 99", "--carrier: unknown", "--form: 'quot' is not"),
        ),
        (
            ("comment", "xai/a", "--source", "z", "--published", "9", "--form", "none"),
            ("--source: unknown", "--published: '9'", "--form: 'none' is not one"),
        ),
        (
            ("merge", "xai", "zzz", "--published", "2024", "--form", "acqired"),
            ("into: unknown company 'zzz'", "'acqired' is not one of acquired"),
        ),
        (
            ("cite", "1", "--url", "no", "--tier", "hig"),
            ("--url: 'no'", "--tier: 'hig' is not one of high"),
        ),
        (
            (
                *("report", "xai/a", "--source", "z", "--published", "9"),
                *("--stage", "shut", "--round-type", "serie_b", "--lead", "a:b:c:d"),
                *("--instrument", "equty", "--raised", "5Q", "--language", "klingon"),
            ),
            (
                *("--source: unknown", "--published: '9'", "--stage: 'shut' is not"),
                *("--round-type: 'serie_b' is not one of", "perhaps series_b"),
                *("--lead: 'a:b:c:d'", "--instrument: 'equty'", "--raised: '5Q'"),
                "--language: 'klingon'",
            ),
        ),
        (
            (
                *("correct", "99", "--set", "foo", "--set", "stage=shut"),
                *("--set", "raised=5Q", "--reason", "r"),
            ),
            ("there is no event 99", "--set foo: write FIELD=VALUE"),
        ),
    ],
    ids=lambda x: x[0],
)
def test_a_word_that_there_is_not_hides_no_other_problem(
    ledger: Sayso, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    before = ledger("log", "-f", "csv").stdout
    done = ledger("record", *words)
    told(done, *said)
    assert ledger("log", "-f", "csv").stdout == before


def test_an_event_that_there_is_not_is_refused_as_before(ledger: Sayso) -> None:
    done = ledger("record", "retract", "99", "--published", "2024")
    failed(done, 1, "there is no event 99\n\nhint: give its number")


def test_a_kind_of_source_that_there_is_not_hides_no_other_problem(
    ledger: Sayso,
) -> None:
    words = ("--kind", "newspaper", "--speaks-for", "nobodyx")
    done = ledger("source", "add", "Foo!", *words)
    kind = "--kind: 'newspaper' is not one of press"
    told(done, "--speaks-for: unknown company 'nobodyx'", "slug: 'Foo!'", kind)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("valuations", "--headline", "newst", "-f", "tabel", "--limit", "x"),
            ("'newst'", "'tabel'", "'x' is not a whole number", "perhaps newest; "),
        ),
        (
            ("record", "value", "xai", "--stage", "closed"),
            ("--source'\n", "--published'\n", "--price'\n"),
        ),
        (
            ("source", "add", "--kind", "press"),
            ("missing argument 'SLUG'",),
        ),
    ],
    ids=lambda x: x[0],
)
def test_all_options_that_are_wrong_are_told_at_once(
    ledger: Sayso, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    done = ledger(*words)
    told(done, *said)
    assert done.stderr.count("--help`") == 1


def test_an_option_in_front_of_the_command_leaves_its_errors_together(
    ledger: Sayso,
) -> None:
    done = ledger("--db", "sayso.db", "totals", "--by", "yr", "--every", "week")
    told(done, "'yr' is not one of", "'week' is not one of")

"""`sayso chart`: in characters, as rows, and as files that are whole or not there."""

import csv
import io
import json
import sys
from pathlib import Path
from shutil import copyfile

import pytest
from rich.cells import cell_len

from ledger.book import Book
from tests.charts.conftest import missing_extra
from tests.commands.conftest import failed
from tests.conftest import Clock, Sayso

EVIL = "</script><script>alert(1)</script>"
BLOOMBERG = {"slug": "bloomberg", "name": "Bloomberg"}
MUSK = {"slug": "elon-musk", "name": "Elon Musk", "kind": "person"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a ledger with a report, its denial, and companies of whom little is said."""
    place = tmp_path_factory.mktemp("chart") / "sayso.db"
    zone = "America/New_York"
    with Book.create(str(place), clock=Clock(), zone=zone, actor="ann") as book:
        book.record(
            [
                ("company.registered", {"slug": "xai", "name": "xAI"}),
                ("source.registered", {**BLOOMBERG, "kind": "press"}),
                ("source.registered", {**MUSK, "speaks_for": ["xai"]}),
            ]
        )
        report, _ = book.record(
            [
                claim("xai/first", "2024-01-19", "15B..20B"),
                ("company.registered", {"slug": "quill", "name": "晴鸟智能科技"}),
            ]
        )
        denial = {
            "company": "xai",
            "source": "elon-musk",
            "published": "2024-01-20",
            "form": "fake",
        }
        book.record(
            [
                ("claim.denied", {**denial, "claims": [report.id], "scope": ["whole"]}),
                ("company.registered", {"slug": "vague", "name": "Vague"}),
                claim("vague/a", "2024-02", "billions"),
                ("company.registered", {"slug": "evil", "name": EVIL}),
                claim("evil/a", "2024-02", "EUR1B"),
            ]
        )
    return place


def claim(name: str, day: str, price: str) -> tuple[str, dict[str, object]]:
    """A report of a round by Bloomberg."""
    company = name.partition("/")[0]
    data = {"company": company, "round": name, "source": "bloomberg", "published": day}
    valuation = [{"figure": price, "kind": "unspecified"}]
    return "round.reported", {**data, "stage": "committed", "valuation": valuation}


@pytest.fixture
def told(sayso: Sayso, template: Path) -> Sayso:
    """The command, in a folder with that ledger."""
    copyfile(template, "sayso.db")
    return sayso


@pytest.fixture
def engine() -> None:
    """Skip, and say so, where what makes pictures is missing."""
    missing_extra()


def test_it_is_drawn_in_characters_at_any_width(told: Sayso) -> None:
    for columns in ("80", "120", "20"):
        done = told("chart", "xai", "--as-of", "2024-06", COLUMNS=columns)
        assert done.exit_code == 0, done.output
        drawn, _, notes = done.stdout.partition("\n\n")
        width = max(40, int(columns))
        assert all(cell_len(line) <= width for line in drawn.splitlines())
        assert "15B..20B" in drawn
        assert "x denial" in notes
        assert "/// disputed" in " ".join(notes.split())
        assert "basis b" not in notes
    done = told("chart", "xai", "--as-of", "2024-06", "-v")
    assert done.stdout.splitlines()[-1].startswith("basis b")


def test_a_mark_that_stands_on_no_line_has_a_label(told: Sayso) -> None:
    done = told(
        *("record", "value", "xai", "--source", "bloomberg", "--price", "offer:97.4B"),
        *("--stage", "announced", "--published", "2024-02-10"),
    )
    assert done.exit_code == 0, done.output
    done = told("chart", "xai", "--as-of", "2024-06")
    assert done.exit_code == 0, done.output
    assert "97.4B" in done.stdout


def test_colour_is_only_for_who_wants_it(told: Sayso) -> None:
    plain = told("chart", "xai", "--as-of", "2024-06").stdout
    assert "\x1b" not in plain
    coloured = told("chart", "xai", "--as-of", "2024-06", FORCE_COLOR="1").stdout
    assert "\x1b[" in coloured
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert told("chart", "xai", "--as-of", "2024-06", **both).stdout == plain


def test_programs_get_the_rows(told: Sayso) -> None:
    rows = told("chart", "xai", "--as-of", "2024-06-30", "-f", "jsonl").stdout
    found = [json.loads(row) for row in rows.splitlines()[1:-1]]
    assert [
        (x["row"], x["line"], x["from"], x["disputed"], x["events"]) for x in found
    ] == [
        ("step", "reported", "2024-01-20T05:00:00Z", False, [4]),
        ("step", "reported", "2024-01-21T05:00:00Z", True, [4, 6]),
        ("mark", "report", "2024-01-20T05:00:00Z", None, [4]),
        ("mark", "denial", "2024-01-21T05:00:00Z", None, [6]),
    ]
    assert found[1]["until"] == "2024-07-01T04:00:00Z"
    table = told("chart", "xai", "--as-of", "2024-06-30", "-f", "csv").stdout
    parsed = list(csv.DictReader(io.StringIO(table)))
    assert [x["amount_max"] for x in parsed] == ["20000000000"] * 4


def test_all_three_clocks_count(told: Sayso) -> None:
    def lines(*options: str) -> list[tuple[str, bool]]:
        rows = told("chart", "xai", "-f", "jsonl", *options).stdout.splitlines()
        found = [json.loads(row) for row in rows[1:-1]]
        return [(x["until"], x["disputed"]) for x in found if x["row"] == "step"]

    ends = ("2024-01-21T05:00:00Z", "2024-03-01T05:00:00Z")
    assert lines("--as-of", "2024-02") == [(ends[0], False), (ends[1], True)]
    assert lines("--as-of", "2024-02", "--known-at", "seq:4") == [(ends[1], False)]
    assert lines("--as-of", "2024-01-18") == []


def test_who_has_no_figures_is_named(told: Sayso) -> None:
    done = told("chart", "quill", "vague", "--as-of", "2024-06")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "quill: nothing recorded by that date"
    failed(
        told("chart", "quill", "--svg", "quill.svg"),
        1,
        "nothing to draw: quill: nothing recorded by that date",
        "`sayso timeline`",
    )
    failed(
        told("chart", "vague", "--svg", "vague.svg"), 1, "nothing to draw: no valuation"
    )
    assert not list(Path.cwd().glob("*.svg"))


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["nobody"], 1, "unknown company 'nobody'"),
        (["bloomberg"], 1, "unknown company 'bloomberg'"),
        (["xai", "--what", "credibility"], 1, "unknown source 'xai'"),
        ([], 2, "missing argument 'COMPANY..."),
        (["xai", "--what", "fame"], 2, "invalid value for '--what'"),
        (["xai", "--svg", "a", "--png", "b"], 2, "--svg and --png cannot be combined"),
        (
            ["xai", "--svg", "a", "--html", "b"],
            2,
            "--svg and --html cannot be combined",
        ),
        (["xai", "--force"], 2, "--force is for a picture: -o FILE"),
        (["xai", "--svg", "a", "-f", "csv"], 2, "-f csv prints rows"),
        (["xai", "--svg", "no/a.svg"], 1, "no/a.svg cannot be written"),
        (["xai", "--png", "."], 1, ". is a folder"),
        (["xai", "--html", "a.svg"], 2, "--html writes html, and a.svg ends in .svg"),
        (["xai", "-o", "a.gif"], 2, "the ending of a.gif is no kind of picture; these"),
        (["xai", "-o", "slide"], 2, "slide has no ending; these work: .svg, .png,"),
        (
            ["xai", "-o", "a.svg", "--png", "b"],
            2,
            "--output and --png cannot be combined",
        ),
        (["xai", "-o", "a.html", "--size", "900x500"], 2, "--size is for svg, png and"),
        (["xai", "-o", "a.png", "--size", "big"], 2, "--size: 'big' is not the size"),
        (["xai", "-o", "a.png", "--size", "90x50"], 2, "--size: '90x50' is not the"),
        (["xai", "--size", "900x500"], 2, "--size is for a picture: -o FILE"),
        (["xai", "--linear", "-f", "csv"], 2, "--linear is for a picture: -o FILE"),
        (["xai", "-o", "a.svg", "--from", "2099"], 2, "--from 2099 is not before the"),
        (["xai", "--together", "--what", "belief"], 2, "--together: a chart of belief"),
    ],
)
@pytest.mark.usefixtures("engine")
def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(
    told: Sayso, words: list[str], code: int, message: str
) -> None:
    before = sorted(Path.cwd().rglob("*"))
    failed(told("chart", *words), code, message)
    assert sorted(Path.cwd().rglob("*")) == before


@pytest.mark.usefixtures("engine")
def test_a_file_that_is_there_is_replaced_only_if_you_say_so(told: Sayso) -> None:
    Path("xai.svg").write_text("mine")
    failed(told("chart", "xai", "--svg", "xai.svg"), 1, "xai.svg exists already")
    assert Path("xai.svg").read_text() == "mine"
    done = told("chart", "xai", "--as-of", "2024", "--svg", "xai.svg", "--force")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines()[0] == "xai.svg: 2 steps, 2 marks"
    assert Path("xai.svg").read_text().startswith("<svg ")
    assert [path.name for path in Path.cwd().glob(".*.part")] == []


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("kind", ["svg", "png", "html"])
def test_the_same_answer_gives_the_same_bytes(told: Sayso, kind: str) -> None:
    for name in ("one", "two"):
        words = ("chart", "xai", "evil", "--as-of", "2024-06", f"--{kind}", name)
        assert told(*words).exit_code == 0
    assert Path("one").read_bytes() == Path("two").read_bytes()


@pytest.mark.usefixtures("engine")
def test_a_page_asks_nobody_and_a_name_ends_no_script(told: Sayso) -> None:
    told("chart", "xai", "evil", "--as-of", "2024-06", "--html", "page.html")
    page = Path("page.html").read_text()
    assert page.count("</script>") == 2
    assert "<script>alert" not in page
    head = page.partition("</head>")[0]
    assert "default-src 'none'; script-src 'sha256-" in head
    assert not [word for word in ("src=", "href=", "@import", "url(") if word in head]


def test_without_the_extra_a_hint_says_so(
    told: Sayso, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("vl_convert", "ledger.charts.vega_files", "ledger.charts.bundles"):
        monkeypatch.setitem(sys.modules, name, None)
    failed(
        told("chart", "xai", "--svg", "xai.svg"),
        1,
        "charts need an extra package",
        "pip install 'sayso[report]'",
    )
    assert told("chart", "xai", "--as-of", "2024").exit_code == 0


def test_beliefs_and_scores_are_drawn_in_characters(told: Sayso) -> None:
    done = told("chart", "xai", "--what", "belief", "--as-of", "2024-06")
    assert done.exit_code == 0, done.output
    assert "first  o" in done.stdout
    done = told("chart", "bloomberg", "--what", "credibility", "--as-of", "2024-06")
    assert "too few settled claims for a score at that date: bloomberg" in done.stdout


@pytest.mark.usefixtures("engine")
def test_the_ledger_is_never_replaced_by_a_picture(told: Sayso) -> None:
    Path("sayso.db").rename("ledger.html")
    words = ("chart", "xai", "--db", "ledger.html", "-o", "ledger.html", "--force")
    failed(told(*words), 1, "ledger.html is the ledger itself")


@pytest.mark.usefixtures("engine")
def test_several_companies_share_a_panel(told: Sayso) -> None:
    words = ("chart", "xai", "evil", "--together", "--as-of", "2024-06")
    done = told(*words)
    assert done.exit_code == 0, done.output
    done = told(*words, "-f", "json")
    document = json.loads(done.stdout)
    assert document["asked"]["together"] is True

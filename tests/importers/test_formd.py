"""Form D: what a filing becomes, and what is missing or wrong in one."""

import json
from typing import Any

import pytest

from ledger.importers.formats import format_of
from ledger.importers.formd import FORMAT
from ledger.importers.kit.beginning import beginning_of
from ledger.importers.kit.lines import Line
from tests.importers.filings import FIXTURES, filed, lines, problems, read

EXPECTED = [
    json.loads(line) for line in (FIXTURES / "expected.jsonl").read_text().splitlines()
]
NAMES = sorted(path.name for path in FIXTURES.glob("*.xml"))
PERSON = b"<relatedPersonInfo><lastName>Roe</lastName></relatedPersonInfo>"


def claim(raw: bytes) -> dict[str, Any]:
    """Give what the only issuer's claim says."""
    (line,) = lines(raw)
    return dict(line.data)


def raised(raw: bytes) -> list[tuple[str, str]]:
    return [(one["basis"], one["figure"]) for one in claim(raw)["raised"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_filing_as_found_becomes_what_is_expected_of_it(name: str) -> None:
    found = lines((FIXTURES / name).read_bytes())
    wanted = [one for one in EXPECTED if one["file"] == name]
    assert [
        {
            "file": name,
            "company": [
                *(line.company.key, line.company.name, list(line.company.aliases))
            ],
            "data": dict(line.data),
        }
        for line in found
        if line.company
    ] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_no_person_comes_out_of_a_filing(name: str) -> None:
    raw = (FIXTURES / name).read_bytes()
    assert b"Roe" in raw
    assert "Roe" not in repr(read(raw))


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(filed(), id="plain"),
        pytest.param(b"\n \r\n" + filed(), id="an empty line first"),
        pytest.param(b"\xef\xbb\xbf" + filed(), id="a BOM first"),
        pytest.param(b"\xef\xbb\xbf\n" + filed(), id="both"),
        pytest.param(filed().decode().encode("utf-16"), id="UTF-16"),
        pytest.param(
            b"<!DOCTYPE edgarSubmission [<!ENTITY a 'b'>]>" + filed()[22:], id="DTD"
        ),
    ],
)
def test_a_form_d_is_told_from_its_root(raw: bytes) -> None:
    assert format_of(raw[:8192], "x") is FORMAT


def test_another_root_is_named() -> None:
    assert not FORMAT.fits(beginning_of(b"<rss><edgarSubmission/></rss>"))
    (found,) = problems(b"\n<rss><edgarSubmission/></rss>")
    assert found.where == "line 2"
    assert found.message.startswith("the root is <rss>")


def test_target_and_what_was_sold_stand_apart_and_no_price_is_made_up() -> None:
    assert raised(filed()) == [
        ("target", "USD8000000"),
        ("raised_to_date", "USD5000000"),
    ]
    assert "valuation" not in claim(filed())
    assert claim(filed())["stage"] == "filed"
    assert claim(filed())["effective"] == "2023-01-19"


def test_an_indefinite_offering_has_no_number() -> None:
    raw = filed(target="Indefinite", remaining="Indefinite")
    assert raised(raw)[0] == ("target", "undecided")
    assert "the offering is indefinite" in claim(raw)["note"]
    assert len(read(raw)[1]) == 1


def test_while_the_first_sale_is_yet_to_occur_money_is_only_sought() -> None:
    found = claim(filed(first_sale=None, sold="0", remaining="8000000"))
    assert found["stage"] == "seeking"
    assert "effective" not in found
    assert found["round"] == "form-d-signed-2023-01-27"
    assert "yet to occur" in found["note"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"remaining": "2999999"}, "USD 2,999,999 are stated as remaining"),
        ({"first_sale": None}, "USD 5,000,000 were sold, though"),
        ({"sold": "0", "remaining": "8000000"}, "nothing was sold, though"),
        ({"boxes": ["isPooledInvestmentFundType"]}, "interests in a pooled fund"),
    ],
    ids=["remaining", "no sale", "nothing sold", "pool"],
)
def test_what_does_not_fit_together_is_told(given: dict[str, Any], told: str) -> None:
    assert any(note.startswith(told) for note in read(filed(**given))[1])


SAFE = "<descriptionOfOtherType>Simple Agreement for Future Equity (SAFE)"


@pytest.mark.parametrize(
    ("boxes", "kind"),
    [
        (["isEquityType"], (None, "equity")),
        (["isDebtType"], ("debt", "debt")),
        (["isDebtType", "isEquityType"], ("debt", "debt")),
        (["isOptionToAcquireType"], (None, "warrant")),
        (["isPooledInvestmentFundType"], (None, None)),
        (["isEquityType", "isPooledInvestmentFundType"], (None, "equity")),
        ([], (None, None)),
    ],
    ids=repr,
)
def test_securities_become_round_type_and_instrument(
    boxes: list[str], kind: tuple[str | None, str | None]
) -> None:
    found = claim(filed(boxes=boxes))
    assert (found.get("round_type"), found.get("instrument")) == kind


def test_what_an_issuer_calls_other_securities_is_kept_and_a_safe_is_one() -> None:
    raw = filed(boxes=["isOtherType"]).replace(
        b"</typesOfSec", SAFE.encode() + b"</descriptionOfOtherType></typesOfSec"
    )
    assert claim(raw)["instrument"] == "safe"
    assert "other means Simple Agreement" in claim(raw)["note"]


def test_securities_of_a_merger_are_a_purchase() -> None:
    box = "isBusinessCombinationTransaction"
    merger = f"<{box}>true</{box}>"
    outer = "businessCombinationTransaction"
    found = claim(filed(more=f"<{outer}>{merger}</{outer}>"))
    assert found["round_type"] == "merger_stock"


def test_the_last_signature_is_the_day_of_publication_unless_that_is_given() -> None:
    early = b"<signature><signatureDate>2023-01-25</signatureDate></signature>"
    raw = filed().replace(b"</signatureBlock>", early + b"</signatureBlock>")
    assert claim(raw)["published"] == "2023-01-27"
    (line,), notes = read(raw, published="2023-02-01")
    assert isinstance(line, Line)
    assert line.data["published"] == "2023-02-01"
    assert notes == []


OWN, PREVIOUS = "0001544190-23-000007", "0001544190-19-000002"


@pytest.mark.parametrize(
    ("name", "locator"),
    [
        (f"a/{OWN}.xml", f"accession {OWN}, amends {PREVIOUS}"),
        (f"{OWN.replace('-', '')}/primary_doc.xml.gz", f"accession {OWN}, amends"),
        (f"{OWN}\\primary_doc.xml", f"accession {OWN}, amends"),
        (f"amends-{PREVIOUS}.xml", f"CIK 0001544190, amends {PREVIOUS}"),
        (f"{OWN}/a/b/primary_doc.xml", f"CIK 0001544190, amends {PREVIOUS}"),
        ("standard input", f"CIK 0001544190, amends {PREVIOUS}"),
        (f"1{OWN}.xml", f"CIK 0001544190, amends {PREVIOUS}"),
    ],
)
def test_a_filing_is_found_by_its_numbers(name: str, locator: str) -> None:
    (line,) = lines(filed(amends=PREVIOUS), name)
    assert locator in line.data["locator"]


def test_issuers_are_companies_by_their_number_each_once() -> None:
    others = [("77", "Halcyon GP"), ("0001544190", "Halcyon, again")]
    first, second = (line.company for line in lines(filed(others=others)))
    assert first is not None
    assert second is not None
    assert (first.key, second.key) == ("sec:0001544190", "sec:0000000077")


def test_co_issuers_have_claims_without_amounts() -> None:
    first, second = lines(filed(others=[("77", "Halcyon GP")]))
    assert "one offering with Halcyon GP" in first.data["note"]
    assert "shares the offering of Halcyon, which has" in second.data["note"]
    assert "raised" not in second.data
    same = ("round", "stage", "published", "effective")
    assert [first.data[x] for x in same] == [second.data[x] for x in same]


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("<cik>1544190</cik>", "", 5, "cik: missing: the issuer's number"),
        ("<cik>1544190</cik>", "<cik>12a</cik>", 6, "cik: '12a' is not a number"),
        ("<entityName>Halcyon</entityName>", "", 5, "entityName: missing"),
        ("<value>2023-01-19</value>", "", 13, "dateOfFirstSale: missing: the date"),
        (
            "<value>2023-01-19",
            "<value>19.1.2023",
            13,
            "value: '19.1.2023' is not a day",
        ),
        ("<value>2023-01-19", "<value>2023-02-30", 13, "value: '2023-02-30' is not"),
        (">8000000<", "><", 18, "totalOfferingAmount: missing"),
        (">8000000<", ">17,50,000<", 18, "totalOfferingAmount: '17,50,000' is not"),
        (">5000000<", ">Indefinite<", 19, "totalAmountSold: 'Indefinite' is not"),
        (">5000000<", ">-5<", 19, "totalAmountSold: '-5' is negative"),
        (">5000000<", ">1.2.3<", 19, "totalAmountSold: '1.2.3' is not a plain"),
        (">3000000<", ">n/a<", 20, "totalRemaining: 'n/a' is not an amount"),
        (">2023-01-27<", "><", 23, "signatureDate: missing"),
        (">LIVE<", ">TEST<", 4, "testOrLive: 'TEST' is not a LIVE filing"),
        (">D<", ">10-K<", 3, "submissionType: '10-K' is not form D"),
        (">D<", "><", 3, "submissionType: missing"),
        ("isEquityType>true", "isEquityType>maybe", 15, "isEquityType: 'maybe'"),
    ],
)
def test_what_is_missing_or_wrong_is_told_where_it_is(
    old: str, new: str, line: int, told: str
) -> None:
    text = filed().decode()
    assert old in text
    found = problems(text.replace(old, new).encode())[0]
    assert found.where == f"line {line}"
    assert f"{found.field}: {found.message}".startswith(told)


def test_all_that_is_missing_is_listed_at_once() -> None:
    assert [found.field for found in problems(b"<edgarSubmission/>")] == [
        "submissionType",
        "primaryIssuer",
        "totalOfferingAmount",
        "totalAmountSold",
        "signatureDate",
        "dateOfFirstSale",
    ]


def test_a_wrong_number_of_what_is_amended_is_told() -> None:
    (found,) = problems(filed(amends="the one before"))
    assert found.field == "previousAccessionNumber"


def test_names_that_would_hide_something_are_shown_with_what_they_hide() -> None:
    raw = filed(others=[("77", "Halcyon\u202e GP")])
    assert "\\u202E" in lines(raw)[0].data["note"]

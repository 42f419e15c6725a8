"""When an amount was last said, and how entitled the speaker is."""

from ledger.claims.dates import parse_when
from ledger.claims.entry import Entry
from ledger.projections.entitled import OWN_PART, PRINCIPAL
from ledger.projections.laststated import Word, heard
from ledger.projections.rounds import Round
from ledger.projections.standing import company_at
from tests.projections import entries
from tests.projections.entries import ROUND, amount, answer, id_of, report, rows_of

SOURCES = entries.directory(
    ("the-wire", "wire", ()),
    ("halcyon-co", "company", ["halcyon"]),
    ("fund", "investor", ()),
)
FIRST = report(1, raised=[amount("5B")])


def folded(*told: Entry) -> Round:
    return company_at("halcyon", rows_of(*told), SOURCES, 99 * 10**15).rounds[ROUND]


def word(*told: Entry, of: int = 1, part: str = "") -> tuple[Word, bool]:
    """Give when the amount of a claim was last said; of a part, if one is named."""
    found = folded(*told)
    (claim,) = (claim for claim in found.live if claim.id == id_of(of))
    share = ("per_investor", part) if part else None
    return heard(claim, found.stated, found.may, share)


def said_on(day: str, rank: int) -> Word:
    when = parse_when(day)
    return Word(when.day.last, rank, when.hi, when.lo)


def test_a_source_says_it_where_it_states_an_amount() -> None:
    assert word(FIRST) == (said_on("2024-01-10", 0), False)
    revised = answer(
        2, "revised", 1, "the-wire", "2024-02-01", set={"raised": [amount("6B")]}
    )
    assert word(FIRST, revised) == (said_on("2024-02-01", 0), False)


def test_an_entitled_party_says_it_where_it_stands_by_it() -> None:
    stands = answer(2, "confirmed", 1, "halcyon-co", "2024-02-01", scope=["raised"])
    assert word(FIRST, stands) == (said_on("2024-02-01", PRINCIPAL), True)


def test_an_investor_is_entitled_to_speak_of_its_own_part() -> None:
    named = report(1, investors=[{"name": "Fund"}])
    own = report(2, "fund", raised=[amount("1B", "per_investor", part="Fund")])
    assert word(named, own, of=2, part="fund") == (
        said_on("2024-01-10", OWN_PART),
        True,
    )
    assert not word(named, own, of=2, part="another")[1]
    assert not word(named, own, of=2)[1]

"""Stories told in sentences, on a real SQLite ledger with a clock set by hand.

    tale.reported("halcyon/series-c", "15B", by="the-wire", on="2025-03-03")
    tale.denied("halcyon/series-c", by="halcyon-co", on="2025-03-04")
    assert tale.standing("halcyon/series-c", as_of="2025-03-04") == "disputed"

Every sentence records one event and gives its content id. Unless the clock is set, it
stands at the start of 2027, after all that is told: nothing is late by itself.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ledger.book import Book
from ledger.claims.dates import parse_when
from ledger.projections.raised import RaisedLine
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.sums import RaisedTotal, totals
from ledger.projections.valuations import Valuation, Valued

START: Final = parse_when("2027-01-01").lo

CAST: Final = (
    ("company.registered", {"slug": "halcyon", "name": "Halcyon", "aliases": ["晴鸟"]}),
    ("company.registered", {"slug": "kestrel", "name": "Kestrel"}),
    ("source.registered", {"slug": "the-wire", "name": "The Wire", "kind": "wire"}),
    ("source.registered", {"slug": "herald", "name": "Herald", "kind": "press"}),
    ("source.registered", {"slug": "gazette", "name": "Gazette", "kind": "press"}),
    ("source.registered", {"slug": "a-blog", "name": "A Blog", "kind": "blog"}),
    (
        "source.registered",
        {
            "slug": "halcyon-co",
            "name": "Halcyon (company)",
            "kind": "company",
            "speaks_for": ["halcyon"],
        },
    ),
    (
        "source.registered",
        {
            "slug": "founder",
            "name": "The Founder",
            "kind": "person",
            "speaks_for": ["halcyon"],
        },
    ),
    ("source.registered", {"slug": "stranger", "name": "Stranger", "kind": "person"}),
    ("source.registered", {"slug": "fund", "name": "The Fund", "kind": "investor"}),
    ("source.registered", {"slug": "angel", "name": "Angel", "kind": "investor"}),
    ("source.registered", {"slug": "sec", "name": "SEC", "kind": "regulator"}),
)
"""Two companies, five who report, and five who are party to what they say."""


@dataclass(slots=True)
class Tale:
    """A ledger that is told a story; `now` is what its clock shows."""

    place: str
    now: int = START
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book.create(self.place, clock=lambda: self.now, actor="ann")
        self.book.record(CAST)

    # -- tell ----------------------------------------------------------------

    def clock(self, text: str) -> None:
        """Set the clock of the ledger to the start of a date."""
        self.now = parse_when(text).lo

    def say(self, type_: str, **data: object) -> str:
        """Record any event; give its id."""
        given = {name: value for name, value in data.items() if value is not None}
        (done,) = self.book.record([(type_, given)], future=True)
        return done.id

    def reported(
        self,
        round_: str,
        price: str | None = None,
        *,
        by: str,
        on: str,
        stage: str = "committed",
        kind: str = "post_money",
        raised: str | Sequence[tuple[str, str]] = (),
        **more: object,
    ) -> str:
        """Report a round; `raised` is a total, or pairs of basis and figure."""
        pairs = [("round_total", raised)] if isinstance(raised, str) else raised
        return self.say(
            "round.reported",
            round=round_,
            source=by,
            published=on,
            stage=stage,
            valuation=[{"figure": price, "kind": kind}] if price else None,
            raised=[{"basis": basis, "figure": x} for basis, x in pairs] or None,
            **more,
        )

    def valued(
        self, company: str, price: str, kind: str, *, by: str, on: str, **more: object
    ) -> str:
        """Report a price outside every round."""
        valuation = [{"figure": price, "kind": kind}]
        return self.say(
            "valuation.reported",
            company=company,
            source=by,
            published=on,
            valuation=valuation,
            **more,
        )

    def denied(
        self, target: str, *, by: str, on: str, scope: str = "whole", **more: object
    ) -> str:
        """Deny a round (`company/label`), or one claim by its id."""
        about: dict[str, object] = (
            {"round": target} if "/" in target else {"claims": [target]}
        )
        more = {"company": "halcyon", "form": "false", **more}
        return self.say(
            "claim.denied",
            source=by,
            published=on,
            scope=scope.split(),
            **about,
            **more,
        )

    def confirmed(self, claim: str, *, by: str, on: str, scope: str = "whole") -> str:
        return self._answer("confirmed", claim, by, on, scope=scope.split())

    def retracted(self, claim: str, *, by: str, on: str) -> str:
        return self._answer("retracted", claim, by, on)

    def revised(self, claim: str, *, by: str, on: str, **changes: object) -> str:
        """Revise a claim; `price` and `raised` as figures, other fields as stored."""
        if price := changes.pop("price", None):
            changes["valuation"] = [{"figure": price, "kind": "post_money"}]
        if isinstance(raised := changes.get("raised"), str):
            changes["raised"] = [{"figure": raised, "basis": "round_total"}]
        return self._answer("revised", claim, by, on, set=changes)

    def _answer(self, verb: str, claim: str, by: str, on: str, **more: object) -> str:
        more = {"company": "halcyon", **more}
        return self.say(f"claim.{verb}", claim=claim, source=by, published=on, **more)

    def commented(self, round_: str, *, by: str, on: str) -> str:
        return self.say(
            "claim.commented",
            round=round_,
            company="halcyon",
            source=by,
            published=on,
            form="no_comment",
        )

    def copied(
        self,
        claim: str,
        *,
        on: str,
        carrier: str | None = None,
        copy: str | None = None,
    ) -> str:
        """Say that a carrier, or another claim, only relays a claim."""
        return self.say(
            "claim.relayed",
            company="halcyon",
            claim=claim,
            published=on,
            carrier=carrier,
            copy=copy,
            form="syndicated",
        )

    def moved(self, claim: str, to: str, *, on: str) -> str:
        return self.say(
            "claim.moved", company="halcyon", claim=claim, to=to, published=on
        )

    def joined(self, round_: str, into: str, *, on: str) -> str:
        """Say that two rounds are one."""
        return self.say(
            "rounds.merged", company="halcyon", round=round_, into=into, published=on
        )

    def merged(self, company: str, into: str, form: str, *, on: str) -> str:
        """Say that two companies are one, or that one bought the other."""
        return self.say(
            "companies.merged", company=company, into=into, form=form, published=on
        )

    def corrected(self, target: str, **changes: object) -> str:
        return self.say("entry.corrected", target=target, set=changes, reason="typo")

    def voided(self, target: str) -> str:
        return self.say("entry.voided", target=target, reason="ours")

    # -- ask -----------------------------------------------------------------

    def company(self, slug: str = "halcyon", **asked: Any) -> CompanyAt:
        return self.book.company(slug, self.book.basis(**asked)).value

    def round(self, name: str, **asked: Any) -> Round:
        return self.company(name.partition("/")[0], **asked).rounds[name]

    def standing(self, name: str, **asked: Any) -> str:
        return self.round(name, **asked).standing

    def valuation(self, slug: str = "halcyon", **asked: Any) -> Valuation:
        headline = asked.pop("headline", "newest")
        basis = self.book.basis(**asked)
        found = self.book.valuations(basis, [slug], headline=headline).value
        return found[0] if found else Valuation(slug)

    def figure(self, name: str, slug: str = "halcyon", **asked: Any) -> str | None:
        """Give one of the four figures, or the headline, as text."""
        valued: Valued | None = getattr(self.valuation(slug, **asked), name)
        return None if valued is None else str(valued.figure)

    def lines(self, slug: str = "halcyon", **asked: Any) -> dict[str, RaisedLine]:
        found = self.book.raised(self.book.basis(**asked), [slug]).value
        return {line.round: line for lines in found for line in lines}

    def amounts(self, name: str, **asked: Any) -> dict[str, str]:
        """Give what a round raised, column by column, as text."""
        line = self.lines(name.partition("/")[0], **asked).get(name)
        found = {} if line is None else line.amounts
        return {column: str(amount.figure) for column, amount in found.items()}

    def totals(self, slug: str = "halcyon", **asked: Any) -> list[RaisedTotal]:
        return totals(self.lines(slug, **asked).values())


@contextmanager
def told(folder: Path, now: str = "2027-01-01") -> Iterator[Tale]:
    """Begin a tale in a folder, on a day; its ledger is closed afterwards."""
    tale = Tale(str(folder / "tale.db"), parse_when(now).lo)
    with tale.book:
        yield tale

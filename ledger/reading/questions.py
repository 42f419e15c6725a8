"""What can be asked of an open ledger: each question once, each answer with its basis.

Plain functions of what is open; they only read. Methods of `Book` among them take a
basis, or words for the three clocks (`cuts.Cuts`); without either they ask about now.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar, Unpack

from ledger.claims.dates import day_of
from ledger.claims.names import near
from ledger.errors import BadInput, Damaged, UnknownName, one_of
from ledger.projections.basis import Answer, Basis
from ledger.projections.visible import apply_corrections
from ledger.reading.citations import EvidenceReader
from ledger.reading.cuts import Cuts, on, resolved
from ledger.reading.entries import entry_of
from ledger.reading.folding import Folding, Through, itself
from ledger.reading.parameters import question
from ledger.store.log import Log
from ledger.store.ranking import ranking_state

if TYPE_CHECKING:
    from ledger.claims.names import Directory
    from ledger.projections.explain import Explanation
    from ledger.projections.links import Linked
    from ledger.projections.lint.flags import Flag
    from ledger.projections.lint.scale import Large, Scale
    from ledger.projections.raised import RaisedLine
    from ledger.projections.rewritten import VendorTable
    from ledger.projections.rows import Row
    from ledger.projections.standing import CompanyAt, Round
    from ledger.projections.tellings import SourceEvent
    from ledger.projections.timeline import StoryMoment
    from ledger.projections.valuations import Headline, Valuation, Valued
    from ledger.projections.vintages import Triangle
    from ledger.reading.ranking.answering import Ranking

T = TypeVar("T")
NameOrNames: TypeAlias = str | Sequence[str]
"""One name, or several."""

LONGEST: Final = 366 * 30
"""Days: a revision triangle goes back no further."""


class Ledger(Protocol):
    """An open ledger, as questions need it."""

    log: Log
    opening: Mapping[str, Any]
    """What its first entry says."""
    zone: str
    folding: Folding

    def clock(self) -> int:
        """Give now, in microseconds since 1970."""

    @property
    def ranking(self) -> "Ranking":
        """The figures of all companies, as far as they are kept."""


class FixedLedger:
    """The least that answers questions: nobody records, and time stands still."""

    def __init__(self, log: Log, place: str) -> None:
        self.log = log
        self.opening = opening_of(log, place)
        self.zone: str = self.opening["zone"]
        self.folding = Folding(log)

    def clock(self) -> int:
        """Give when its last entry was recorded; nothing comes after it."""
        return self.log.head().recorded

    @cached_property
    def ranking(self) -> "Ranking":
        """The figures of all companies, as far as they are kept."""
        from ledger.reading.ranking.answering import Ranking

        return Ranking(self.log, self.folding, self.zone)


def opening_of(log: Log, place: str) -> Mapping[str, Any]:
    """Give what the first entry of a ledger says; Damaged if there is none."""
    opened = next(iter(log.read(upto=0)), None)
    if opened is None or opened.type != "ledger.opened":
        raise Damaged(f"{place} does not begin with the opening of a ledger")
    return entry_of(opened).data


def listed(names: NameOrNames, parameter: str = "companies") -> Sequence[str]:
    """Give names as a list; a text is one name. BadInput for anything but names."""
    if isinstance(names, str):
        return [names]
    if not (isinstance(names, Sequence) and all(isinstance(x, str) for x in names)):
        raise BadInput(
            f"{parameter}: {names!r} is not a list of names",
            "write ['xai', 'openai']",
            (parameter,),
        )
    return names


@question
def names(
    ledger: Ledger, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Directory":
    """Give who is registered, under the names known at a basis, or now."""
    if basis is None and not cuts:
        return ledger.folding.names.at()
    return ledger.folding.names.at(resolved(ledger, basis, cuts))


@question
def round_names(ledger: Ledger, company: str) -> list[str]:
    """Name the rounds that reports of a company (its slug) name, in order."""
    stored = ledger.log.read(company=company)
    entries = apply_corrections([entry_of(one) for one in stored]).entries
    reports = (one.data for one in entries if one.type == "round.reported")
    return sorted({data["round"] for data in reports if "round" in data})


@question
def company(
    ledger: Ledger, text: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Answer[CompanyAt]":
    """Fold one company at a basis."""
    return ledger.folding.company(text, resolved(ledger, basis, cuts))


@question
def companies(
    ledger: Ledger,
    basis: Basis | None = None,
    companies: NameOrNames = (),
    **cuts: Unpack[Cuts],
) -> "Answer[list[CompanyAt]]":
    """Fold some companies, or all, at a basis."""
    at = resolved(ledger, basis, cuts)
    return ledger.folding.companies(listed(companies), at, itself)


def through(
    ledger: Ledger, basis: Basis, ask: "Callable[[CompanyAt], T]"
) -> "tuple[Answer[Sequence[CompanyAt]], list[T]]":
    """Fold all companies of a large ledger, and ask each one thing.

    None is held: they are folded again when one goes through them.
    """
    asked = ledger.folding.companies((), basis, ask)
    found = Through(ledger.folding, basis, len(asked.value))
    return replace_value(asked, found), asked.value


def valuations(
    ledger: Ledger,
    basis: Basis,
    companies: Sequence[str] = (),
    *,
    headline: "Headline" = "newest",
    top: int | None = None,
    aside: bool = False,
) -> "Answer[list[Valuation]]":
    """Give the figures of each company, and its headline; with `aside` also those
    that are set aside.

    With `top`, those of the highest headlines at least; others may be left out.
    `headline` says which price may be one: the `newest` that is not disputed, entitled
    parties' only (`confirmed`), or also a `disputed` one.
    """
    from ledger.projections.valuations import HEADLINES, valuation_at

    one_of("headline", headline, HEADLINES)
    if top is not None and top < 1:
        raise BadInput(f"top: {top} is less than 1", "give 1 or more", ("top",))
    if not (companies or aside) and ranking_state(ledger.log).generation:
        known = ledger.ranking.valuations(basis, headline=headline, top=top)
        if known is not None:
            return known
    ask = partial(valuation_at, basis=basis, headline=headline, aside=aside)
    return ledger.folding.companies(companies, basis, ask)


def raised(
    ledger: Ledger, basis: Basis, companies: Sequence[str] = ()
) -> "Answer[list[list[RaisedLine]]]":
    """Give what each round of each company raised."""
    from ledger.projections.raised import raised_at

    if not companies and ranking_state(ledger.log).generation:
        known = ledger.ranking.raised(basis)
        if known is not None:
            return known
    return ledger.folding.companies(
        companies, basis, lambda company: raised_at(company, basis)
    )


@question
def round_(
    ledger: Ledger, text: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "tuple[Answer[CompanyAt], Round]":
    """Find a round, named `company/label`; UnknownName with near misses."""
    slug, slash, label = text.partition("/")
    answer = company(ledger, slug, basis, **cuts)
    at = answer.value
    found = at.rounds.get(at.identity.round(f"{at.slug}/{label}"))
    if found is None or not slash:
        known = ", ".join(near(text, at.rounds) or list(at.rounds)[:5])
        raise UnknownName(
            f"no round {text} is known by that date",
            f"perhaps {known}" if known else f"{at.slug} has no rounds at that date",
        )
    return answer, found


def timeline(
    ledger: Ledger,
    folded: "Answer[CompanyAt]",
    basis: Basis,
    name: str | None = None,
) -> "Answer[list[StoryMoment]]":
    """Tell the story of a folded company, or of one of its rounds."""
    from ledger.projections.timeline import timeline_at

    told = timeline_at(folded.value, names(ledger, basis), basis, name)
    return replace_value(folded, told)


def explain(
    ledger: Ledger, text: str, basis: Basis, name: str | None = None
) -> "Answer[Explanation]":
    """Account for every claim on a company, or on one of its rounds."""
    from ledger.projections.explain import explanation_at

    answer = company(ledger, text, basis)
    found = explanation_at(answer.value, basis, name)
    shelf = EvidenceReader(ledger.log)
    shown = [replace(x, evidence=shelf.read(x.evidence)) for x in found.reasons]
    return replace_value(answer, replace(found, reasons=shown))


def vintages(
    ledger: Ledger, text: str, basis: Basis, figure: str, step: str, *, recorded: bool
) -> "Answer[Triangle]":
    """Give the revision triangle of one figure of a company.

    Columns are days of publication, or of recording.
    """
    from ledger.projections.valuations import FIGURES, valuation_at
    from ledger.projections.vintages import MONTHS, period_ends, triangle
    from ledger.reading.following import Following

    one_of("figure", figure, ("headline", *FIGURES))
    one_of("step", step, MONTHS)
    answer = company(ledger, text, basis)
    slug = answer.value.slug
    last = day_of(basis.cut - 1, basis.zone)
    first = min((row.when.day.first for row in answer.value.rows), default=last)
    days = period_ends(max(first, last - LONGEST), last, step)
    ((_, entries),) = ledger.folding.groups([slug], basis.known_at)
    following = Following(slug, entries, lambda company, _: company)

    def known(column: int) -> "Callable[[int], Valued | None]":
        at = on(ledger.log, column, basis, recorded=recorded)
        found = following.at(at, names(ledger, at))

        def ask(row: int) -> "Valued | None":
            if found is None:
                return None
            valuation = valuation_at(found[0], at.on(row))
            if figure == "headline":
                return valuation.headline
            return valuation.named(figure)

        return ask

    return replace_value(answer, triangle(days, known))


def links(
    ledger: Ledger, basis: Basis, companies: Sequence[str] = ()
) -> "Answer[list[Linked]]":
    """Give the rounds, and the companies, that may be one, company by company."""
    from ledger.projections.links import linked_at
    from ledger.projections.twins import twins_in

    ask = partial(linked_at, twins=twins_in(names(ledger, basis)))
    return ledger.folding.companies(companies, basis, ask)


def lint(
    ledger: Ledger, basis: Basis, companies: Sequence[str] = ()
) -> "Answer[list[Flag]]":
    """Give what deserves a second look: flags, never refusals."""
    from ledger.projections.lint.lint import flags_of, lint_at
    from ledger.projections.lint.scale import merge_scales

    ask = partial(lint_at, basis=basis)
    answer = ledger.folding.companies(companies, basis, ask, unseen=True)
    scale = merge_scales(linted.scale for linted in answer.value)
    if companies:
        large = [one for linted in answer.value for one in linted.large]
        scale = _widened(ledger, basis, scale, large)
    flags = flags_of(answer.value, [scale], names(ledger, basis))
    return replace_value(answer, flags)


def _widened(
    ledger: Ledger, basis: Basis, scale: "Scale", large: "Sequence[Large]"
) -> "Scale":
    """Add the closed rounds of other companies, until they explain all large amounts:
    more of them cannot change that.
    """
    from ledger.projections.lint.scale import beyond, merge_scales, scale_at

    others = ledger.folding.read((), basis) if beyond(large, scale) else ()
    for cluster in others:
        asked = ledger.folding.asked([cluster], basis, scale_at)
        scale = merge_scales([scale, *asked.found.values()])
        if not beyond(large, scale):
            break
    return scale


def rewritten(ledger: Ledger, source: str, basis: Basis) -> "Answer[list[VendorTable]]":
    """Give what a source's tables used to say, by their snapshots.

    UnknownName for a source that has none on record.
    """
    from ledger.reading.vendor_tables import VendorTables

    slug = names(ledger, basis).source(source)
    return VendorTables(ledger.log).at(slug, basis)


@question
def table(ledger: Ledger, source: str, name: str | None) -> "VendorTable":
    """Give a table of a source after all of its snapshots on record."""
    from ledger.reading.vendor_tables import VendorTables

    return VendorTables(ledger.log).newest(source, name)


@question
def statements(
    ledger: Ledger, source: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Answer[list[Row]]":
    """Give what a source (its slug) published, in the order of folds."""
    at = resolved(ledger, basis, cuts)

    def by_source(company: "CompanyAt") -> "list[Row]":
        return [row for row in company.rows if row.source == source]

    answer = ledger.folding.companies((), at, by_source)
    rows = {row.id: row for rows in answer.value for row in rows}
    said = sorted(rows.values(), key=lambda row: row.key)
    return replace_value(answer, said)


def spoken(ledger: Ledger, source: str, basis: Basis) -> "Answer[list[SourceEvent]]":
    """Give what a source (its slug) said first, said later, carried and denied."""
    from ledger.projections.tellings import spoken_by

    answer = ledger.folding.companies((), basis, partial(spoken_by, source))
    found = {one.row.id: one for some in answer.value for one in some}
    return replace_value(answer, sorted(found.values(), key=lambda one: one.row.key))


def replace_value(answer: Answer[Any], value: T) -> Answer[T]:
    """Give another value with the basis of the first one."""
    return Answer(answer.basis, value, answer.late, answer.possible, answer.empty)

"""What can be asked of an open ledger: each question once, each answer with its basis.

`Book` inherits these. They read, and record nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from ledger import asking
from ledger.claims.dates import day_of
from ledger.claims.kinds import answered
from ledger.claims.names import near
from ledger.credibility.reach import AT_ONCE
from ledger.cuts import Cuts
from ledger.errors import Damaged, UnknownName
from ledger.projections.basis import Answer, Basis
from ledger.projections.standing import company_at
from ledger.projections.visible import visible
from ledger.store.league import state

if TYPE_CHECKING:
    from ledger.believing import Believing
    from ledger.claims.known import OnRecord
    from ledger.claims.names import Directory
    from ledger.errors import Unreachable
    from ledger.league.answering import League
    from ledger.projections.diff import Change, Facts
    from ledger.projections.explain import Explanation
    from ledger.projections.flags import Flag
    from ledger.projections.links import Linked
    from ledger.projections.raised import RaisedLine
    from ledger.projections.rewritten import Table
    from ledger.projections.rows import Entry, Row
    from ledger.projections.standing import CompanyAt, Round
    from ledger.projections.timeline import Moment
    from ledger.projections.valuations import Headline, Valuation, Valued
    from ledger.projections.vintages import Triangle
    from ledger.store.log import Log, Stored

T = TypeVar("T")

LONGEST: Final = 366 * 30
"""Days: a revision triangle goes back no further."""


class Story(NamedTuple):
    """One entry, as stored and as it stands today, with what refers to it."""

    stored: "Stored"
    today: "OnRecord"
    answers: "list[Entry]"
    texts: list[asking.Attached]
    """The texts that came with it."""


class Questions:
    """The questions of one open ledger."""

    def __init__(self, entries: "Log", *, place: str, clock: Callable[[], int]) -> None:
        self.log, self.place = entries, place
        opened = next(iter(entries.read(upto=0)), None)
        if opened is None or opened.type != "ledger.opened":
            raise Damaged(f"{place} does not begin with the opening of a ledger")
        self.opening: Mapping[str, Any] = asking.entry_of(opened).data
        self.zone: str = self.opening["zone"]
        self._clock = clock
        self._cuts = Cuts(entries, self.zone, clock)
        self._folding = asking.Folding(entries)

    @cached_property
    def believing(self) -> "Believing":
        """How far sources can be trusted, and what is to be believed."""
        from ledger.believing import Believing

        return Believing(self._folding)

    @cached_property
    def league(self) -> "League":
        """The figures of all companies, as far as they are kept."""
        from ledger.league.answering import League

        return League(self.log, self._folding, self.zone)

    @staticmethod
    def believed_at_once(basis: Basis) -> bool:
        """Tell whether beliefs are worked out without being asked for."""
        return basis.known_at < AT_ONCE

    def basis(self, **asked: Any) -> Basis:  # noqa: ANN401 - see asking.Cuts.basis
        """Resolve as_of, known_at, effective, tz, possible or token to a basis."""
        return self._cuts.basis(**asked)

    def event(self, text: str) -> "Stored":
        """Find an entry by its number or the beginning of its id."""
        return self.log.get(text)

    def on_record(self, text: str) -> "OnRecord":
        """Find an entry, as it stands today after our own corrections."""
        entry = asking.entry_of(self.log.get(text))
        kept = self.log.ours(entry.data.get("company"))
        return asking.standing(entry, [asking.entry_of(stored) for stored in kept])

    def events(
        self,
        after: int | None = None,
        upto: int | None = None,
        types: Sequence[str] = (),
    ) -> "Iterator[Stored]":
        """Give entries in sequence, those in (after, upto], of some types or all."""
        for stored in self.log.read(after=after, upto=upto):
            if not types or stored.type in types:
                yield stored

    def follow(
        self,
        after: int | None = None,
        *,
        wait: Callable[[], bool] | None = None,
        trouble: "Callable[[Unreachable], None] | None" = None,
    ) -> "Iterator[list[Stored]]":
        """Give entries after a number, at most 1,000 at once, and then what comes.

        It ends when `wait`, called while there is nothing new, gives False; without
        it half a second is waited each time, for ever. See `ledger.store.following`.
        """
        from ledger.store.following import follow, pause

        begin = -1 if after is None else after
        return follow(self.log, begin, wait=wait or pause, trouble=trouble)

    def names(self, basis: Basis | None = None) -> "Directory":
        """Give who is registered, under the names known at a basis, or now."""
        return self._folding.directory(basis)

    def company(self, text: str, basis: Basis) -> "Answer[CompanyAt]":
        """Fold one company at a basis."""
        return self._folding.company(text, basis)

    def companies(
        self, basis: Basis, companies: Sequence[str] = ()
    ) -> "Answer[list[CompanyAt]]":
        """Fold some companies, or all, at a basis."""
        return self._folding.companies(companies, basis, lambda company: company)

    def valuations(
        self,
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
        """
        if not (companies or aside) and state(self.log).generation:
            known = self.league.valuations(basis, headline=headline, top=top)
            if known is not None:
                return known
        from ledger.projections.valuations import valuation_at

        ask = partial(valuation_at, basis=basis, headline=headline, aside=aside)
        return self._folding.companies(companies, basis, ask)

    def raised(
        self, basis: Basis, companies: Sequence[str] = ()
    ) -> "Answer[list[list[RaisedLine]]]":
        """Give what each round of each company raised."""
        from ledger.projections.raised import raised_at

        return self._folding.companies(
            companies, basis, lambda company: raised_at(company, basis)
        )

    def round(self, text: str, basis: Basis) -> "tuple[Answer[CompanyAt], Round]":
        """Find a round, named `company/label`; UnknownName with near misses."""
        company, slash, label = text.partition("/")
        answer = self.company(company, basis)
        at = answer.value
        found = at.rounds.get(at.identity.round(f"{at.slug}/{label}"))
        if found is None or not slash:
            known = ", ".join(near(text, at.rounds) or list(at.rounds)[:5])
            raise UnknownName(
                f"no round {text} is known by then",
                f"perhaps {known}" if known else f"{at.slug} has no rounds by then",
            )
        return answer, found

    def timeline(
        self, text: str, basis: Basis, name: str | None = None
    ) -> "Answer[list[Moment]]":
        """Tell the story of a company, or of one of its rounds."""
        from ledger.projections.timeline import timeline_at

        answer = self.company(text, basis)
        told = timeline_at(answer.value, self.names(basis), basis, name)
        return replace_value(answer, told)

    def explain(
        self, text: str, basis: Basis, name: str | None = None
    ) -> "Answer[Explanation]":
        """Account for every claim on a company, or on one of its rounds."""
        from ledger.projections.explain import explanation_at

        answer = self.company(text, basis)
        return replace_value(answer, explanation_at(answer.value, basis, name))

    def diff(
        self, before: Basis, after: Basis, companies: Sequence[str] = ()
    ) -> "Answer[list[Change]]":
        """Say what changed between two bases, and which events did it."""
        from ledger.projections.diff import Due, changes, due_at, facts_at, responsible

        today = self.names()
        wanted = [today.company(text) for text in companies]
        upto = max(before.known_at, after.known_at)
        found: list[Change] = []
        sides = [(basis, self.names(basis)) for basis in (before, after)]
        for slugs, entries in self._folding.groups(wanted, upto):
            views = [visible(entries, basis) for basis in (before, after)]
            by = responsible(views[0].rows, views[1].rows)
            facts: list[Facts] = [{}, {}]
            due: tuple[Due, Due] = ({}, {})
            for number, (view, (basis, directory)) in enumerate(
                zip(views, sides, strict=True)
            ):
                for slug in slugs if view.rows else ():
                    at = company_at(
                        slug, view.rows, directory, basis.cut, view.recorded
                    )
                    facts[number].update(facts_at(at, basis))
                    due[number].update(due_at(at, basis))
            by_company = dict.fromkeys(slugs, by)
            found += changes(facts[0], facts[1], by_company, due, after.cut)
        kept = [x for x in found if not wanted or x.company in wanted]
        return Answer(after, sorted(kept, key=lambda x: (x.company, x.item)))

    def vintages(
        self, text: str, basis: Basis, figure: str, step: str, *, recorded: bool
    ) -> "Answer[Triangle]":
        """Give the revision triangle of one figure of a company.

        Columns are days of publication, or of recording.
        """
        from ledger.projections.valuations import valuation_at
        from ledger.projections.vintages import period_ends, triangle

        answer = self.company(text, basis)
        slug = answer.value.slug
        last = day_of(basis.cut - 1, basis.zone)
        first = min((row.when.day.first for row in answer.value.rows), default=last)
        days = period_ends(max(first, last - LONGEST), last, step)
        ((_, entries),) = self._folding.groups([slug], basis.known_at)
        known: dict[int, tuple[Basis, CompanyAt]] = {}
        for day in days:
            at = self._cuts.on(day, basis, recorded=recorded)
            view = visible(entries, at)
            known[day] = (
                at,
                company_at(slug, view.rows, self.names(at), at.cut, view.recorded),
            )

        def ask(row: int, column: int) -> "Valued | None":
            at, company = known[column]
            valuation = valuation_at(company, at.on(row))
            if figure == "headline":
                return valuation.headline
            return valuation.named(figure)

        return replace_value(answer, triangle(days, ask))

    def links(
        self, basis: Basis, companies: Sequence[str] = ()
    ) -> "Answer[list[Linked]]":
        """Give the rounds, and the companies, that may be one, company by company."""
        from ledger.projections.links import linked_at
        from ledger.projections.twins import twins_in

        ask = partial(linked_at, twins=twins_in(self.names(basis)))
        return self._folding.companies(companies, basis, ask)

    def lint(self, basis: Basis, companies: Sequence[str] = ()) -> "Answer[list[Flag]]":
        """Give what deserves a second look: flags, never refusals."""
        from ledger.projections.lint import flags_of, lint_at
        from ledger.projections.lint_scale import scale_at

        ask = partial(lint_at, basis=basis)
        answer = self._folding.companies(companies, basis, ask, unseen=True)
        scales = [linted.scale for linted in answer.value]
        if companies and any(linted.large for linted in answer.value):
            scales = self._folding.companies((), basis, scale_at).value
        return replace_value(answer, flags_of(answer.value, scales))

    def rewritten(self, source: str, basis: Basis) -> "Answer[list[Table]]":
        """Give what a source's tables used to say, by their snapshots.

        UnknownName for a source that has none on record.
        """
        from ledger.tables import Tables

        slug = self.names(basis).source(source)
        return Tables(self.log).at(slug, basis)

    def table(self, source: str, name: str | None) -> "Table":
        """Give a table of a source after all of its snapshots on record."""
        from ledger.tables import Tables

        return Tables(self.log).newest(source, name)

    def statements(self, source: str, basis: Basis) -> "Answer[list[Row]]":
        """Give what a source published, in the order of folds."""

        def by_source(company: "CompanyAt") -> "list[Row]":
            return [row for row in company.rows if row.source == source]

        answer = self._folding.companies((), basis, by_source)
        rows = {row.id: row for rows in answer.value for row in rows}
        said = sorted(rows.values(), key=lambda row: row.key)
        return replace_value(answer, said)

    def texts(self, stored: "Stored") -> Iterator[dict[str, str]]:
        """Give the texts to which an entry commits and that are there, with salts."""
        from ledger.store.payloads import payload_of

        for commitment in asking.commitments(stored):
            one = payload_of(self.log, commitment)
            if one is not None:
                yield {
                    "commitment": one.commitment.hex(),
                    "salt": one.salt.hex(),
                    "media_type": one.media_type,
                    "text": one.body.decode("utf-8", "replace"),
                }

    def story(self, text: str) -> "Story":
        """Find an entry, and all that answers, corrects or voids it."""
        stored = self.log.get(text)
        entry = asking.entry_of(stored)
        company = entry.data.get("company")
        kept = self.log.read(company=company, names=company is None)
        answers = [
            other
            for other in map(asking.entry_of, kept)
            if entry.id in answered(other.type, other.data)
        ]
        texts = asking.attached(self.log, entry.id)
        return Story(stored, self.on_record(text), answers, texts)


def replace_value(answer: Answer[Any], value: T) -> Answer[T]:
    """Give another value with what the first one rests on."""
    return Answer(answer.basis, value, answer.late, answer.possible, answer.empty)

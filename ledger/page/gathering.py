"""Gathers what a report holds out of an open ledger."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ledger.claims.dates import day_of, show_instant
from ledger.errors import found_all
from ledger.page import telling
from ledger.page.contents import (
    Moving,
    PageProof,
    ReportContents,
    SaidEvent,
    Section,
    SourceRecord,
)
from ledger.page.days import ReportCompanies
from ledger.page.pictures import pictured
from ledger.page.replies import pieces_of, replies_to
from ledger.page.sources import record_of
from ledger.page.telling import ReportTables, story_of
from ledger.page.trends import trend_of
from ledger.projections.basis import Basis
from ledger.projections.rows import Row
from ledger.reading import questions
from ledger.reading.beliefs import Believing
from ledger.reading.citations import evidence_among, named_in
from ledger.reading.questions import Ledger, replace_value
from ledger.reading.replies import Replies
from ledger.rendering.sentences import sentence_of, subject
from ledger.rendering.stories import numbers_of
from ledger.rendering.trust import ranked
from ledger.store.checkpoints import last_kept

SECONDS: Final = len("2024-01-19T08:34:10")
ROLES: Final = ("original", "denial")


class Gathering:
    """One report in the making."""

    def __init__(
        self,
        ledger: Ledger,
        believing: Believing,
        basis: Basis,
        texts: Sequence[str],
    ) -> None:
        folding = ledger.folding
        known = folding.names.at()
        self._wanted = tuple(dict.fromkeys(found_all(texts, known.company)))
        self._ledger, self._believing, self._basis = ledger, believing, basis
        self._companies = ReportCompanies(folding, basis, self._wanted)
        self._bases = self._companies.bases()
        self._end = len(self._bases)
        self._cuts = [one.cut for one in self._bases]
        self._names = folding.names.at(basis)
        self._told = ReportTables()

    def report(self, *, believed: bool) -> ReportContents:
        """Give all that stands in a page; with beliefs only if they are wanted."""
        told, end = self._told, self._end
        for day in self._companies.along(self._bases):
            told.tell(day)
        ranking = Moving("ranking", telling.RANKING, told.ranking.done(end))
        disputed = told.disputed.done(end)
        sources, deniers = [self._records(x) if believed else [] for x in ROLES]
        order = self._order(ranking)
        folding, homes = self._ledger.folding, self._companies.homes()
        own = [slug for slug in order if slug not in homes]
        charts = pictured(folding, self._believing, self._basis, own, self._names)
        return ReportContents(
            bases=self._bases,
            first=day_of(self._bases[0].cut - 1, self._basis.zone),
            ranking=ranking,
            disputed=Moving("disputed", telling.DISPUTED, disputed, telling.UNDISPUTED),
            notes=Moving("notes", (), told.notes.done(end)),
            sections=[self._section(slug) for slug in order],
            events=list(self._events()),
            sources=sources,
            deniers=deniers,
            believed=believed,
            proof=self._proof(),
            wanted=self._wanted,
            charts=dict(charts),
        )

    def _order(self, ranking: Moving) -> list[str]:
        """Order companies as on the last day; those without a figure come behind, and
        last of all those that are one with another by now.
        """
        places = {
            span.head[0]: place for place, span in enumerate(ranking.at(self._end - 1))
        }
        homes = self._companies.homes()

        def place(slug: str) -> tuple[bool, int, str]:
            return slug in homes, places.get(slug, len(places)), slug

        return sorted(self._told.figures, key=place)

    def _section(self, slug: str) -> Section:
        told, end = self._told, self._end
        known = self._names.companies.get(slug)
        now = self._companies.homes().get(slug, "")
        folded = questions.company(self._ledger, slug, self._basis)
        answer = questions.timeline(self._ledger, folded, self._basis)
        if now:
            own = [moment for moment in answer.value if moment.row.company == slug]
            answer = replace_value(answer, own)

        def tables(name: str) -> Moving:
            heads, nothing = telling.TABLES[name]
            spans = getattr(told, name)[slug].done(end)
            return Moving(f"{slug}.{name}", heads, spans, nothing)

        return Section(
            slug=slug,
            name=slug if known is None else known.name,
            now=now,
            trend=trend_of(told.trends.get(slug, ())),
            story=story_of(answer, self._names, slug, self._known_on, end),
            figures=tables("figures"),
            claims=replace(tables("claims"), shared=told.reasons[slug].done(end)),
            denials=tables("denials"),
        )

    def _known_on(self, row: Row) -> int:
        """Give the first day on which an event counts as known."""
        known = self._companies.known_from(row)
        return min(bisect_left(self._cuts, known), self._end - 1)

    def _events(self) -> Iterator[SaidEvent]:
        rows = self._companies.rows
        numbers = numbers_of(rows.values())
        log = self._ledger.log
        later = Replies(log, self._basis.known_at)
        entries = named_in(log, numbers.values(), later)
        shown = evidence_among(log, entries, later)
        replies = replies_to(rows.values(), self._names)
        for row in sorted(rows.values(), key=lambda row: row.key):
            yield SaidEvent(
                seq=row.seq,
                id=row.id,
                place=self._known_on(row),
                company=row.company,
                source=subject(row.data, self._names),
                what=sentence_of(row.type, row.data, numbers),
                published=row.when.text,
                recorded=f"{show_instant(row.recorded)[:SECONDS]}Z",
                pieces=tuple(pieces_of(shown.get(row.id, ()), row.seq)),
                replies=replies.get(row.seq, ()),
            )

    def _records(self, role: str) -> list[SourceRecord]:
        moment = self._believing.moment(self._basis).value
        found = ranked(moment.scores, self._names, role)
        return [record_of(source, score) for source, score in found]

    def _proof(self) -> PageProof:
        ledger, basis = self._ledger, self._basis
        size = basis.known_at + 1
        kept = last_kept(ledger.log, size)
        return PageProof(
            origin=ledger.opening["origin"],
            size=size,
            root=basis.root,
            checkpoint="" if kept is None else kept.note.decode(),
        )


def report_of(
    ledger: Ledger,
    believing: Believing,
    basis: Basis,
    names: Sequence[str],
    *,
    believed: bool,
) -> ReportContents:
    """Gather a report at a basis, of some companies or of all."""
    return Gathering(ledger, believing, basis, names).report(believed=believed)

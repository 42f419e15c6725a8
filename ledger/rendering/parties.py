"""Cards of a company, a round and a source: what is known of each, and the evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ledger.claims.names import Directory
from ledger.projections.basis import Answer
from ledger.projections.claims import Claim
from ledger.projections.denials import Denial
from ledger.projections.evidence import ShownEvidence
from ledger.projections.investors import Investment
from ledger.projections.prose import Prose
from ledger.projections.raised import COLUMNS
from ledger.projections.standing import CompanyAt, Round
from ledger.projections.tellings import (
    DENIED,
    OTHER,
    RoundMention,
    SourceEvent,
    tellings_of,
)
from ledger.projections.terms import Terms, terms_of
from ledger.rendering.basis import heading
from ledger.rendering.cards import LEFT_OUT
from ledger.rendering.disputed import open_fields
from ledger.rendering.event_card import Fields, card
from ledger.rendering.evidence import read_in
from ledger.rendering.explained import claim_terms
from ledger.rendering.figures import day_part, priced, source_names
from ledger.rendering.investors import invested, own
from ledger.rendering.rounds import RoundRow, company_round_rows, deal, type_of
from ledger.rendering.sentences import sentence_of, spaced
from ledger.rendering.tables import Table
from ledger.rendering.tellings import HOW, how_told, mention_words
from ledger.rendering.valued import days_told

EvidenceById = Mapping[str, Sequence[ShownEvidence]]
"""Of events, by their ids."""

AGAIN: Final = {**HOW, DENIED: "denied"}
"""How a source tells of a round, for people."""
DID: Final[Mapping[str, str]] = {
    "claim.revised": "revised",
    "claim.retracted": "retracted",
    "claim.confirmed": "confirmed",
    "claim.commented": "commented",
    "claim.moved": "moved",
}
"""What a source does that tells of no round, by the type of the event."""


def company_card(
    answer: Answer[CompanyAt],
    names: Directory,
    evidence: EvidenceById,
    investments: Sequence[Investment] | None = (),
) -> Table:
    """A company: its names, who speaks for it, its rounds, its prices, its stakes."""
    at = answer.value
    known = names.companies[at.slug]
    voices = [x.slug for x in names.sources.values() if at.slug in x.speaks_for]
    fields: Fields = [
        ("company", at.slug),
        ("name", known.name),
        ("also", known.aliases),
        *known.tags.items(),
        ("registered", Prose.of("event ", known.seq)),
        ("spoken for by", tuple(voices)),
        ("merged", _merged(at)),
    ]
    fields += [
        (f"round {line.name}", _round(line, names))
        for line in company_round_rows(at, answer.basis)
    ]
    for claim in at.prices:
        fields.append((Prose.of("price ", claim.seq), _claimed(claim, names)))
        fields += _evidence_fields(claim.row.id, claim.seq, evidence)
    fields += _invested(investments)
    return card(heading(answer.basis, at.slug), fields, answer)


def _merged(at: CompanyAt) -> Prose | None:
    bought = [end for end in at.ends if end.into is not None]
    if not bought:
        return None
    return Prose.of(f"into {bought[-1].into} (event ", bought[-1].row.seq, ")")


def _round(line: RoundRow, names: Directory) -> str:
    words = (type_of(line, names), deal(line, names), spaced(line.standing))
    stage = spaced(line.stage or "")
    parts = [*words, stage if stage != words[-1] else ""]
    return ", ".join(x for x in parts if x)


def _invested(investments: Iterable[Investment] | None) -> Fields:
    """Give a row for each round in which somebody is an investor."""
    if investments is None:
        return [("invested in", LEFT_OUT)]
    return [(f"invested in {one.round}", own(one)) for one in investments]


def _claimed(claim: Claim, names: Directory) -> str:
    """Say who claims what, and when."""
    who = source_names([claim.source], names)
    return f"{who}, {day_part(claim.row.when.text)}: {claim_terms(claim)}"


def _evidence_fields(id_: str, seq: int, evidence: EvidenceById) -> Fields:
    """Give a row for each place where an event was read."""
    return [("read in", line) for line in read_in(evidence.get(id_, ()), seq)]


def round_card(
    answer: Answer[CompanyAt], found: Round, names: Directory, evidence: EvidenceById
) -> Table:
    """A round: its terms, its standing, who said it first, and all that was said."""
    lines = {line.name: line for line in company_round_rows(answer.value, answer.basis)}
    line = lines[found.name]
    terms = line.terms or terms_of(found, answer.value, answer.basis)
    fields: Fields = [
        ("round", found.name),
        ("type", type_of(line, names) or tuple(map(spaced, terms.types))),
        *_terms(terms, names),
        ("stage", spaced(found.stage)),
        ("standing", spaced(found.standing)),
        ("contested", found.contested or None),
        ("superseded by", found.superseded_by),
        ("origins", source_names(found.origins, names)),
        (
            "newest event",
            Prose.of(found.news.seq, f", {day_part(found.news.when.text)}"),
        ),
        *_tellings(tellings_of(answer.value, found.name), names),
    ]
    for claim in found.claims:
        fields.append(
            (Prose.of("claim ", claim.seq), _claimed(claim, names) + _state(claim))
        )
        fields += _evidence_fields(claim.row.id, claim.seq, evidence)
    for denial in found.denials:
        fields.append((Prose.of("denial ", denial.row.seq), _denied(denial, names)))
        fields += _evidence_fields(denial.row.id, denial.row.seq, evidence)
    confirmed = tuple(dict.fromkeys(x.row.seq for x in found.firm_statements))
    fields.append(("confirmed by", confirmed))
    return card(heading(answer.basis, found.name), fields, answer)


def _terms(terms: Terms, names: Directory) -> Iterator[tuple[str, str]]:
    """Give a row for each amount and price, the day, and all investors."""
    for column in COLUMNS:
        amount = terms.amounts.get(column)
        if amount is not None:
            who = source_names(amount.sources, names)
            disputed = ", disputed" if amount.disputed else ""
            yield column, f"{amount.figure.brief()}{disputed}: {who}"
    for price in terms.prices:
        asked = ", sought" if price.name == "sought" and not price.marks else ""
        disputed = ", disputed" if price.disputed else ""
        who = source_names(price.sources, names)
        yield "price", f"{priced(price)}{asked}{disputed}: {who}"
    if terms.effective is not None:
        yield "since", days_told(terms.effective)
    ordered = sorted(terms.investors, key=lambda one: not one.leads)
    yield "investors", ", ".join(map(invested, ordered))


def _tellings(tellings: Sequence[RoundMention], names: Directory) -> Fields:
    """Name who said it first, and below each origin who told it again, in order."""
    if len(tellings) == 1:  # the claim itself says it
        return []
    return [(how_told(one), mention_words(one, names)) for one in tellings]


def _state(claim: Claim) -> str:
    if claim.retracted is not None:
        return f" - retracted by {claim.retracted.seq}"
    return f" - a copy, by {claim.copied.seq}" if claim.copied is not None else ""


def _denied(denial: Denial, names: Directory) -> str:
    who = source_names([denial.source], names)
    still = ", ".join(open_fields(denial)) or "nothing"
    scope = ", ".join(denial.row.data["scope"])
    return f"{who}, {day_part(denial.row.when.text)}: {scope}; still open: {still}"


def source_card(
    answer: Answer[list[SourceEvent]],
    slug: str,
    names: Directory,
    numbers: Mapping[str, int],
    investments: Sequence[Investment] | None = (),
) -> Table:
    """A source: its kind, for whom it speaks, what it said, carried and denied.

    `numbers` gives the numbers of the events that it speaks of, by id.
    """
    known = names.sources[slug]
    fields: Fields = [
        ("source", f"source:{slug}"),
        ("name", known.name),
        ("kind", known.kind),
        ("speaks for", known.speaks_for),
        ("also", known.aliases),
        ("registered", Prose.of("event ", known.seq)),
    ]
    fields += [
        (
            Prose.of(f"{_verb(one)}, event ", one.row.seq),
            _spoken(one, slug, names, numbers),
        )
        for one in answer.value
    ]
    fields += _invested(investments)
    return card(heading(answer.basis, f"source:{slug}"), fields, answer)


def _verb(one: SourceEvent) -> str:
    """Say what a source did, in a word or two."""
    return AGAIN[one.how] if one.how != OTHER else DID.get(one.row.type, "reported")


def _spoken(
    one: SourceEvent, slug: str, names: Directory, numbers: Mapping[str, int]
) -> Prose:
    """Say when and what, and who made a claim that it only carried."""
    row = one.row
    other = (
        f"{source_names([row.source], names)} "
        if row.source not in {None, slug}
        else ""
    )
    what = sentence_of(row.type, row.data, numbers)
    return Prose.of(f"{day_part(row.when.text)}: {other}", *what.parts)

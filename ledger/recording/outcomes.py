"""What became of events that somebody recorded, and of the evidence that came along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ledger.claims.entry import Draft, EventData, EventMaker
from ledger.claims.kinds import targets_in
from ledger.errors import Refused
from ledger.recording.citing import TYPED, Citing
from ledger.recording.desk import Desk
from ledger.rendering.sentences import sentence

Recordable = EventData | EventMaker
"""An event, or a function that gives it, from the ids of those before it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one event; `seq` is None after a dry run."""

    seq: int | None
    id: str
    new: bool
    type: str
    data: Mapping[str, Any]
    sentence: str = ""
    voided_by: int | None = None
    evidence: "tuple[Recorded, ...]" = ()
    """What was recorded next to it, because it came with its evidence.

    Evidence that is on record, but voided, is there, too, and not new.
    """
    notices: tuple[str, ...] = ()
    """What is to be known of its texts: that they were erased before."""


def record(
    desk: Desk, events: Iterable[Recordable], *, dry_run: bool
) -> list[Recorded]:
    """Accept and write events; say what became of each, and what it says."""
    accepted = list[tuple[Draft, bool, Mapping[str, Any], _EvidenceOutcome]]()
    for said in events:
        ids = [event.id for event, *_ in accepted]
        type_, data = said(ids) if callable(said) else said
        event, new = desk.accept(type_, data)
        typed = {key: data[key] for key in TYPED if key in data}
        told = event.data
        if "payloads" in told:
            told = desk.attachments.shown(told)
        accepted.append((event, new, {**told, **typed}, _evidence_outcome(desk.citing)))
    if missed := desk.attachments.problems():
        raise Refused(f"{missed[0].message}, to which an event commits")
    desk.write()
    return [
        _recorded(desk, event, told, outcome, new=new, dry_run=dry_run)
        for event, new, told, outcome in accepted
    ]


class _EvidenceOutcome(NamedTuple):
    """What became of the evidence of an event."""

    made: Sequence[Draft] = ()
    voided: Sequence[Draft] = ()
    notices: tuple[str, ...] = ()


def _evidence_outcome(citing: Citing) -> _EvidenceOutcome:
    notices = tuple(citing.documents.notices)
    return _EvidenceOutcome(list(citing.made), list(citing.voided), notices)


_NOTHING: Final = _EvidenceOutcome()


def _recorded(
    desk: Desk,
    event: Draft,
    told: Mapping[str, Any],
    outcome: _EvidenceOutcome = _NOTHING,
    *,
    new: bool = True,
    dry_run: bool,
) -> Recorded:
    on_record = desk.entry(event.id)
    assert on_record is not None
    about = [desk.entry(named) for named in targets_in(event.type, event.data)]
    numbers = {known.id: known.seq for known in about if known}
    return Recorded(
        seq=None if dry_run else on_record.seq,
        id=event.id,
        new=new,
        type=event.type,
        data=told,
        sentence=sentence(event.type, event.data, desk.directory, numbers),
        voided_by=on_record.voided_by,
        evidence=tuple(
            _recorded(desk, one, one.data, new=made, dry_run=dry_run)
            for several, made in ((outcome.made, True), (outcome.voided, False))
            for one in several
        ),
        notices=outcome.notices,
    )

"""One company, several, or a round, as values; the document is worked out if asked for.

These are what programs fold on with. Their documents are those of `show` and `rounds`:
making them reads more than the value needs, so it is done when somebody wants one.
"""

from typing import TYPE_CHECKING, Any, Unpack

from ledger.answers.asking import Asked, told
from ledger.answers.companies import rounds
from ledger.answers.things import show
from ledger.projections.basis import Answer, Basis
from ledger.reading import questions
from ledger.reading.cuts import Cuts, resolved
from ledger.reading.parameters import question
from ledger.reading.questions import Names, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.projections.basis import Telling
    from ledger.projections.rounds import CompanyAt, Round


@question
def company(
    ledger: Asked, text: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "Answer[CompanyAt]":
    """Fold one company at a basis."""
    at = resolved(ledger, basis, cuts)
    answer = questions.company(ledger, text, at)
    return _later(
        *(ledger, answer, "show-company", {"name": answer.value.slug}),
        lambda: show(ledger, f"company:{answer.value.slug}", at),
    )


@question
def companies(
    ledger: Asked,
    basis: Basis | None = None,
    companies: Names = (),
    **cuts: Unpack[Cuts],
) -> "Answer[list[CompanyAt]]":
    """Fold some companies, or all, at a basis."""
    at, names = resolved(ledger, basis, cuts), listed(companies)
    answer = questions.companies(ledger, at, names)
    return _later(
        *(ledger, answer, "rounds", {"names": list(names), "standing": None}),
        lambda: rounds(ledger, at, names),
    )


@question
def round_(
    ledger: Asked, text: str, basis: Basis | None = None, **cuts: Unpack[Cuts]
) -> "tuple[Answer[CompanyAt], Round]":
    """Find a round, named `company/label`; UnknownName with near misses."""
    at = resolved(ledger, basis, cuts)
    answer, found = questions.round_(ledger, text, at)
    later = _later(
        *(ledger, answer, "show-round", {"name": text}),
        lambda: show(ledger, text, at),
    )
    return later, found


def _later(
    ledger: Asked,
    answer: Answer[Any],
    name: str,
    asked: dict[str, object],
    ask: "Callable[[], Answer[Any]]",
) -> Answer[Any]:
    """Give an answer that is told as another one, which is asked when it is told."""

    def telling() -> "Telling":
        found = ask().told
        assert found is not None, "a document is told"
        return found

    return told(
        *(ledger, answer, name, asked),
        exact=lambda: telling().exact(),
        drawn=lambda width: telling().drawn(width),
        names=questions.names(ledger),
        parallel=None,
    )

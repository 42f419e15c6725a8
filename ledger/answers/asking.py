"""What every question needs: an open ledger, and how its answer is told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from ledger.errors import found_all
from ledger.projections.basis import Answer, Basis
from ledger.reading import questions

if TYPE_CHECKING:
    from ledger.credibility.sweeping import Moment
    from ledger.reading.beliefs import Believing
    from ledger.rendering.tables import Table

T = TypeVar("T")


class AskedLedger(questions.Ledger, Protocol):
    """An open ledger that knows how far sources can be trusted, too."""

    @property
    def believing(self) -> "Believing":
        """How far sources can be trusted, and what is to be believed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What programs may expect of the answers to one question."""

    about: str
    table: "Callable[[], Table]"
    """Makes the rows of an answer with nothing in it, for its columns."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """What can be asked, each with the kind of a column."""
    based: bool = True
    """Whether it has a basis."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """What else stands before the rows: the name of its definition."""
    free: bool = False
    """Whether who asks says which columns there are."""


NOWHEN: Final = Basis(cut=0, known_at=-1, effective=1, zone="UTC", told=0)
"""The basis of an answer with nothing in it."""


def nothing(value: T) -> Answer[T]:
    """Give an answer with nothing in it, for its columns."""
    return Answer(NOWHEN, value)


def with_telling(
    ledger: questions.Ledger,
    answer: Answer[T],
    question: str,
    asked: Mapping[str, object],
    exact: "Callable[[], Table]",
    drawn: "Callable[[int], Iterable[Table]]",
    **more: Any,  # other fields of Told
) -> Answer[T]:
    """Give an answer with how it is told; see `Told`."""
    from ledger.answers.telling import Told  # not for a value alone

    if "names" not in more:
        more["names"] = questions.names(ledger, answer.basis)
    telling = Told(
        question=question,
        asked=asked,
        exact=exact,
        drawn=drawn,
        reader=ledger.log,
        known_at=answer.basis.known_at,
        **more,
    )
    return replace(answer, told=telling)


def believed(
    ledger: AskedLedger, basis: Basis, companies: Sequence[str] = (), *, beliefs: bool
) -> "Moment | None":
    """Give what is to be believed at a basis, if it is wanted: of some companies, or
    of all.
    """
    if not beliefs:
        return None
    find = partial(ledger.folding.names.slug, basis=basis)
    slugs = found_all(companies, find)
    return ledger.believing.about(basis, slugs)

"""What tests ask of a tale about trust."""

from typing import Any

from ledger.credibility.posterior import Score
from ledger.credibility.sweeping import Moment
from ledger.credibility.worth import Weighed
from tests.tales import Tale


def moment(tale: Tale, **asked: Any) -> Moment:  # see Cuts.basis
    return tale.book.believing.moment(tale.book.basis(**asked)).value


def weighed(tale: Tale, name: str, **asked: Any) -> Weighed:
    rounds = moment(tale, **asked).company(name.partition("/")[0])
    (found,) = [one for one in rounds if one.case.round == name]
    return found


def believed(tale: Tale, name: str, **asked: Any) -> float:
    return weighed(tale, name, **asked).belief.chance


def score(
    tale: Tale,
    source: str,
    role: str = "original",
    field: str = "occurrence",
    **asked: Any,
) -> Score:
    kind = tale.book.names().sources[source].kind
    return moment(tale, **asked).scores.score(source, kind, role, field)

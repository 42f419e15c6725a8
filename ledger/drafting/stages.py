"""How far a round is, and of what type, by the words of a sentence.

The list of stages goes from what is said with most care to what is said in passing: a
sentence that speaks of talks and of what was raised before tells two rounds, and each
claim takes the stage that fits what its figures are of.
"""

import re
from typing import Final

from ledger.claims.round_types import round_type_of
from ledger.drafting.proposals import DraftedClaim

_ROUND_TYPE: Final = re.compile(
    r"\bseries [A-Z]\b\+?|\bpre-?seed\b|\bseed\b(?= (?:round|funding|financing|"
    r"investment))|"
    r"\bseed round\b|\bangel\b(?= round)|\btender offer\b|\bconvertible notes?\b|"
    r"\bgrowth round\b|"
    r"(?<![A-Za-z])(?:Pre-?)?[A-Z]\+*轮|天使轮|种子轮|战略融资|战略投资|二级市场|老股",
    re.IGNORECASE,
)
_SECOND_HAND: Final = {"二级市场": "secondary", "老股": "secondary"}


def _compiled(stage: str, pattern: str) -> tuple[str, re.Pattern[str]]:
    return stage, re.compile(pattern, re.IGNORECASE)


_STAGES: Final = (
    _compiled(
        "loi_signed",
        r"\bletter of intent\b|意向书",
    ),
    _compiled(
        "terms_agreed",
        r"\b(?:has |have )?agreed (?:to|on)\b|\bterm sheet\b|达成协议|敲定",
    ),
    _compiled(
        "in_talks",
        r"\b(?:in (?:\w+ )?(?:talks|discussions|negotiations)|discussing|negotiating|"
        r"weighing|"
        r"considering)\b|洽谈|商谈|谈判|考虑|磋商",
    ),
    _compiled(
        "committed",
        r"\b(?:commit(?:ted|s)?|pledged?)\b|承诺",
    ),
    _compiled(
        "seeking",
        r"\b(?:seek(?:s|ing)?|sought|looking to|aims? to|plans? to|hop(?:es|ing) to|"
        r"lin(?:es|ing) up|"
        r"wants to|raising)\b|寻求|拟|计划|正在|目标|有意|将(?=以|融|募|投)|谋求",
    ),
    _compiled(
        "closed",
        r"\b(?:closed|completed|wrapped up|closes|first close)\b|完成|交割",
    ),
    _compiled(
        "announced",
        r"\b(?:raised|raises|secured|secures|announced|landed|received|led|invested)\b|"
        r"宣布|获得?|融资|募资|领投|投资",
    ),
)
"""How far a round is by the words of its sentence; the first that is found counts."""


def stage_of(text: str, claim: DraftedClaim) -> str:
    """Give how far a round is, by the words of its sentence."""
    target = any(money.role == "target" for money in claim.money)
    raised = any(money.role == "raised" for money in claim.money)
    for stage, pattern in _STAGES:
        if pattern.search(text):
            if raised and not target and stage in {"in_talks", "seeking"}:
                continue
            if target and not raised and stage in {"closed", "announced"}:
                continue
            return stage
    if target:
        return "seeking"
    return "announced" if raised or invested(claim) else "rumoured"


def invested(claim: DraftedClaim) -> bool:
    return any(money.role == "investment" for money in claim.money)


def type_in(text: str) -> str | None:
    match = _ROUND_TYPE.search(text)
    if match is None:
        return None
    return _SECOND_HAND.get(match[0]) or round_type_of(match[0])

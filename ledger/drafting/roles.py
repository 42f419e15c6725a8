"""What each figure of an article is of: the nearest cue in its sentence decides.

Between a cue and its figure a comma, another figure or a long way count against it. A
figure without a cue, one of many companies at once, and one that stands under the
article are no claims.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from ledger.drafting.cues import CUES, PRICING, RECEIVED, SECTOR, SPENDING, Cue
from ledger.drafting.figures import LOST, too_small
from ledger.drafting.proposals import ROLES, ArticleAmount
from ledger.drafting.text import ArticlePage, Span

REACH: Final = 70
"""A cue that is farther away says nothing."""

_COMMA: Final = re.compile(
    r"[,、:()]| (?:and|while|but|as|after|with|than) |而|并|其中|较|比"
)
_COMMA_COSTS: Final = 12
_FIGURE_COSTS: Final = 14
_BEHIND_COSTS: Final = 1
_STAKE: Final = re.compile(r"\d ?% ?(?:的?股[份权]|stake)|minority stake|少数股权")
_CLAUSE: Final = re.compile(r"[^,;。]{0,60}")
_PUT_IN: Final = re.compile(
    r"(?:投资|入股|注资)(?!方|人|者)[^。;]*金额(?:高达|达|为|约)?$"
)
_TALKED_OF: Final = re.compile(
    r"(?:正在|正|拟|计划|寻求|考虑|有意|洽谈|商谈|谈判|磋商)"
    r"(?:(?!完成|获|宣布|敲定|。|;).){0,40}金额(?:高达|达|为|约)*$"
)
"""The amount of a round that is only talked of: 正在洽谈新一轮融资,金额约."""
_IN_A_THING: Final = re.compile(
    r"^ (?:in|into) (?:an?|its|their) (?!(?:[\w-]+ ){0,3}"
    r"(?:company|start-?up|firm|maker|developer|group|lab|round|business|rival)\b)[a-z]"
)
_TO_SOMEBODY: Final = re.compile("[向对给]")
_COMPARED: Final = re.compile(
    r"(?:\bup from|\bcompared (?:with|to)|\bagainst|\bversus|\bdouble the|\bthan the)"
    r"(?: [\w-]+){0,4} $|(?:较|比|相比|高于|低于|对比)[^,。;]{0,12}$"
)
_OWN: Final = 12
"""Words as near as this belong to the figure, whatever it is compared with."""
_OPENS: Final = re.compile(
    r"的?\s?\((?:约|约合|折合|合|or|about|approx\.|around|~|≈)?\s?"
)
_ASIDE: Final = re.compile(r"^\([^()]{0,40}\)")
_MARK: Final = "\ufffc"
"""Stands for a figure in a sentence of which only the cues are read."""


def give_roles(page: ArticlePage, moneys: Sequence[ArticleAmount]) -> None:
    """Say of each figure what it is of, by which words, and how far these are."""
    there = page.by_sentence(money.span for money in moneys)
    for number, money in enumerate(moneys):
        at = page.sentence(money.span.start)
        sentence, figures = page.sentences[at], [moneys[x] for x in there[at]]
        if money.span.start >= page.body_end:
            money.role, money.cue = "under the article", ""
            continue
        if number and _is_conversion(page, moneys[number - 1], money):
            money.role, money.cue = "conversion", ""
            continue
        before = _with_figure_marks(
            page, Span(sentence.start, money.span.start), figures
        )
        behind = _with_figure_marks(page, Span(money.span.end, sentence.end), figures)
        _decide(money, before, behind)
    _of_comparisons(page, moneys)


def _of_comparisons(page: ArticlePage, moneys: Sequence[ArticleAmount]) -> None:
    """Give a figure that another one is compared with the role of that one."""
    priced: set[int] = set()
    """The sentences with a price so far."""
    for before, money in pairwise(moneys):
        sentence = page.sentence(before.span.start)
        if before.role == "valuation":
            priced.add(sentence)
        between = page.plain[before.span.end : money.span.start]
        own = money.role == "conversion" or (
            money.role in ROLES and money.reach <= _OWN
        )
        other = sentence != page.sentence(money.span.start)
        if own or other or not _COMPARED.search(between):
            continue
        if before.role in {"valuation", "raised"} or sentence in priced:
            role = "valuation" if sentence in priced else before.role
            money.role, money.cue, money.reach = role, between.strip(" ,"), 0


def _is_conversion(
    page: ArticlePage, before: ArticleAmount, money: ArticleAmount
) -> bool:
    """Tell whether a figure says the one before in its own currency: $4m (29m yuan)."""
    between = page.plain[before.span.end : money.span.start]
    return _OPENS.fullmatch(between) is not None


def _with_figure_marks(
    page: ArticlePage, span: Span, moneys: Sequence[ArticleAmount]
) -> str:
    """Give a passage with a mark for each figure, so that no cue is read in one."""
    text = list(page.plain[span.start : span.end])
    for money in moneys:
        if span.start <= money.span.start and money.span.end <= span.end:
            first = money.span.start - span.start
            for at in range(first, money.span.end - span.start):
                text[at] = " "
            text[first] = _MARK
    return "".join(text)


def _decide(money: ArticleAmount, before: str, behind: str) -> None:
    behind = _ASIDE.sub("", behind)
    found = [
        (reach, number, cue.role, words)
        for number, cue in enumerate(CUES)
        if (heard := _heard(cue, before, behind)) is not None
        for reach, words in (heard,)
    ]
    reach, _, role, words = min(found, default=(REACH, 0, "nothing said of it", ""))
    money.role, money.cue, money.reach = _corrected(role, before, behind), words, reach
    if money.figure is not None and money.role in ROLES and too_small(money.figure):
        money.ask = "far too small for a round: is its unit lost?"
    if LOST.match(before[-1:] + behind):
        money.role = "digits lost"


def _heard(cue: Cue, before: str, behind: str) -> tuple[int, str] | None:
    """Give how far the nearest words of a cue are, and the words; None if too far."""
    if cue.behind:
        match = cue.pattern.search(behind)
        if match is None:
            return None
        return _BEHIND_COSTS, match[0].strip()
    last = None
    for match in cue.pattern.finditer(before, max(0, len(before) - REACH)):
        last = match
    if last is None:
        return None
    between = before[last.end() :]
    reach = len(between.strip())
    if reach > cue.near:
        return None
    reach += _COMMA_COSTS * len(_COMMA.findall(between))
    reach += _FIGURE_COSTS * between.count(_MARK)
    return (reach, last[0].strip()) if reach < REACH else None


def _corrected(role: str, before: str, behind: str) -> str:
    """Correct a role by the rest of the sentence."""
    for roles, holds, becomes in _CORRECTIONS:
        if role in roles and holds(before, behind):
            return becomes
    return role


def _spent(before: str, behind: str) -> bool:
    """Tell whether the clause says what is bought or built with the money."""
    ahead = before[-40:].rpartition(",")[2]
    after = _CLAUSE.match(behind)
    if _TO_SOMEBODY.search(ahead):
        return False
    if _IN_A_THING.match(behind):
        return True
    return SPENDING.search(f"{ahead} {after[0] if after else ''}") is not None


def _stands_before(
    pattern: re.Pattern[str], last: int = 0
) -> Callable[[str, str], bool]:
    """Hold that a pattern stands before a figure, in the last so many characters."""
    return lambda before, _: pattern.search(before[-last:]) is not None


_CORRECTIONS: Final[tuple[tuple[set[str], Callable[[str, str], bool], str], ...]] = (
    ({"purchase"}, lambda _, behind: bool(_STAKE.search(behind[:60])), "investment"),
    ({"raised", "target", "investment"}, _stands_before(SECTOR), "sector total"),
    ({"raised"}, _stands_before(_PUT_IN), "investment"),
    ({"raised"}, _stands_before(_TALKED_OF), "target"),
    ({"investment"}, _stands_before(RECEIVED, 20), "raised"),
    ({"investment"}, _spent, "spending"),
    (
        {"valuation"},
        lambda before, behind: not PRICING.search(before + behind),
        "nothing said of it",
    ),
)
"""Roles, when they are wrong, and what the figure is then; the first that holds."""

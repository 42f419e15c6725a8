"""The configured constants of the model, in one place, each with what it is for.

Most come from the design of 2026 (measured on public data sets and on a simulated
world, seeds 100 to 111); what was changed since, and why, stands in
docs/credibility.md. A model is a pure function of events and of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from typing import Final

DAY: Final = 86_400_000_000
"""Microseconds."""

MONTH: Final = 30 * DAY

SPELL: Final = 91 * DAY
"""A source is held to be the same within a spell, a quarter of a year by the day on
which it told of a round first: so what is known of it is a bounded number of sums.
"""

AT_ONCE: Final = 5_000
"""Entries: in ledgers with so many at the most, beliefs are shown without being asked
for; they rest on all companies, so they cost a reading of the whole ledger.
"""

ROLES: Final = ("original", "relay", "denial")
FIELDS: Final = ("occurrence", "raised", "valuation")

PRIORS: Final[Mapping[str, float]] = {
    "wire": 0.85,
    "press": 0.75,
    "blog": 0.60,
    "company": 0.85,
    "person": 0.60,
    "investor": 0.75,
    "regulator": 0.97,
    "database": 0.55,
    "unknown": 0.50,
}
"""How often what a kind of source reports is so, before anything is settled."""

BINS: Final = 12
"""Ages of a round for which the official word is counted, a month each."""

BUCKETS: Final = 4
"""Steps of log-odds in a nat, to which the chances of lapsed rounds are rounded."""

UNIT: Final = 1 << 40
"""Weights are whole numbers of 1 / UNIT, so that sums are exact in any order."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is configured; every other number is learned from settled claims."""

    priors: Mapping[str, float] = field(default_factory=lambda: PRIORS, hash=False)
    strength: float = 8.0
    """Pseudo-claims behind the prior of a source: ten settled claims, tempered."""
    kind_strength: float = 27.0
    """Pseudo-claims behind the configured prior of a kind."""
    temper: float = 0.8
    """What one settled claim counts: outcomes hang together."""
    values_by_party: float = 0.6
    """Weight of a figure that one party states of itself: it chose the number."""
    half_life: float | None = None
    """Days after which a settled claim counts half; None for never."""
    denial_prior: float = 0.75
    denial_strength: float = 4.0
    denial_kind_strength: float = 10.0
    denied_share: float = 0.3
    """Configured share of rounds that a party denies, real or not."""
    base_rate: float = 0.6
    base_strength: float = 20.0
    effect_spreads: tuple[float, ...] = (1.0, 0.3, 0.7, 0.7, 0.7)
    """How far, in nats, the effects of circumstances may be from the configured ones:
    the level, each further origin, a denial, its absence, the early word that it has
    closed.
    """
    hedge_priors: tuple[float, float, float] = (0.50, 0.65, 0.80)
    hedge_strength: float = 20.0
    hedge_weight: float = 0.25
    closed_by_now: tuple[float, float, float] = (0.20, 0.45, 0.95)
    """P(closed on the day of the claim, if real), by hedge."""
    closing_days: float = 120.0
    """Days after which two thirds of the others have closed as well."""
    newer_share: float = 0.35
    """Weight of a newer round that nobody has reported, in the long run."""
    newer_days: float = 600.0
    growth: float = 0.5
    """Log by which a round is priced above the one before."""
    growth_spread: float = 0.45
    first_spread: float = 0.12
    """Log deviation of what a source says, before anything is settled."""
    stated_spread: float = 0.03
    """The same of a price that a party states."""
    next_origin: float = 0.7
    """Each further origin counts this much of the one before."""
    lapse_days: int = 365
    public_share: float = 0.85
    """Configured share of real rounds that come to be known officially in a year."""
    refuted_share: float = 0.2
    """Configured share of unreal rounds that are officially refuted in a year."""
    silence_strength: float = 20.0
    """Rounds behind those two shares."""
    closing_strength: float = 8.0
    """Rounds behind the shares heard of soon after the word that a round has closed."""
    other_world: float = 0.1
    """P(any other share of the real rounds becomes known)."""
    world_strength: float = 40.0
    """Rounds behind the two shares, where effects of circumstances are looked for."""
    other_level: float = 0.1
    """How far, in nats, reports may be truer or less true than configured then."""
    other_closed: float = 0.2
    """The same of rounds that are soon said to have closed."""
    change_prior: float = 0.4
    """Share of sources that are not what they were, before any is seen."""
    change_sources: float = 2.0
    """Sources behind that share."""
    change_days: float = 2000.0
    """Days of a record in which all of those that change have changed."""
    change_strength: float = 2.0
    """Pseudo-claims behind the prior of a source that has changed."""
    change_mean: float = 0.5
    """Towards which that prior moves, halfway from that of its kind."""
    standing_days: int = 30
    """How long two origins must stand before their word settles a round."""
    settling_kinds: frozenset[str] = frozenset({"press", "wire"})
    copy_hours: int = 72
    copy_odds: float = 0.5
    """Odds that what says nothing new was copied, before one looks at the figure."""
    copying_odds: float = 3.0
    """The same where most say without a label what others said before."""
    false_copies: bool = False
    """The shared-false rule: sources that are wrong alike are one origin."""
    gross: float = 0.5
    """Log distance (ln 1.65) beyond which a figure is a gross error."""

    @property
    def effects(self) -> tuple[float, ...]:
        """The configured effects of circumstances, in nats."""
        so, not_so = self.denied_shares
        return 0.0, 0.0, log(so / not_so), log((1 - so) / (1 - not_so)), 0.0

    @property
    def denied_shares(self) -> tuple[float, float]:
        """The configured shares of real and of other rounds that are denied: as many
        in all as `denied_share`, and unreal by `denial_prior`.
        """
        real, base = 1 - self.denial_prior, self.base_rate
        return self.denied_share * real / base, (
            self.denied_share * self.denial_prior / (1 - base)
        )


DEFAULT: Final = Settings()

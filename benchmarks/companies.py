"""One company of the mix: what is said of it next, and what that may answer."""

from datetime import date
from random import Random
from typing import Any, Final, NamedTuple

FIRST_DAY: Final = date(2010, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
LAST_DAY: Final = date(2026, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
"""Events are recorded from the first day up to the last, in days since 1970."""

LATEST: Final = 400
OPEN: Final = 3
"""So many claims of a company wait to be answered; the oldest is forgotten first."""

REPORTERS: Final = 60
"""So many sources report."""

A_ROUND: Final = 12
"""So many events go by from one round to the next."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_SHARES: Final = {
    "round.reported": 620,
    "valuation.reported": 60,
    "claim.revised": 80,
    "claim.denied": 60,
    "claim.confirmed": 50,
    "claim.relayed": 40,
    "claim.retracted": 20,
    "claim.commented": 20,
    "claim.moved": 5,
    "rounds.merged": 12,
    "company.renamed": 1,
    "entry.corrected": 25,
    "entry.voided": 7,
}
"""Of a thousand; what has nothing to answer becomes a report."""

_KINDS: Final = tuple(_SHARES)
_STAGES: Final = ("rumoured", "in_talks", "committed", "announced", "closed")
_TYPES: Final = ("seed", "series_a", "series_b", "series_c", "series_d", "growth")
_SCOPES: Final = (["whole"], ["whole"], ["valuation"], ["raised", "valuation"])
_FORMS: Final = ("false", "inaccurate", "premature", "not_raising_now")
_PRICES: Final = ("secondary", "tender", "mark", "implied", "409a")
_NOTES: Final = (
    "two people who know of the talks say so, and the lead is not named",
    "in a filing, seen by the desk on the day after it was made",
    "said in passing in an interview about something else",
    "the press release; investors are listed without their shares",
)

CompanyEvent = tuple[str, dict[str, Any]]
"""The type of an event and its data, as people write it."""


class MadeClaim(NamedTuple):
    """A claim that may be answered."""

    id: str
    type: str
    round: str
    source: str
    day: int
    """When it was published, in days since 1970."""


class CompanyStory:
    """What is said of one company, event after event."""

    __slots__ = (
        *("_claims", "_draws", "_home", "_last", "_made", "_others", "_slug", "_stray"),
        *("_voice", "_published", "left", "next_day", "_level", "_gap", "_reporters"),
    )

    def __init__(
        self,
        number: int,
        others: int,
        events: int,
        voice: str,
        random: Random,
        *,
        reporters: int = REPORTERS,
    ) -> None:
        """Draw when it is first heard of; `others` is the number of companies."""
        self._slug, self._home, self._others = f"c{number}", number, others
        self._voice, self._draws, self._reporters = voice, random, reporters
        self.left, self._made = events, 0
        span = LAST_DAY - FIRST_DAY
        born = FIRST_DAY + random.random() * span * 0.8
        self._gap = (LAST_DAY - born) / events
        self.next_day = born
        self._level = random.lognormvariate(4, 1.2)
        self._claims: list[MadeClaim] = []
        self._last: MadeClaim | None = None
        self._stray = ""

    def said(self, day: int) -> CompanyEvent:
        """Say the next thing, on a day."""
        self.left -= 1
        self._made += 1
        random = self._draws
        gap = random.random() * 2 * self._gap
        self.next_day = min(self.next_day + gap, LAST_DAY - 0.001)
        if not self.left and random.random() < 0.02:
            merged = self._bought(day)
            if merged:
                return merged
        (kind,) = random.choices(_KINDS, cum_weights=_SUMS)
        self._last = None
        return self._one(kind, day) or self._reported(day)

    def remember(self, event_id: str) -> None:
        """Note the id of what was said last: if it is a claim, it may be answered."""
        if self._last is not None:
            self._claims.append(self._last._replace(id=event_id))
            del self._claims[:-OPEN]

    def _one(self, kind: str, day: int) -> CompanyEvent | None:
        match kind:
            case "round.reported":
                return self._reported(day)
            case "valuation.reported":
                return self._priced(day)
            case "rounds.merged":
                return self._merged(day)
            case "company.renamed":
                name = f"Company {self._home} ({self._made})"
                return kind, {"slug": self._slug, "name": name, **self._dated(day)}
            case _:
                return self._answered(kind, day) if self._claims else None

    def _reported(self, day: int) -> CompanyEvent:
        random = self._draws
        place = self._made % A_ROUND
        label = f"r{self._made // A_ROUND + 1}"
        if not self._stray and random.random() < 0.02:
            label = self._stray = f"{label}-{self._made}"
        stage = _STAGES[min(4, place * 5 // A_ROUND + random.randrange(2))]
        entitled = stage in {"announced", "closed"} and random.random() < 0.4
        data: dict[str, Any] = {
            "company": self._slug,
            "round": f"{self._slug}/{label}",
            "source": self._voice if entitled else self._reporter(),
            "stage": stage,
            **self._dated(day),
            "raised": self._raised(),
        }
        if random.random() < 0.7:
            price = {"figure": self._figure(6), "kind": "post_money"}
            data["valuation"] = [price]
        if stage in {"announced", "closed"}:
            data["round_type"] = _TYPES[min(5, self._made // A_ROUND)]
            data["effective"] = data["published"][:10]
            data["investors"] = [
                {"name": f"Fund {random.randrange(400)}", "lead": True}
            ]
        self._claim("round.reported", data)
        return "round.reported", data

    def _priced(self, day: int) -> CompanyEvent:
        price = {"figure": self._figure(6), "kind": self._draws.choice(_PRICES)}
        data = {
            "company": self._slug,
            "source": self._reporter(),
            "stage": "closed",
            **self._dated(day),
            "valuation": [price],
        }
        self._claim("valuation.reported", data)
        return "valuation.reported", data

    def _answered(self, kind: str, day: int) -> CompanyEvent | None:
        random = self._draws
        claim = random.choice(self._claims)
        if kind.startswith("entry."):
            return self._mended(kind, claim)
        dated = self._dated(day, claim.day)
        data: dict[str, Any] = {"company": self._slug, **dated}
        if kind in {"claim.denied", "claim.commented"}:
            data |= {"claims": [claim.id], "source": self._voice}
        else:
            data["claim"] = claim.id
        match kind:
            case "claim.denied":
                data |= {"scope": random.choice(_SCOPES), "form": random.choice(_FORMS)}
            case "claim.commented":
                data["form"] = "no_comment"
            case "claim.confirmed":
                data |= {"source": self._voice, "scope": ["whole"]}
            case "claim.relayed":
                data |= {"carrier": self._reporter(), "form": "syndicated"}
            case "claim.moved":
                if claim.type != "round.reported":
                    return None
                data["to"] = f"{claim.round}-moved"
                self._claims.remove(claim)
            case "claim.retracted":
                data["source"] = claim.source
                self._claims.remove(claim)
            case _:
                price = {"figure": self._figure(6), "kind": "post_money"}
                data |= {"source": claim.source, "set": {"valuation": [price]}}
        return kind, data

    def _mended(self, kind: str, claim: MadeClaim) -> CompanyEvent:
        """Correct or void a claim of ours, which nobody answers from then on."""
        self._claims.remove(claim)
        data: dict[str, Any] = {
            "company": self._slug,
            "target": claim.id,
            "reason": f"recorded from the wrong line of the page ({self._made})",
        }
        if kind == "entry.corrected":
            price = {"figure": self._figure(7), "kind": "unspecified"}
            data["set"] = {"valuation": [price]}
        return kind, data

    def _merged(self, day: int) -> CompanyEvent | None:
        if not self._stray:
            return None
        stray, self._stray = self._stray, ""
        rounds = {
            "round": f"{self._slug}/{stray}",
            "into": f"{self._slug}/{stray.split('-')[0]}",
        }
        return "rounds.merged", {"company": self._slug, **rounds, **self._dated(day)}

    def _bought(self, day: int) -> CompanyEvent | None:
        """Let the next company buy it; so no two buy each other."""
        if self._home + 1 == self._others:
            return None
        into = {"into": f"c{self._home + 1}", "form": "acquired"}
        return "companies.merged", {"company": self._slug, **into, **self._dated(day)}

    def _dated(self, day: int, earliest: int = 0) -> dict[str, str]:
        """Say when it was published: mostly that day, at times long before."""
        random = self._draws
        late = random.randrange(1, LATEST) if random.random() < 0.1 else 0
        self._published = max(day - late, earliest)
        when = date.fromordinal(_EPOCH + self._published).isoformat()
        what = f"{self._slug}-{self._made}"
        return {
            "published": when,
            "url": f"https://news.example/{when[:4]}/{when[5:7]}/{what}",
            "note": f"{_NOTES[self._made % 4]}; {what}",
        }

    def _claim(self, type_: str, data: dict[str, Any]) -> None:
        round_ = data.get("round", "")
        self._last = MadeClaim("", type_, round_, data["source"], self._published)

    def _reporter(self) -> str:
        return f"s{int(self._reporters * self._draws.random() ** 2)}"

    def _raised(self) -> list[dict[str, str]]:
        basis = "round_total" if self._made % 3 else "committed"
        return [{"figure": self._figure(1), "basis": basis}]

    def _figure(self, times: int) -> str:
        """Write an amount: mostly a round number, at times a range or about."""
        random = self._draws
        growth = 1 + self._made // A_ROUND
        value = max(
            1, round(self._level * growth * times * (0.8 + 0.4 * random.random()))
        )
        step = 10 ** max(0, len(str(value)) - 2)
        value = value // step * step
        form = random.random()
        if form < 0.7:
            return f"{value}M"
        if form < 0.8:
            return f"c.{value}M"
        if form < 0.9:
            return f"{value}M..{value + 2 * step}M"
        return f"{value}M+" if form < 0.95 else f"EUR{value}M"


_SUMS: Final = [sum(list(_SHARES.values())[: n + 1]) for n in range(len(_SHARES))]

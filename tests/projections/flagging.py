"""What tests of flags share: how a round is told, and which flags it has."""

from ledger.projections.lint.flags import Flag
from tests.tales import Tale

A, B = "halcyon/series-a", "halcyon/series-b"


def flags(
    tale: Tale, slug: str | None = "halcyon", as_of: str | None = None
) -> list[Flag]:
    """The flags of Halcyon, or of all companies."""
    return tale.book.lint(tale.book.basis(as_of=as_of), [slug] if slug else []).value


def names(tale: Tale, **asked: str) -> list[str]:
    return [flag.name for flag in flags(tale, **asked)]


def priced(tale: Tale, *prices: tuple[str, str], name: str = A, **more: object) -> str:
    """The wire reports a round with prices, kind before figure."""
    said: dict[str, object] = {
        "round": name,
        "source": "the-wire",
        "published": "2024-01-10",
        "stage": "committed",
        "valuation": [{"kind": kind, "figure": figure} for kind, figure in prices],
    }
    if raised := more.pop("raised", None):
        said["raised"] = [{"figure": raised, "basis": "round_total"}]
    return tale.say("round.reported", **(said | more))


def shares(tale: Tale, total: str | None, *parts: tuple[str, str, str]) -> None:
    """The wire reports a total, and what parts of it (basis, label, figure)."""
    raised = [{"basis": b, "part": part, "figure": f} for b, part, f in parts]
    if total:
        raised.append({"basis": "round_total", "figure": total})
    tale.say(
        "round.reported",
        round=A,
        source="the-wire",
        published="2024-01-10",
        stage="committed",
        raised=raised,
    )

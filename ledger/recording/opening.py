"""Making a new ledger: its database, its key, and the event that opens it."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from ledger.claims.canonical import PROFILE, draft
from ledger.claims.checking import event_data, event_from
from ledger.claims.dates import check_zone
from ledger.logs import log
from ledger.store.database import create
from ledger.store.log import Log
from ledger.store.sqlite.files import made_whole

if TYPE_CHECKING:
    from ledger.audit.places import Home


def make(
    place: str,
    *,
    clock: Callable[[], int],
    zone: str,
    origin: str | None,
    actor: str,
    home: "Home | None",
) -> Log:
    """Make a ledger with its first entry; Refused where one is already.

    With a `home` it gets a signing key there.
    """
    uuid = str(uuid4())
    opening = {
        "log": uuid,
        "origin": origin or f"sayso/{uuid[:8]}",
        "zone": check_zone(zone),
        "profile": PROFILE,
    }
    event_from("ledger.opened", opening)
    if home is not None:
        from ledger.audit.keys import KeyStore  # signers only

        KeyStore(home).check_free(opening["origin"])
    with made_whole(place):
        made = Log(create(place))
        try:
            if home is not None:
                opening["key"] = str(KeyStore(home).make(opening["origin"]).public)
            event = event_from("ledger.opened", opening)
            with made.writer(expected=-1) as writer:
                writer.append(
                    [draft("ledger.opened", event_data(event), 1)],
                    recorded=clock(),
                    actor=actor,
                    log=uuid,
                )
        except BaseException:
            made.close()
            raise
    log("created", place=place, zone=opening["zone"])
    return made

"""What is kept but does not fit together is dropped, so that it never answers again."""

from ledger.errors import LedgerError
from ledger.logs import log, warn
from ledger.store.log import Log
from ledger.store.ranking import RankingState


def drop_damaged(store: Log, which: str, now: RankingState, warning: str) -> None:
    """Drop a generation that was found damaged, unless another one answers already.

    A ledger that cannot be written keeps it: every reader finds it out again.
    """
    warn(warning)
    try:
        with store.ranking(which) as making:
            if making.state() == now:
                making.drop()
    except LedgerError as error:
        log("what is damaged stays", what=which, why=error.message)

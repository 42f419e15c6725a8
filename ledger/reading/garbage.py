"""Python's search for cycles, put off where much is read or recorded at once."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def swept_once() -> Iterator[Callable[[], None]]:
    """Search for cycles only when told to, and through nothing twice: what is held by
    then is held until the end.
    """
    searching = gc.isenabled()
    gc.disable()
    gc.freeze()

    def sweep() -> None:
        gc.collect()
        gc.freeze()

    try:
        yield sweep
    finally:
        gc.unfreeze()
        if searching:
            gc.enable()


@contextmanager
def unswept() -> Iterator[None]:
    """Put Python's search for cycles off: what is read here makes none, and much of it
    is kept, so that each search would go through all of it again.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            if not gc.get_freeze_count():
                gc.freeze()  # and back: all counts as old now, or the next small search
                gc.unfreeze()  # would go through everything that was just read
            gc.enable()

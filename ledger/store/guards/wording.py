"""What the guards say when they refuse, once for both databases.

The words are part of the guards in every ledger, which `audit verify` compares with
these: other words need a migration that makes the guards again.
"""

from typing import Final

_WORDS: Final = {
    "NEVER": "sayso: what is recorded is never changed or removed",
    "NEXT": "sayso: an entry takes the next sequence number, without a gap",
    "TWICE": "sayso: an entry with this id is already on record",
    "BACK": "sayso: the instant of recording never goes backwards",
    "HEAD": "sayso: the head moves only forward, together with an insert",
    "TREE": "sayso: no hash and no checkpoint of the tree is replaced, or made early",
    "READS": "sayso: what is put into the log is an entry of this ledger that reads",
    "OURS": "sayso: only sayso fills the tables of the ranking",
    "ERASE": "sayso: a payload goes only with the event that says that it is erased",
}


def worded(*statements: str) -> tuple[str, ...]:
    """Put the messages in, which stand as quoted names in the texts below."""
    done = []
    for statement in statements:
        text = statement
        for name, words in _WORDS.items():
            text = text.replace(f"'{name}'", f"'{words}'")
        done.append(text)
    return tuple(done)

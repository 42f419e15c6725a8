"""Changes to the configuration file: the rest of it stays as a person wrote it."""

from collections.abc import MutableMapping
from typing import Any

from ._config import config_path, parsed, read, text_of


def put_key(key: str, value: Any) -> None:
    """Sets a key, such as `zone`, `columns.raised` or `ask.weekly`; checks the whole.

    What is wrong elsewhere in the file is refused, too: BadInput says where.
    """
    import tomlkit

    path = config_path()
    text = text_of(path)
    parsed(path, text)
    document = tomlkit.parse(text)
    table, name = _place(document, key)
    table[name] = value
    keep(tomlkit.dumps(document))


def drop_key(key: str) -> bool:
    """Takes a key out; tells whether it was there."""
    import tomlkit

    path = config_path()
    text = text_of(path)
    parsed(path, text)
    document = tomlkit.parse(text)
    first, _, rest = key.partition(".")
    table: Any = document.get(first, {}) if rest else document
    if (rest or first) not in table:
        return False
    del table[rest or first]
    if rest and not table:
        del document[first]
    keep(tomlkit.dumps(document), checked=False)
    return True


def keep(text: str, *, checked: bool = True) -> None:
    """Writes the file, whole or not at all; what is wrong is refused before."""
    from ledger.audit.places import write_whole

    path = config_path()
    if checked:
        read(path, text)
    write_whole(path, text.encode())


def _place(
    document: MutableMapping[str, Any], key: str
) -> tuple[MutableMapping[str, Any], str]:
    """The table in which a key stands, made if need be, and its name there."""
    import tomlkit

    first, _, rest = key.partition(".")
    if not rest:
        return document, first
    if first not in document:
        document[first] = tomlkit.table(is_super_table=first == "ask")
    found: MutableMapping[str, Any] = document[first]
    return found, rest

"""The formats that can be imported, and how a file tells which one it has."""

from collections.abc import Collection
from typing import Final

from ledger.errors import BadInput
from ledger.importers.crunchbase import FORMAT as CRUNCHBASE
from ledger.importers.csv_tables import FORMAT as CSV
from ledger.importers.csv_tables import JSON
from ledger.importers.epoch import FORMAT as EPOCH
from ledger.importers.formd import FORMAT as FORM_D
from ledger.importers.jsonl import FORMAT as JSONL
from ledger.importers.jsontable import check_whole
from ledger.importers.kit.beginning import beginning_of, is_blank
from ledger.importers.kit.reading import Format
from ledger.importers.snapshot import FORMAT as SNAPSHOT

FORMATS: Final[dict[str, Format]] = {
    one.name: one
    for one in (
        JSONL,
        CRUNCHBASE,
        EPOCH,
        FORM_D,
        JSON,
        CSV,  # behind those whose columns are known: any table is one
        SNAPSHOT,  # the last: that a table is one of many copies must be said
    )
}


def format_of(
    start: bytes, name: str, wanted: str | None = None, said: Collection[str] = ()
) -> Format:
    """Tell the format of a file from its first bytes; BadInput if it is none of ours.

    `wanted` is what somebody says that it is, and `said` the options that were given:
    a file whose columns are given a meaning is a table, and an option that means
    nothing for the format is refused.
    """
    if is_blank(start):
        raise BadInput(f"{name} is empty", "check the file, or export it again")
    begins = beginning_of(start)
    found = next((one for one in FORMATS.values() if one.fits(begins)), None)
    if wanted is not None:
        chosen = FORMATS[wanted]
        if found not in {None, chosen} and not chosen.fits(begins):
            assert found is not None
            raise BadInput(
                f"{name} is not {wanted}: it looks like {found.name}",
                "leave --from out, and the format is detected from the content",
            )
    elif "map" in said and (begins.is_json or begins.is_divided):
        chosen = JSON if begins.is_json else CSV
    elif found is None:
        raise BadInput(
            f"{name}: unknown format",
            f"give its format with --from: {', '.join(FORMATS)}; --header-line N and"
            " --comment '#' say where a table begins, with --map",
        )
    else:
        chosen = found
    if chosen is JSONL:
        check_whole(start, name)
    for option in said:
        if option not in chosen.takes:
            others = [one.name for one in FORMATS.values() if option in one.takes]
            raise BadInput(
                f"--{option.replace('_', '-')} does not apply to {chosen.name}",
                f"leave it out, or say --from {' or '.join(others)}",
            )
    return chosen

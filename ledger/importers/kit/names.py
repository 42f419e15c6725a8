"""What the formats that can be imported are called, for what must not load them."""

from typing import Final, Literal, get_args

FormatName = Literal[
    "jsonl", "csv", "json", "crunchbase", "epoch", "form-d", "snapshot"
]
FORMAT_NAMES: Final[tuple[str, ...]] = get_args(FormatName)

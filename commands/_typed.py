"""What was typed, before the ledger has read it: wrong words wait for each other.

A value that cannot be read is no reason to keep quiet about the others. So it goes on
to the model of the event, which says all that is wrong at once.
"""

from typing import Any, Self

import click


class Typed(str):
    """What was typed, with the option at which it was: the model reads it, once."""

    __slots__ = ("option",)
    option: str

    def __new__(cls, text: str, option: str) -> Self:
        made = super().__new__(cls, text)
        made.option = option
        return made


class Unread(str):
    """Stands where something was typed that could not be read, and was told already.

    No field of an event takes it: it is no name, no date, no number and no id.
    """

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, "?")


def typed(text: str, option: str) -> str:
    """What was typed at an option; what could not be read stays so."""
    return text if isinstance(text, Unread) else Typed(text, option)


class WordType(click.Choice[str]):
    """A word of the vocabulary of events; one that there is not is left to the model.

    Anyone who is asked for it at a terminal is asked again.
    """

    def convert(
        self,
        value: Any,  # click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Give the word; as it was typed, with its option, where there is no such."""
        if ctx is None or param is None or value in self.choices:
            return super().convert(value, param, ctx)
        return Typed(value, param.opts[-1])


class RoundTypeOption(WordType):
    """A type of round, also as articles write it: `series_a_plus`, `Series A+`."""

    def convert(
        self,
        value: Any,  # click's signature
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str:
        """Give the type; as it was typed, with its option, where there is no such."""
        from ledger.claims.round_types import round_type_of

        return super().convert(round_type_of(value) or value, param, ctx)

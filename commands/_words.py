"""Words that people try first, and the commands that do what they mean."""

from collections.abc import Mapping

import click

INSTEAD: Mapping[str, Mapping[str, str]] = {
    "sayso": {
        "list": "`sayso company list`, `sayso source list`, `sayso rounds`,"
        " `sayso log`",
        "companies": "`sayso company list`",
        "sources": "`sayso source list`",
        "round": "`sayso rounds`, `sayso show COMPANY/ROUND`",
        "status": "`sayso db stats` counts, `sayso audit verify` checks",
        "info": "`sayso db stats`",
        "stats": "`sayso db stats`",
        "check": "`sayso lint` flags figures, `sayso audit verify` checks the ledger",
        "verify": "`sayso audit verify`",
        "add": "`sayso company add`, `sayso source add`, `sayso record report`",
        "new": "`sayso init` makes a ledger, `sayso company add` registers a company,"
        " `sayso record report` records a claim",
        "deny": "`sayso record deny`",
        "correct": "`sayso record correct`",
        "edit": "`sayso record edit EVENT`",
        "change": "`sayso record edit EVENT`",
        "update": "`sayso record revise` if the source changed its claim,"
        " `sayso record edit` if we had typed it wrongly",
        "undo": "`sayso record undo`",
        "delete": "nothing is deleted: `sayso record void EVENT --reason TEXT` takes an"
        " event out, `sayso record undo` your last one",
        "remove": "nothing is deleted: `sayso record void EVENT --reason TEXT` takes an"
        " event out, `sayso record undo` your last one",
        "history": "`sayso timeline COMPANY`, `sayso log`",
        "changes": "`sayso watch`, `sayso diff yesterday`",
        "who": "`sayso who-said COMPANY`",
        "why": "`sayso explain COMPANY`",
        "save": "`sayso ask --save NAME QUESTION`",
        "set": "`sayso config set KEY VALUE`",
        "settings": "`sayso config`",
        "upgrade": "`sayso db upgrade`",
        "backup": "`sayso db backup FILE`",
        "tag": "`sayso company tag`",
        "web": "`sayso serve`",
        "sector": "`sayso company tag NAME sector=...`, `sayso raised --by sector`",
        "sectors": "`sayso raised --by sector`",
    },
    "sayso record": {
        "add": "`sayso record report` for a round, `sayso record value` for a price",
        "claim": "`sayso record report` for a round, `sayso record value` for a price",
        "round": "`sayso record report`",
        "price": "`sayso record value`",
        "delete": "`sayso record void EVENT --reason TEXT`",
        "remove": "`sayso record void EVENT --reason TEXT`",
        "list": "`sayso log`",
    },
    "sayso company": {
        "show": "`sayso show COMPANY`",
        "new": "`sayso company add`",
        "remove": "`sayso record void EVENT --reason TEXT`; its event is in"
        " `sayso company list`",
        "rename": "`sayso record rename COMPANY NAME --published D`",
        "merge": "`sayso record merge`",
    },
    "sayso source": {
        "show": "`sayso show SOURCE`",
        "new": "`sayso source add`",
        "remove": "`sayso record void EVENT --reason TEXT`; its event is in"
        " `sayso source list`",
    },
}
"""Group -> a word that is none of its commands -> what does it."""

SAME = {
    "ls": "list",
    "rm": "remove",
    "del": "delete",
    "create": "new",
    "find": "search",
    "grep": "search",
    "lookup": "search",
    "modify": "edit",
}
"""Other words for these words."""


def instead(group: str, word: str) -> str | None:
    """What does what a word means in a group; None if nobody knows."""
    known = INSTEAD.get(group, {})
    return known.get(word) or known.get(SAME.get(word, ""))


class WordGroup(click.Group):
    """A group that points the right way where it has no such command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuses an unknown name; says what does what it means."""
        name = args[0]
        if not (name in self.commands or ctx.resilient_parsing or name[:1] == "-"):
            raise unknown(name, self.commands, ctx)
        return super().resolve_command(ctx, args)


def unknown(name: str, there: Mapping[str, object], ctx: click.Context) -> Exception:
    """The error for a command that there is not."""
    from difflib import get_close_matches

    found = instead(ctx.command_path, name)
    same = SAME.get(name)
    if found is None and same in there:
        found = f"`{ctx.command_path} {same}`"
    if found is not None:
        return click.UsageError(f"no command {name!r}: {found}", ctx)
    near = get_close_matches(name, there)
    offer = f" Did you mean {' or '.join(near)}?" if near else ""
    return click.UsageError(f"no command {name!r}.{offer}", ctx)

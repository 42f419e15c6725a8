"""One review of a draft: screens, keys and questions; the draft file keeps the state.

At a terminal a key decides; else lines are read, and each is shown behind its question,
so that what is printed tells what was answered.
"""

import sys
from collections.abc import Iterator, MutableMapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ._drafts import name_events, write_draft
from ._options import at_terminal
from ._recording import Recorder

if TYPE_CHECKING:
    from ledger.book import Book
    from ledger.claims.names import Directory
    from ledger.drafting.editing import DraftDict, EditableClaim
    from ledger.drafting.passages import ReadText

QUICK = frozenset("aersbq")


class Stopped(Exception):
    """The person stopped, or there is no line left."""


class Withheld(Exception):
    """The claim is not accepted after all."""


class Review:
    """The review of one draft by one person, against one ledger."""

    def __init__(
        self, path: Path, draft: "DraftDict", text: "ReadText", book: "Book"
    ) -> None:
        self._path, self._draft, self._text, self._book = path, draft, text, book
        self._claims: list[EditableClaim] = draft["claims"]

    def run(self) -> None:
        """Asks until every claim is decided, or the person stops."""
        try:
            self._document()
            self._decide()
        except Stopped:
            click.echo("stopped", err=True)
        self._save()
        self._summary()

    @cached_property
    def _names(self) -> "Directory":
        return self._book.names()

    def _decide(self) -> None:
        """Goes through the claims, the first undecided one first."""
        at = next(self._open(), 0)
        if not self._claims:
            return
        if next(self._open(), None) is None and not self._yes(
            "everything is decided; review it again?"
        ):
            return
        while at < len(self._claims):
            key = self._screen(at)
            if key == "b":
                at = max(0, at - 1)
            elif key == "q":
                raise Stopped
            elif self._done(self._claims[at], key):
                self._save()
                at += 1

    def _open(self) -> Iterator[int]:
        return (
            at
            for at, claim in enumerate(self._claims)
            if claim.get("decision") == "undecided"
        )

    def _screen(self, at: int) -> str:
        """Shows a claim and gives the key that was pressed."""
        from ledger.drafting.showing import KEYS, screen

        claim = self._claims[at]
        self._fill(claim)
        if at_terminal():
            click.clear()
        mark = _bold if at_terminal() else _bracketed
        for line in screen(claim, at + 1, len(self._claims), mark):
            click.echo(line)
        click.echo()
        offers = len(claim.get("ledger") or ())
        keys = f"{KEYS}{f', 1-{offers} take an offer' if offers else ''}"
        while True:
            key = self._key(keys)
            if key in QUICK or (key.isdecimal() and 0 < int(key) <= offers):
                return key
            click.echo(f"no such key: {key}")

    def _fill(self, claim: "EditableClaim") -> None:
        """Fills in what is known now: names, and a first guess of the round."""
        via = claim.get("via") or []
        names: list[tuple[Any, str | int, str]] = [
            (claim, "company", "companies"),
            (claim, "source", "sources"),
        ]
        names += [(via, at, "sources") for at in range(len(via))]
        for holder, field, noun in names:
            named = holder[field]
            if named and named.get("id") is None:
                slug = self._known(noun, str(named.get("text")))
                holder[field] = {**named, "id": slug}
        company = (claim.get("company") or {}).get("id")
        round_ = str(claim.get("round") or "")
        if claim.get("kind") == "round.reported" and (
            not round_ or (company and not round_.startswith(f"{company}/"))
        ):
            claim["round"] = self._round(claim) or None

    def _done(self, claim: "EditableClaim", key: str) -> bool:
        """Does what a key says; tells whether the next claim is to be shown."""
        if key == "e":
            self._edit(claim)
        elif key.isdecimal():
            offer = claim["ledger"][int(key) - 1]
            offer["take"] = offer.get("take") is not True
        elif key == "s":
            return True
        elif key == "r":
            claim["decision"], claim["reviewer"] = "reject", self._book.actor()
            return True
        else:
            return self._accept(claim)
        return False

    def _accept(self, claim: "EditableClaim") -> bool:
        """Accepts a claim once all that is open about it is answered."""
        try:
            self._ask_all(claim)
        except Withheld as why:
            click.echo(f"not accepted: {why}")
            return False
        claim["decision"], claim["reviewer"] = "accept", self._book.actor()
        wrong = self._wrong(claim)
        if wrong:
            claim["decision"] = "undecided"
            for one in wrong:
                click.echo(f"not accepted: {one}")
        return not wrong

    def _wrong(self, claim: "EditableClaim") -> list[str]:
        """What keeps an accepted claim from being recorded, but for other claims."""
        from ledger.drafting.checking import claim_problems

        recorder = Recorder(self._book, dry_run=True)
        name_events({**self._draft, "claims": [claim]}, recorder)
        names, zone = self._names, self._book.zone
        return claim_problems(claim, self._draft, self._text, names, zone)

    def _ask_all(self, claim: "EditableClaim") -> None:
        if claim.get("tier") == "low" and claim.get("acknowledged") is not True:
            if not self._yes("it is low; accept it anyway?"):
                raise Withheld("it is low")
            claim["acknowledged"] = True
        self._ask_name(claim, "company", "companies")
        self._ask_name(claim, "source", "sources")
        for at in range(len(claim.get("via") or ())):
            self._ask_name(claim["via"], at, "sources")
        for field in ("raised", "valuation"):
            for item in claim.get(field) or ():
                self._ask_figure(item)
        self._fill(claim)
        if claim.get("kind") == "round.reported":
            self._ask_field(claim, "round", self._round(claim))

    def _document(self) -> None:
        """Asks what is open about the document, and shows its warnings."""
        from ledger.claims.dates import parse_when

        document = self._draft["document"]
        for warning in document.get("warnings") or ():
            if warning.get("acknowledged") is not True:
                said = f"{warning['code']}: {warning['says']}"
                seen = " Seen?" if said.endswith("?") else "; seen?"
                if not self._yes(f"{said}{seen}"):
                    raise Stopped
                warning["acknowledged"] = True
        guess = (document.get("published_guess") or {}).get("value")
        while document.get("published") is None:
            answer = self._ask("published", guess)
            if self._right(lambda text: str(parse_when(text)), answer) is not None:
                document["published"] = answer
        if document.get("publisher"):
            self._ask_name(document, "publisher", "sources")
        self._save()

    def _ask_name(self, holder: Any, field: str | int, noun: str) -> None:
        """Asks what a name means, unless it is known; registers new ones."""
        named = holder[field]
        one = "company" if noun == "companies" else "source"
        if not named:
            named = {"id": None, "text": self._ask(f"{one}: who?", None)}
        text = str(named.get("text") or named.get("id"))
        slug = named.get("id") or self._known(noun, text)
        while slug is None:
            slug = self._who(noun, one, text, named.get("near") or (), holder)
        holder[field] = {"id": slug, "text": text}

    def _known(self, noun: str, text: str) -> str | None:
        from ledger.drafting.accepting import registered

        directory = self._names
        find = directory.find_company if noun == "companies" else directory.find_source
        return find(text) or registered(self._draft, noun, text)

    def _who(
        self, noun: str, one: str, text: str, near: Any, holder: Any
    ) -> str | None:
        """Asks for the slug of a name once; None if the answer is none."""
        from ledger.claims.names import check_slug, proposed_slug

        perhaps = f" (near: {', '.join(near)})" if near else ""
        question = f"{one} {text!r} is not on record{perhaps}; its name or a new slug"
        proposed = proposed_slug(text) or None
        answer = self._ask(question, proposed)
        if proposed and answer.casefold() in {"y", "yes"}:  # to the slug in brackets
            answer = proposed
        slug = self._known(noun, answer) or self._right(check_slug, answer)
        if slug is None or self._known(noun, slug):
            return slug
        new: dict[str, Any] = {"slug": slug, "name": text}
        if noun == "sources":
            new |= self._kind_of_source(text, holder)
        register = self._draft.setdefault("register", {})
        register.setdefault(noun, []).append(new)
        return slug

    def _kind_of_source(self, text: str, holder: Any) -> dict[str, Any]:
        from ledger.claims.vocabulary import SOURCE_KINDS

        company = holder.get("company") if isinstance(holder, MutableMapping) else None
        own = company is not None and company.get("text") == text
        kind = ""
        while kind not in SOURCE_KINDS:
            options = ", ".join(SOURCE_KINDS)
            kind = self._ask(
                f"kind of source ({options})", "company" if own else "press"
            )
            if kind not in SOURCE_KINDS:
                click.echo(f"{kind} is no kind of source")
        if kind not in {"company", "person", "investor"}:
            return {"kind": kind}
        slug = company["id"] if own and company else "none"
        while True:
            answer = self._ask("speaks for which company", slug)
            if answer == "none":
                return {"kind": kind}
            found = self._known("companies", answer)
            if found is not None:
                return {"kind": kind, "speaks_for": [found]}
            click.echo(f"no company {answer!r} on record")

    def _ask_figure(self, item: "EditableClaim") -> None:
        """Asks for a figure that the article leaves open, or for its currency."""
        from ledger.claims.figures import parse_figure

        def read(text: str) -> str:
            code = text.upper()
            currency = len(code) == 3 and code.isalpha()  # noqa: PLR2004 (ISO 4217)
            return str(
                parse_figure(item["quote"], code) if currency else parse_figure(text)
            )

        while item.get("figure") is None:
            ask = item.get("ask") or "which number?"
            answer = self._ask(f'"{item.get("quote")}": {ask}', None)
            item["figure"] = self._right(read, answer)

    def _edit(self, claim: "EditableClaim") -> None:
        """Asks for a field and its value, until the line is empty."""
        from ledger.drafting.editing import edit, fields_of

        fields = ", ".join(fields_of(claim))
        click.echo(f"fields: {fields}; values of a list: a; b; none: empty")
        while True:
            answer = self._ask("FIELD VALUE, or nothing", "")
            if not answer:
                return
            field, *rest = answer.split(maxsplit=1)
            value = "".join(rest)
            self._right(lambda text: edit(claim, field, text), value)  # noqa: B023 (called at once)

    def _ask_field(self, claim: "EditableClaim", field: str, default: str) -> None:
        from ledger.drafting.editing import edit

        company = (claim.get("company") or {}).get("id")
        like = self._rounds(f"{company}/", claim) or [f"{company}/series-a"]
        asked = f"{field} (a name, as in {', '.join(like)})" if company else field
        while not claim.get(field):
            answer = self._ask(field if default else asked, default or None)
            self._right(lambda text: edit(claim, field, text), answer)

    def _rounds(self, beginning: str, claim: "EditableClaim") -> list[str]:
        """The rounds of a company that other claims of the draft are about."""
        others = (x.get("round") for x in self._draft["claims"] if x is not claim)
        return sorted({x for x in others if x and x.startswith(beginning)})

    def _round(self, claim: "EditableClaim") -> str:
        from ledger.claims.canonical import parse_entry
        from ledger.drafting.editing import round_for

        offered = ""
        for offer in claim.get("ledger") or ():
            entry = parse_entry(self._book.event(str(offer["event"])).body)
            offered = offered or str(entry["data"].get("round") or "")
        return round_for(claim, self._draft, offered)

    def _right(self, reader: Any, text: str) -> Any:
        """What a reader makes of an answer; if it is wrong, that is said: None."""
        from ledger.errors import BadInput

        try:
            return reader(text)
        except BadInput as error:
            hint = f" ({error.hint})" if error.hint else ""
            click.echo(f"{error.message}{hint}")
            return None

    def _yes(self, question: str) -> bool:
        while True:
            answer = self._key(f"{question} y, n")
            if answer in {"y", "yes", "n", "no"}:
                return answer[0] == "y"
            if answer == "q":
                raise Stopped
            click.echo("answer y or n; q stops")

    def _key(self, question: str) -> str:
        if not at_terminal():
            return self._ask(question, None).lower()
        click.echo(f"{question}: ", nl=False)
        try:
            key = click.getchar().lower()
        except (EOFError, KeyboardInterrupt):
            raise Stopped from None
        click.echo(key)
        return key

    def _ask(self, question: str, default: str | None) -> str:
        """Asks for a line; an empty one is the default, if there is one."""
        from ledger.claims.names import shown

        choice = f" [{default}]" if default else ""
        while True:
            click.echo(f"{shown(question)}{choice}: ", nl=False)
            line = sys.stdin.readline()
            if not line:
                click.echo()
                raise Stopped
            answer = line.strip()
            if not at_terminal():
                click.echo(shown(answer))
            if answer or default is not None:
                return answer or default or ""

    def _save(self) -> None:
        write_draft(self._path, self._draft)

    def _summary(self) -> None:
        decisions = [claim.get("decision") for claim in self._claims]
        counted = ", ".join(
            f"{decisions.count(word)} {said}"
            for word, said in (
                ("accept", "accepted"),
                ("reject", "rejected"),
                ("undecided", "undecided"),
            )
        )
        click.echo(f"{self._path}: {counted}")
        if "accept" in decisions:
            click.echo(f"Next: sayso record --draft {self._path}")


def _bold(quote: str) -> str:
    return click.style(quote, bold=True)


def _bracketed(quote: str) -> str:
    return f"[{quote}]"

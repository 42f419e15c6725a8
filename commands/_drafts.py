"""Drafts as files, the articles that they are of, and what is recorded of them."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ._articles import read_article
from ._options import Values
from ._output import put
from ._recording import Recorder, recorded_line, recording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.drafting.editing import DraftDict
    from ledger.drafting.passages import ReadText
    from ledger.errors import BadInput
    from ledger.recording.outcomes import Recorded


def read_draft(path: Path) -> "DraftDict":
    """The draft in a file; BadInput if it is none."""
    from ledger.drafting.checking import check_form
    from ledger.drafting.form import loaded
    from ledger.errors import BadInput, Unreachable

    try:
        found: DraftDict = loaded(path.read_text("utf-8"), str(path))
    except OSError as error:
        raise Unreachable(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeError:
        raise BadInput(f"{path} is not UTF-8 text", "save it as UTF-8") from None
    check_form(found, str(path))
    return found


def write_draft(path: Path, draft: "DraftDict") -> None:
    """Writes a draft as a whole or not at all."""
    from ledger.drafting.form import dumped
    from ledger.errors import Unreachable

    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(dumped(draft), "utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unreachable(f"{path} cannot be written: {error.strerror}") from None


def article_of(draft: "DraftDict", path: Path, article: Path | None) -> "ReadText":
    """The article of a draft; BadInput if the file is another one.

    It is looked for where the draft says, then in the folder of the draft.
    """
    from ledger.drafting.checking import wrong_article
    from ledger.drafting.passages import ReadText
    from ledger.drafting.text import page_of
    from ledger.errors import BadInput

    name = str(draft["document"]["file"])
    places = [article] if article else [Path(name), path.parent / name]
    found = next((one for one in places if name != "-" or article), None)
    found = next((one for one in places if one.is_file()), found)
    if found is None or not found.is_file():
        raise BadInput(
            f"the article of {path} is not at {name}", "give its file: --article FILE"
        )
    read = read_article(found, draft["document"].get("encoding"))
    wrong = wrong_article(draft, read.sha256, sha256(read.text.encode()).hexdigest())
    if wrong:
        raise BadInput(
            f"{found}: {wrong[0]}", "give the file that was drafted: --article FILE"
        )
    return ReadText(page_of(read.text))


def record_draft(path: Path, article: Path | None, writing: Values) -> None:
    """Records what was accepted in a draft, after checking all of it again."""
    from ledger.drafting.accepting import accepted
    from ledger.drafting.checking import problems

    draft = read_draft(path)
    text = article_of(draft, path, article)
    with recording(writing) as recorder:
        book = recorder.book
        name_events(draft, recorder)
        names = book.names()
        if found := problems(draft, text, names, book.zone):
            raise refusal(path, [str(one) for one in found])
        events, claims = accepted(draft, text, names, book.actor())
        done = []
        if claims:
            done = book.record(events, dry_run=recorder.dry_run)
        tell(done, path, draft, recorder)
        if not recorder.dry_run:
            last = dict(zip(claims, done[len(done) - len(claims) :], strict=True))
            keep(path, draft, last, book.actor())


def name_events(draft: "DraftDict", recorder: Recorder) -> None:
    """Puts whole ids in place of the numbers and beginnings that were written."""
    for claim in draft["claims"]:
        for offer in claim.get("ledger") or ():
            if offer.get("take") is True:
                offer["event"] = recorder.event(str(offer["event"]))["id"]


def refusal(path: Path, problems: list[str]) -> "BadInput":
    """All that is wrong with a draft, and how to go on."""
    from ledger.errors import BadInput

    found = "\n       ".join(problems)
    return BadInput(
        f"{path} is not ready:\n       {found}",
        f"`sayso review {path}` asks for all of this; or edit the file",
    )


def tell(
    done: "list[Recorded]", path: Path, draft: "DraftDict", recorder: Recorder
) -> None:
    """Says what was recorded, or would be, and what is left."""
    every = [one for each in done for one in (each, *each.evidence)]
    if recorder.dry_run:
        would = [one.sentence for one in every if one.new]
        put([f"would record: {one}" for one in would], exact=False)
    else:
        put([recorded_line(one) for one in every if one.new], exact=False)
    if not any(one.new for one in every):
        what = "everything is on record already" if done else "nothing is accepted"
        click.echo(f"{path}: {what}; nothing added", err=True)
    left = [x["id"] for x in draft["claims"] if x["decision"] == "undecided"]
    if left:
        click.echo(f"{path}: undecided, left out: {', '.join(left)}", err=True)


def keep(
    path: Path, draft: "DraftDict", done: "Mapping[str, Recorded]", actor: str
) -> None:
    """Notes in the draft which event each claim became, and who reviewed it."""
    changed = False
    for claim in draft["claims"]:
        one = done.get(claim["id"])
        if one is not None and claim.get("recorded") != one.id:
            claim["recorded"] = one.id
            claim.setdefault("reviewer", actor)
            changed = True
    if changed:
        write_draft(path, draft)

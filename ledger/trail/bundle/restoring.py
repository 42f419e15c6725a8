"""An export back into a ledger: the same entries, byte for byte, and the same heads.

Numbers, instants and hashes stay what they were, so every proof and every head that
anybody kept still fits. It was verified before; only a whole export will do.
"""

from ledger.audit.archive import Archive
from ledger.audit.checkpoints import checkpoint_in
from ledger.audit.notes import read_note
from ledger.audit.verdicts import EXIT, Report
from ledger.claims.canonical import MAX_BYTES, parse_entry
from ledger.errors import Conflict, Refused
from ledger.store import checkpoints, payloads
from ledger.store.database import create
from ledger.store.entries import Head
from ledger.store.log import Log, Writer
from ledger.store.tree import Tree
from ledger.trail.bundle.contents import texts_in
from ledger.trail.bundle.facts import EVENTS, SCOPE, files_below
from ledger.trail.bundle.whole import pages_of


def restore(archive: Archive, report: Report, place: str) -> int:
    """Make a new ledger of a verified export; give the number of its entries.

    Refused if something is wrong with it or left out of it, or if there is a ledger
    at the place already. All of it is recorded, or nothing.
    """
    # Tables that nobody compared do no harm: they are not restored.
    left_out = [x for x in report.findings if x.code == "PARTIAL" and x.file != SCOPE]
    if EXIT[report.verdict] == 1 or left_out:
        first = report.findings[0]
        hint = first.hint or "only a whole export is restored"
        raise Refused(f"{first.code}  {first.what}", hint)
    log = Log(create(place))
    try:
        with log.writer(expected=-1) as writer:
            _restore(archive, writer)
    except Conflict:
        raise Refused(f"there is a ledger at {place} already") from None
    finally:
        log.close()
    return report.size


def _restore(archive: Archive, writer: Writer) -> None:
    erased = set[str]()
    for page in pages_of(archive.lines(EVENTS, MAX_BYTES)):
        first = writer.head.seq + 1
        rows = [(seq, *row) for seq, row in enumerate(page, first)]
        last = page[-1]
        writer.insert(rows, Head(rows[-1][0], last[7].hex(), last[6]))
        gone = (parse_entry(row[8]) for row in page if row[1] == "payload.erased")
        erased |= {entry["data"]["commitment"] for entry in gone}
    for text in texts_in(archive):
        if text.commitment.hex() not in erased:  # once erased, a text stays so
            payloads.keep(writer, text)
    for name in files_below(archive, "data/checkpoints/"):
        note = read_note(archive.read(name))
        size = checkpoint_in(note).size
        checkpoints.keep(writer, size, bytes(note), Tree(writer.rows, size).peaks())

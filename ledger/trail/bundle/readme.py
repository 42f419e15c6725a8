"""The text that lies on top of an export: what it is, and how to check it."""


def readme(
    origin: str, size: int, root: bytes, count: int, *, signed: bool, witnessed: str
) -> str:
    """Write it for a bundle of `count` entries out of a log of `size`.

    `witnessed` says what witnesses saw; nothing if none is wanted.
    """
    whole = count == size
    parts = [_HEAD.format(origin=origin, size=f"{size:,}", root=root.hex())]
    if not whole:
        parts.append(_PARTIAL.format(count=f"{count:,}", size=f"{size:,}"))
    if not signed:
        parts.append(_UNSIGNED)
    if witnessed:
        parts.append(_WITNESSED.format(saw=witnessed))
    parts.append(_CONTENTS if whole else _CONTENTS_PARTIAL)
    parts.append(_WAYS if whole and signed else _WAYS_FEW)
    return "\n".join(parts)


_HEAD = """\
An export of a sayso ledger: who said what an AI company raised and is worth.

origin   {origin}
entries  {size}
root     {root}
"""

_PARTIAL = """\
This is a selection: {count} of {size} entries. Each is proven to be on record; that
nothing was left out is not proven.
"""

_UNSIGNED = """\
Nobody signed it. It proves that it belongs together, and not who made it.
"""

_WITNESSED = """\
Witnesses, as the keeper names them: {saw}.
Their heads lie in witnesses/. Get the keys of those that you trust from themselves, and
give them to the check: --witness KEY.
"""

_CONTENTS = """\
events.jsonl      the record itself: line n + 1 is entry n, as it was hashed
log/              the same as a tlog-tiles folder (c2sp.org), with the signed head
checkpoints/      signed heads, and in consistency/ that each extends the one before
proofs/           that single entries are on record; receipts/ the same as COSE
payloads.jsonl    texts to which entries commit, those that are not erased
tables/ prov.json cloudevents.json    made from the entries, for convenience
log.vkey          the key, for convenience: get it from whoever keeps the ledger
"""

_CONTENTS_PARTIAL = """\
events.jsonl      the entries that were selected, as they were hashed
log/checkpoint    the signed head of the whole ledger
proofs/           that each entry is on record; receipts/ the same as COSE
payloads.jsonl    texts to which entries commit, those that are not erased
tables/ prov.json cloudevents.json    made from these entries, for convenience
log.vkey          the key, for convenience: get it from whoever keeps the ledger
"""

_WAYS = """\
Three ways to check it. KEY is the ledger's key, from its keeper and not from here.

1. With sayso, everything at once:

     sayso audit verify THIS --key KEY

2. With sha256sum, that no file was touched; and with a few lines of Python, that the
   entries have the root that the head states (the second line of it is the size, the
   third the root in base64):

     sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
     python3 - <<'END'
     import base64, hashlib
     H = lambda x: hashlib.sha256(x).digest()
     peaks, n = [], 0
     for line in open("data/events.jsonl", "rb"):
         h, n = H(b"\\0" + line[:-1]), n + 1
         k = n
         while k % 2 == 0:
             h, k = H(b"\\1" + peaks.pop() + h), k // 2
         peaks.append(h)
     while len(peaks) > 1:
         right = peaks.pop()
         peaks.append(H(b"\\1" + peaks.pop() + right))
     print(n, base64.b64encode(peaks[0]).decode())
     print(open("data/log/checkpoint").read())
     END

3. With any program that reads tlog-tiles and signed notes, data/log being the log.
"""

_WAYS_FEW = """\
To check it, with the ledger's key from its keeper and not from here:

     sayso audit verify THIS --key KEY
     sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
"""

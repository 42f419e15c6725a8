"""A verification's report: for people a verdict and what to do, for programs fields."""

from collections.abc import Iterator
from textwrap import wrap

from ledger.audit.verdicts import EXIT, Finding, Report, entries, span
from ledger.claims.names import shown

_BRIEF = 12
"""Digits of a hash that a person compares."""

_WIDTH = 80


def report_lines(report: Report) -> Iterator[str]:
    """Write a report, the verdict first, in lines that fit a terminal.

    Keys and paths are not broken, so that they can be copied.
    """
    for line in _verdict_lines(report):
        whole = wrap(
            line,
            _WIDTH,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
            replace_whitespace=False,
            drop_whitespace=True,
        )
        yield from whole or [""]


def _verdict_lines(report: Report) -> Iterator[str]:
    if report.verdict == "VERIFIED":
        yield f"VERIFIED  {_scope_words(report)}"
    for finding in report.findings:
        yield f"{finding.code}  {shown(finding.what)}"
        yield from (f"  {line}" for line in _details(finding))
    if report.findings and EXIT[report.verdict] != 1:
        yield f"intact: {_scope_words(report)}"
    if report.signed_by and EXIT[report.verdict] != 1:
        yield f"signed by {shown(report.signed_by)}"
    for name in report.trusted_by:
        yield f"trusted by {shown(name)}"
    if report.looked:
        yield f"looked at {'; '.join(shown(one) for one in report.looked)}"
    if report.erased:
        yield f"payloads erased, each with its event: {report.erased:,}"
    yield from (f"evidence: {shown(str(path))}" for path in report.evidence)
    yield from (f"warning: {shown(text)}" for text in report.warnings)
    hints = dict.fromkeys(x.hint for x in report.findings if x.hint)
    for hint in hints:
        yield ""
        yield f"hint: {shown(hint)}"


def _scope_words(report: Report) -> str:
    words = []
    if report.seq is not None:
        words.append(f"event {report.seq} is one of {entries(report.size)}")
    elif report.size:
        words.append(entries(report.size))
    if report.root:
        words.append(f"root {report.root.hex()[:_BRIEF]}")
    return ", ".join(words) or "nothing"


def _details(finding: Finding) -> Iterator[str]:
    if finding.between is not None and finding.code == "ALTERED":
        first, end = finding.between
        if first:
            intact = span(0, first, ("is intact", "are intact"))
            yield f"{intact} (signed head of {first:,})"
        yield f"the first head that no longer fits has {entries(end)}"
    if finding.expected:
        yield f"expected {finding.expected[:_BRIEF]}"
    if finding.found:
        yield f"found    {finding.found[:_BRIEF]}"


def report_fields(report: Report) -> dict[str, object]:
    """Give a report as JSON holds it."""
    return {
        "verdict": report.verdict,
        "exit_code": report.exit_code,
        "what": report.what,
        "origin": report.origin,
        "size": report.size,
        "root": report.root.hex() or None,
        "event": report.seq,
        "signed_by": report.signed_by,
        "trusted_by": report.trusted_by,
        "witnesses": [
            {
                "wanted_by": one.by,
                "wanted": one.wanted,
                "saw": [{"name": name, "entries": size} for name, size in one.saw],
            }
            for one in report.witnessed
        ],
        "erased": report.erased,
        "findings": [
            {
                "code": one.code,
                "what": one.what,
                "hint": one.hint or None,
                "event": one.seq,
                "between": one.between,
                "file": one.file,
                "expected": one.expected,
                "found": one.found,
            }
            for one in report.findings
        ],
        "looked_at": report.looked,
        "warnings": report.warnings,
        "evidence": [str(path) for path in report.evidence],
    }

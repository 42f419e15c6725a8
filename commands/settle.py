"""`sayso settle`: a question with an end."""

from pathlib import Path

import click

from ._options import Values, basis_of, cuts, form_alone, opened, place
from ._output import show
from ._passphrase import unlocking


@click.command
@click.argument("words", metavar="QUESTION", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR|ZIP",
    help="Also write an export with the question, which anyone can verify.",
)
@click.option("--unsigned", is_flag=True, help="Do not sign that export.")
@cuts
@form_alone
@place
def settle(
    *,
    words: tuple[str, ...],
    output: Path | None,
    unsigned: bool,
    cuts: Values,
    form: str,
    place: Values,
) -> None:
    """Settle a question: yes, no, not yet or cannot be told, on each clock.

    QUESTION is COMPANY FIGURE COMPARISON AMOUNT by DATE. FIGURE is valuation (the
    headline), a row of `valuations` (confirmed, sought, ...), a kind of price
    (post_money), both, or raised (the committed total; also raised paid). By a date
    means on any day up to it. Published: what was public. Recorded: what this ledger
    had recorded. Effective: as known now, in effect by that date. If a figure may or
    may not reach the amount, the answer is neither yes nor no.

    \b
    Example:
        sayso settle "xai raised >= 6B by 2024-06-30[America/New_York]"
        sayso settle "openai confirmed post_money >= 900B by 2026-12-31" -o answer.zip
    """
    if cuts["effective"] is not None:
        raise click.UsageError("--effective: settle uses the effective clock itself")
    question = one_question(words)
    with opened(place) as book:
        basis = basis_of(book, cuts)
        answer = book.settle(basis, question)
        if output is not None:
            sign = None if unsigned else unlocking
            files, _ = book.export(output, basis=basis, question=question, signing=sign)
            click.echo(
                f"{output}: {files:,} files; check them with"
                f" `sayso audit verify {output}`",
                err=True,
            )
        show(answer, form)


def one_question(words: tuple[str, ...]) -> str:
    """The question; BadInput if it came without quotation marks, in several words."""
    from ledger.errors import BadInput
    from ledger.projections.question import GRAMMAR

    question = " ".join(words)
    if len(words) > 1:
        raise BadInput(
            f"the question came as {len(words)} words",
            "quote it (a bare > makes the shell write a file):"
            f' sayso settle "{question}"\nthe grammar: {GRAMMAR}',
        )
    return question

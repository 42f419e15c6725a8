"""`sayso schema`: what programs may expect of answers."""

import click


@click.command
@click.argument("question", required=False)
def schema(question: str | None) -> None:
    """Print the JSON Schema of -f json.

    Of all answers, or of one QUESTION such as valuations or show-round. docs/answers.md
    explains every key, with an example of each question.

    \b
    Example:
        sayso schema > answers.schema.json
        sayso schema valuations
    """
    from ledger.answers.schema import shipped, text

    click.echo(text(shipped(question)), nl=False)

"""What a person has set for all commands: one file, `config.toml`, in TOML.

    ledger = "~/funding.db"        the ledger, where no other is named or found
    zone = "Europe/Paris"           --tz of questions
    format = "csv"                  -f of answers
    currency = "USD"                --in, where a command has it
    drafter = "openai"              --drafter

    [columns]                       --columns of a question
    valuations = "company,amount"

    [ask.weekly]                    what `sayso ask weekly` runs
    run = "valuations --top 20"
    about = "The ranking for Monday's meeting."

Options and variables of the environment win over it. A key or a value that is wrong is
refused with its line, all of them at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

FORMATS = ("table", "json", "jsonl", "csv")
FILE = "config.toml"


class ConfigKey(NamedTuple):
    """A key at the top of the file."""

    about: str
    default: str
    option: str
    parameter: str
    check: Callable[[str], str]
    """Gives a value as it is kept; BadInput for a wrong one."""


def _a_ledger(text: str) -> str:
    return text if "://" in text else str(Path(text).expanduser().absolute())


def _a_zone(text: str) -> str:
    from ledger.claims.dates import check_zone

    return check_zone(text)


def _a_format(text: str) -> str:
    from ledger.errors import BadInput

    if text not in FORMATS:
        raise BadInput(f"'{text}' is no format", f"one of {', '.join(FORMATS)}")
    return text


def _a_currency(text: str) -> str:
    from ledger.claims.currencies import CURRENCIES
    from ledger.errors import BadInput

    if text.upper() not in CURRENCIES:
        raise BadInput(f"'{text}' is no code of a currency", "such as USD or EUR")
    return text.upper()


def _a_name(text: str) -> str:
    from ledger.errors import BadInput

    if not text.strip():
        raise BadInput("it is empty")
    return text.strip()


KEYS = {
    "ledger": ConfigKey(
        "the ledger, where no other is named or found",
        *("none", "--db", "db", _a_ledger),
    ),
    "zone": ConfigKey(
        "the zone of days in questions", "the ledger's", "--tz", "tz", _a_zone
    ),
    "format": ConfigKey("the form of answers", "table", "-f", "form", _a_format),
    "currency": ConfigKey(
        "a currency in which amounts are given, too",
        *("as stated", "--in", "code", _a_currency),
    ),
    "drafter": ConfigKey(
        "who proposes what an article claims", "rules", "--drafter", "drafter", _a_name
    ),
}
TABLES = {"columns": "the columns of a question", "ask": "a saved question"}
QUESTION = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class SavedQuestion(NamedTuple):
    """A saved question: a command line, and what it is for."""

    run: str
    about: str


class Config(NamedTuple):
    """What the file says, checked."""

    path: Path
    values: Mapping[str, str] = {}
    columns: Mapping[str, str] = {}
    asks: Mapping[str, SavedQuestion] = {}
    lines: Mapping[str, int] = {}
    """Key -> the line on which it stands; `columns.valuations`, `ask.weekly`."""


def config_path() -> Path:
    """Where the file is, or would be."""
    from ledger.audit.places import Home

    return Home.of_user().config


def config() -> Config:
    """What the file says, read once for a command; nothing where there is none."""
    context = click.get_current_context(silent=True)
    memory = {} if context is None else context.find_root().ensure_object(dict)
    if "config" not in memory:
        path = config_path()
        memory["config"] = read(path, text_of(path))
    found: Config = memory["config"]
    return found


def text_of(path: Path) -> str:
    """The text of the file; nothing where there is none."""
    from ledger.audit.places import got
    from ledger.errors import BadInput

    try:
        return (got(path) or b"").decode()
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8", "save it as UTF-8") from None


def read(path: Path, text: str) -> Config:
    """Reads and checks the text of the file; BadInput lists all that is wrong."""
    from ledger.errors import BadInput

    if not text.strip():
        return Config(path)
    lines = lines_of(text)
    found = Config(path, {}, {}, {}, lines)
    problems = list(_problems(parsed(path, text), found))
    if problems:
        told = (
            f"{path}: line {lines.get(key) or lines.get(table, 1)}: {what}"
            for key, what in problems
            for table in [key.partition(".")[0]]
        )
        raise BadInput("\n       ".join(told), "`sayso config edit` opens it")
    return found


def parsed(path: Path, text: str) -> dict[str, Any]:
    """The text as TOML; BadInput with the line where it is none."""
    import tomllib

    from ledger.errors import BadInput

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # It ends in "(at line 2, column 5)", or at the end of the document.
        place = re.findall(r"\d+", str(error).rpartition("(")[2])
        line = place[0] if place else len(text.splitlines())
        raise BadInput(
            f"{path}: line {line}: this is not TOML",
            'a line is KEY = "VALUE"; `sayso config edit` opens it',
        ) from None


def lines_of(text: str) -> dict[str, int]:
    """On which line each key and each table begins."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            table = head[1].replace('"', "")
            found.setdefault(table, number)
        elif key := re.match(r"\s*\"?([^\s\"=#]+)\"?\s*=", line):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return found


def _problems(data: Mapping[str, Any], into: Config) -> Iterator[tuple[str, str]]:
    """Puts what is right into a config, and gives what is wrong, by its key."""
    for key, value in data.items():
        if key in TABLES and isinstance(value, dict):
            yield from _in_table(key, value, into)
        elif key in KEYS:
            yield from _checked(key, value, KEYS[key].check, into.values)
        else:
            yield key, no_such(key)


def no_such(key: str) -> str:
    """Says that there is no such key, which there are, and which is near."""
    from ledger.claims.names import near

    named = [*KEYS, *(f"{name}.NAME" for name in TABLES)]
    close = near(key, [*KEYS, *TABLES])
    perhaps = f"perhaps {', '.join(close)}; " if close else ""
    return f"there is no {key!r} ({perhaps}one of {', '.join(named)})"


def _in_table(table: str, data: Mapping[str, Any], into: Config) -> Any:
    for name, value in data.items():
        key = f"{table}.{name}"
        if table == "columns":
            yield from _checked(key, value, _a_name, into.columns, name)
        elif not QUESTION.fullmatch(name):
            yield key, f"{name!r} is no name of a question: small letters, digits, -"
        elif not isinstance(value, dict) or set(value) - {"run", "about"}:
            yield key, f"{key} has two keys: run and about"
        elif not all(isinstance(value.get(x, ""), str) for x in ("run", "about")):
            yield key, f"run and about of {key} are texts"
        elif not value.get("run", "").strip():
            yield key, f"{key} has no run: the command line without `sayso`"
        else:
            asks: Any = into.asks
            asks[name] = SavedQuestion(value["run"], value.get("about", ""))


def _checked(
    key: str, value: object, check: Callable[[str], str], into: Any, name: str = ""
) -> Iterator[tuple[str, str]]:
    from ledger.errors import BadInput

    if not isinstance(value, str):
        yield key, f"{key} is a text between quotes"
        return
    try:
        into[name or key] = check(value)
    except BadInput as error:
        hint = f" ({error.hint})" if error.hint else ""
        yield key, f"{key}: {error.message}{hint}"


def defaults(name: str, command: click.Command) -> dict[str, Any]:
    """What the file sets for a command, by its parameters; for a group, by command."""
    if isinstance(command, click.Group):
        return {x: defaults(x, one) for x, one in command.commands.items()}
    there = {one.name: one for one in command.params}
    wanted = {key: one.parameter for key, one in KEYS.items() if key != "ledger"}
    if "basis" not in there:
        del wanted["zone"]  # it is no question: the zone of a new ledger, of an import
    wanted = {key: x for key, x in wanted.items() if x in there}
    if not wanted and "columns" not in there:
        return {}
    found = config()
    made: dict[str, Any] = {
        parameter: found.values[key]
        for key, parameter in wanted.items()
        if key in found.values and _takes(there[parameter], found.values[key])
    }
    if "columns" in there and name in found.columns:
        made["columns"] = [found.columns[name]]
    return made


def _takes(parameter: click.Parameter, value: str) -> bool:
    kind = parameter.type
    return not isinstance(kind, click.Choice) or value in kind.choices


def from_config(parameter: str) -> bool:
    """Whether the value of a parameter comes from the file, and was not typed."""
    context = click.get_current_context(silent=True)
    if context is None:
        return False
    source = context.get_parameter_source(parameter)
    return source is click.core.ParameterSource.DEFAULT_MAP

"""What companies, sources and rounds are called, and how a name finds its owner.

A name finds its owner when both fold alike: compatibility forms (NFKC), letter
case, traditional and simplified Chinese, invisible characters and runs of blanks
do not matter; accents and punctuation do. Nothing is ever bound to the *nearest*
name: what is unknown is refused, with near misses offered.
"""

import re
import shlex
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from ledger.claims.han import TO_SIMPLIFIED
from ledger.claims.vocabulary import SOURCE_KINDS
from ledger.errors import BadInput, Refused, UnknownName

if TYPE_CHECKING:
    from difflib import SequenceMatcher

MAX_SLUG: Final = 64
MAX_NAME: Final = 200
NEAR_ENOUGH: Final = 0.6

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INVISIBLE_TEXT: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_INVISIBLE: Final = re.compile(f"[{_INVISIBLE_TEXT}]")
_DANGEROUS: Final = re.compile(
    f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_INVISIBLE_TEXT}]"
)
_BMP_END: Final = 0xFFFF


@lru_cache(maxsize=1 << 12)
def fold(text: str) -> str:
    """Give the form under which names are compared; folding twice changes nothing."""
    if text.isascii():
        return " ".join(text.lower().split())
    visible = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    folded = unicodedata.normalize("NFKC", visible.casefold())
    return " ".join(folded.translate(TO_SIMPLIFIED).split())


def shown(text: str) -> str:
    """Give text for people: controls, bidi and invisible characters as escapes."""
    return _DANGEROUS.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}" if code <= _BMP_END else f"\\U{code:08X}"


def inert_json(text: str) -> str:
    """Give JSON that says the same, with escapes for what `shown` escapes.

    JSON itself lets C1 controls and bidi controls stand in a string as they are.
    """
    return _DANGEROUS.sub(_utf16, text)


def _utf16(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def check_origin(text: str) -> str:
    """Give the origin of a ledger back; BadInput if it would not show as it is.

    It stands in lines that others read, so a line end in it would forge one.
    """
    if shown(text) != text or text != text.strip():
        raise BadInput(
            f"'{quoted(text)}' is not an origin",
            "write one line of visible characters",
        )
    return text


def check_slug(text: str) -> str:
    """Give a slug back; BadInput, with a proposal, if it is none."""
    if len(text) <= MAX_SLUG and _SLUG.fullmatch(text):
        return text
    proposal = proposed_slug(text)
    rule = f"lower-case letters, digits and single hyphens, at most {MAX_SLUG}"
    raise BadInput(
        f"'{quoted(text)}' is not a slug",
        f"write {proposal}: {rule}" if proposal else rule,
    )


def proposed_slug(text: str) -> str:
    """Give the slug that a text would have, or nothing if it has no Latin letter."""
    words = re.findall(r"[a-z0-9]+", without_accents(fold(text[:MAX_NAME])))
    return "-".join(words)[:MAX_SLUG].strip("-")


def free_slug(wanted: str, is_taken: Callable[[str], bool]) -> str:
    """Give a slug that is not taken: the wanted one, or with a number behind it."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    slugs = (wanted[: MAX_SLUG - len(x)].rstrip("-") + x for x in endings)
    return next(slug for slug in slugs if not is_taken(slug))


def split_round(text: str) -> tuple[str, str]:
    """Split `xai/series-b` into the company and the label of its round."""
    company, slash, label = text.partition("/")
    if not slash:
        raise BadInput(
            f"'{quoted(text)}' is not a round", "write company/label: xai/series-b"
        )
    return check_slug(company), check_slug(label)


def near(text: str, known: Iterable[str], n: int | None = 3) -> list[str]:
    """Give up to `n` known names that look like `text`, the likeliest first."""
    wanted = _squeezed(text[:MAX_NAME])
    if not wanted:
        return []
    from difflib import SequenceMatcher  # only where a name is unknown

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored = ((_likeness(matcher, wanted, _squeezed(name)), name) for name in known)
    best = sorted((-score, name) for score, name in scored if score >= NEAR_ENOUGH)
    return list(dict.fromkeys(name for _, name in best))[:n]


def _likeness(matcher: "SequenceMatcher[str]", wanted: str, name: str) -> float:
    """Give 0 to 1; a name that holds the other whole is a near miss at any length."""
    if not name:
        return 0.0
    shorter, longer = sorted((wanted, name), key=len)
    part = len(shorter) / len(longer) if shorter in longer and len(shorter) > 1 else 0.0
    floor = NEAR_ENOUGH + (1 - NEAR_ENOUGH) * part if part else 0.0
    matcher.set_seq1(name)
    if matcher.real_quick_ratio() < NEAR_ENOUGH or matcher.quick_ratio() < NEAR_ENOUGH:
        return floor
    return max(floor, matcher.ratio())


def _squeezed(text: str) -> str:
    """Fold, then leave out accents, blanks and punctuation."""
    return "".join(c for c in without_accents(fold(text)) if c.isalnum())


def without_accents(text: str) -> str:
    """Give a folded text without its accents."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFKD", text)
    return "".join(c for c in split if not unicodedata.combining(c))


def quoted(text: str) -> str:
    """Give what somebody typed as a message names it: cut where it is long."""
    return shown(text if len(text) <= MAX_SLUG else text[:MAX_SLUG] + "...")


def check_name(text: str) -> str:
    """Give a name back; BadInput if nobody can be called so."""
    if not fold(text):
        raise BadInput("a name without a visible character", "write the name")
    if len(text) > MAX_NAME:
        raise BadInput(
            f"a name of {len(text)} characters", f"at most {MAX_NAME} characters"
        )
    return text


@dataclass(slots=True)
class Company:
    """A registered company; event `seq` registered it, `tags` are values by key."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    seq: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Source:
    """A registered source; `speaks_for` names the companies it may speak for."""

    slug: str
    name: str
    kind: str
    speaks_for: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    seq: int = 0


@dataclass(slots=True)
class _Index:
    """Folded names and the slugs that they may mean."""

    noun: str
    slugs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The same without slugs: what somebody is called."""

    def add(self, name: str, slug: str) -> None:
        key = fold(name)
        for found in (self.slugs,) if name == slug else (self.slugs, self.names):
            owners = found.get(key, ())
            if slug not in owners:
                found[key] = (*owners, slug)
        self.written.setdefault(name, key)

    def called(self, text: str) -> str | None:
        """Give the one slug whose name or alias a text is, or that it is itself."""
        if text in self.slugs.get(text, ()):
            return text
        owners = self.names.get(fold(text), ())
        return owners[0] if len(owners) == 1 else None

    def find(self, text: str) -> str | None:
        """Give the one slug that a text means; a slug itself goes before any alias."""
        if text in self.slugs.get(text, ()):
            return text  # a slug folds to itself
        key = fold(text)
        owners = self.slugs.get(key, ())
        if key in owners:
            return key
        return owners[0] if len(owners) == 1 else None

    def owners(self, text: str) -> tuple[str, ...]:
        """Give every slug that a text may mean; one, if it means one."""
        found = self.find(text)
        return self.slugs.get(fold(text), ()) if found is None else (found,)

    def refusal(self, text: str, others: "_Index") -> UnknownName:
        """Say why a text means no one slug, with near misses, or what it is instead."""
        if owners := self.slugs.get(fold(text)):
            return UnknownName(
                f"'{quoted(text)}' may be {' or '.join(sorted(owners))}",
                f"say which {self.noun}: use its slug",
            )
        unknown = f"unknown {self.noun} '{quoted(text)}'"
        return UnknownName(unknown, self._hint(text, others))

    def _hint(self, text: str, others: "_Index") -> str:
        close = (self.slugs[self.written[x]] for x in near(text, self.written, n=None))
        guesses = list(dict.fromkeys(chain.from_iterable(close)))[:3]
        register = f"register it: {self._registering(text)}"
        company = self.find(text.partition("/")[0])
        if company is not None and self.noun == "company":
            return f"that is a round; name its company: {company}"
        if (other := others.find(text)) is not None:
            return f"it is a {others.noun}: `sayso show {other}`; or {register}"
        if text.isdecimal():
            return f"event {text} is shown by `sayso show {text}`; or {register}"
        return f"perhaps {', '.join(guesses)}; or {register}" if guesses else register

    def _registering(self, text: str) -> str:
        """Give the command that registers a name."""
        name = " ".join(shown(text).split())[:MAX_SLUG] or "NAME"
        slug = proposed_slug(text) or "SLUG"
        kind = "" if self.noun == "company" else " --kind press"
        return f"sayso {self.noun} add {slug} --name {shlex.quote(name)}{kind}"


class Directory:
    """Who is registered: companies and sources, by slug, name and alias."""

    def __init__(self) -> None:
        self._companies: dict[str, Company] = {}
        self.companies: Mapping[str, Company] = self._companies
        self.sources: dict[str, Source] = {}
        self._company_names = _Index("company")
        self.source_names = _Index("source")

    def add_company(
        self, slug: str, name: str, aliases: Iterable[str] = (), seq: int = 0
    ) -> None:
        """Register a company; Refused if the slug is taken."""
        if check_slug(slug) in self.companies:
            raise Refused(f"company '{slug}' is registered", "choose another slug")
        names = tuple(check_name(alias) for alias in aliases)
        self._companies[slug] = Company(slug, check_name(name), names, seq)
        for known in (slug, name, *names):
            self._company_names.add(known, slug)

    def add_company_alias(self, slug: str, alias: str) -> None:
        """Give a registered company one more name."""
        company = self.companies[self.company(slug)]
        if check_name(alias) not in company.aliases:
            company.aliases = (*company.aliases, alias)
        self._company_names.add(alias, company.slug)

    def rename_company(self, slug: str, name: str) -> None:
        """Give a company its new name; the old one stays as an alias."""
        company = self.companies[self.company(slug)]
        old = company.name
        company.name = check_name(name)
        if old != name and old not in company.aliases:
            company.aliases = (*company.aliases, old)
        self._company_names.add(name, company.slug)

    def renamed(self, names: Iterable[tuple[str, str]]) -> "Directory":
        """Give another directory, in which companies (slugs) have new names in turn.

        Who sources are is the very same in both.
        """
        made = Directory()
        made.sources, made.source_names = self.sources, self.source_names
        made._companies.update(self._companies)
        for name in ("slugs", "written", "names"):
            setattr(made._company_names, name, dict(getattr(self._company_names, name)))
        for slug, name in names:
            if slug in made._companies:
                made._companies[slug] = replace(made._companies[slug])
                made.rename_company(slug, name)
        return made

    def add_source(
        self,
        slug: str,
        name: str,
        kind: str,
        *,
        speaks_for: Iterable[str] = (),
        aliases: Iterable[str] = (),
        seq: int = 0,
    ) -> None:
        """Register a source; Refused if the slug is taken."""
        if check_slug(slug) in self.sources:
            raise Refused(f"source '{slug}' is registered", "choose another slug")
        if kind not in SOURCE_KINDS:
            raise BadInput(
                f"'{quoted(kind)}' is not a kind of source",
                f"one of {', '.join(SOURCE_KINDS)}",
            )
        names = tuple(check_name(alias) for alias in aliases)
        speaks = tuple(check_slug(company) for company in speaks_for)
        self.sources[slug] = Source(slug, check_name(name), kind, speaks, names, seq)
        for known in (slug, name, *names):
            self.source_names.add(known, slug)

    def add_source_alias(self, slug: str, alias: str) -> None:
        """Give a registered source one more name."""
        source = self.sources[self.source(slug)]
        if check_name(alias) not in source.aliases:
            source.aliases = (*source.aliases, alias)
        self.source_names.add(alias, source.slug)

    def tagged(self) -> list[Company]:
        """Give the companies that have tags."""
        return [company for company in self.companies.values() if company.tags]

    def find_company(self, text: str) -> str | None:
        """Give the slug that a slug, name or alias means; None if not just one."""
        return self._company_names.find(text)

    def company_called(self, name: str) -> str | None:
        """Give the slug of the one company of a name or alias; None if not just one.

        A name is never taken for the slug of another company: Donde is not Dónde,
        whose slug is donde. A slug that is written out is one.
        """
        return self._company_names.called(name)

    def find_source(self, text: str) -> str | None:
        """Give the slug that a slug, name or alias means; None if not just one."""
        return self.source_names.find(text.removeprefix("source:"))

    def companies_meant(self, text: str) -> tuple[str, ...]:
        """Give the slugs of all companies that a slug, name or alias may mean."""
        return self._company_names.owners(text)

    def sources_meant(self, text: str) -> tuple[str, ...]:
        """Give the slugs of all sources that a slug, name or alias may mean."""
        return self.source_names.owners(text.removeprefix("source:"))

    def company(self, text: str) -> str:
        """Give the slug of a company by slug, name or alias, else UnknownName."""
        if (slug := self.find_company(text)) is None:
            raise self._company_names.refusal(text, self.source_names)
        return slug

    def source(self, text: str) -> str:
        """Give the slug of a source by slug, name or alias, else UnknownName."""
        if (slug := self.find_source(text)) is None:
            text = text.removeprefix("source:")
            raise self.source_names.refusal(text, self._company_names)
        return slug

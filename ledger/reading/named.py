"""What companies are called, looked up by name instead of being read as a whole.

The index narrows: it gives the entries about the companies that a name may mean, and
what those entries say at a basis is for the same rule as ever to tell. So a directory
of these companies alone answers as that of all of them would. What came after the last
entry of the index is held in memory, and asked as well.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from ledger.claims.entry import Entry
from ledger.claims.names import Company, Directory, fold
from ledger.logs import warn
from ledger.projections.visible import CORRECTED
from ledger.reading.entries import entries_of
from ledger.reading.index.keeping import DAMAGED, ask
from ledger.reading.index.terms import NAMING, TAGGED, name_term, names_in, naming
from ledger.store.log import Log


class Lookup:
    """The entries about names of one ledger, by name."""

    def __init__(self, log: Log, told: int) -> None:
        """`told` is the last entry that the index holds."""
        self._log, self.end = log, told + 1
        self._since: list[Entry] = []
        self._found: dict[str, list[Entry]] = {}

    def take(self, entries: Iterable[Entry]) -> None:
        """Hold what came after the last entry of the index."""
        about = NAMING | {CORRECTED}
        self._since += [one for one in entries if one.type in about]
        self._found.clear()

    def named(self, name: str) -> list[Entry]:
        """Give all entries about the names of companies that a name may ever mean."""
        key = fold(name)
        if key not in self._found:
            saying = [*self._indexed([name_term(key)]), *self._says(key)]
            saying += self._corrected(saying)
            slugs = {str(x.data["slug"]) for x in saying if x.type in NAMING}
            self._found[key] = self.about(slugs)
        return self._found[key]

    def tagged(self) -> set[str]:
        """Name the companies that were ever tagged."""
        entries = [*self._indexed([TAGGED]), *self._since]
        return {str(x.data["slug"]) for x in entries if x.type == "company.tagged"}

    def _says(self, key: str) -> list[Entry]:
        return [
            entry
            for entry in self._since
            if any(fold(name) == key for name in names_in(entry.data))
        ]

    def _corrected(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give what some entries correct, and what that corrects."""
        while ids := {x.data["target"] for x in entries if x.type == CORRECTED}:
            entries = list(entries_of(self._log.several(sorted(ids))))
            yield from entries

    def about(self, slugs: set[str]) -> list[Entry]:
        """Give all entries about the names and tags of some companies."""
        if not slugs:
            return []
        since = [x for x in self._since if x.type in NAMING and x.data["slug"] in slugs]
        return [*self._indexed(map(naming, sorted(slugs))), *since]

    def _indexed(self, terms: Iterable[str]) -> list[Entry]:
        numbers = ask(self._log, self.end - 1, either=terms)
        return list(entries_of(self._log.numbered(numbers)))


class Looked(Directory):
    """A directory that looks up companies as they are asked for."""

    def __init__(
        self,
        sources: Directory,
        learn: Callable[[str], Directory],
        tagged: Callable[[], Directory],
        whole: Callable[[], Directory],
    ) -> None:
        """`learn` gives a directory of all companies that a name may mean, `tagged`
        of those with tags, `whole` of all, for anyone who goes through them or knows
        none of that name.
        """
        super().__init__()
        self.sources, self.source_names = sources.sources, sources.source_names
        self._learn, self._tagged, self._read_all = learn, tagged, whole
        self._learned: dict[str, Directory] = {}
        self.read: Directory | None = None
        """All companies, once somebody has gone through them."""
        self.companies = _LazyCompanies(self)

    def of(self, name: str) -> Directory:
        """Give a directory of all companies that a name may mean."""
        if self.read is not None:
            return self.read
        key = fold(name)
        if key not in self._learned:
            self._learned[key] = self._learn(key)
        return self._learned[key]

    def whole(self) -> Directory:
        """Give the directory of all companies."""
        if self.read is None:
            self.read = self._read_all()
        return self.read

    def tagged(self) -> list[Company]:
        return (self.read or self._tagged()).tagged()

    def find_company(self, text: str) -> str | None:
        return self.of(text).find_company(text)

    def company_called(self, name: str) -> str | None:
        return self.of(name).company_called(name)

    def companies_meant(self, text: str) -> tuple[str, ...]:
        return self.of(text).companies_meant(text)

    def company(self, text: str) -> str:
        slug = self.find_company(text)
        if slug is None and self.read is None:
            slug = self.whole().company(text)  # or UnknownName, with near misses
            warn(DAMAGED)
        return self.whole().company(text) if slug is None else slug


class _LazyCompanies(Mapping[str, Company]):
    """The companies of a directory, each read when it is asked for."""

    def __init__(self, directory: Looked) -> None:
        self._directory = directory

    def __getitem__(self, slug: str) -> Company:
        return self._directory.of(slug).companies[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._directory.whole().companies)

    def __len__(self) -> int:
        return len(self._directory.whole().companies)

"""A page as a parser reads it: its elements, its links, its scripts."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """One element: its attributes, and the text right in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Read(HTMLParser):
    """All elements of a page, in order."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.elements.append(element)
        self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data

    def named(self, name: str) -> list[Element]:
        """Give the elements of a name."""
        return [one for one in self.elements if one.name == name]

    def classed(self, word: str) -> list[Element]:
        """Give the elements of a class."""
        return [
            x for x in self.elements if word in x.attributes.get("class", "").split()
        ]


def read(page: str) -> Read:
    """Read a page to its end; every element must be closed."""
    reader = Read()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader

"""A text as lines and what is between them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    before: str
    # Empty for a blank line.
    text: str
    after: str


def lines_of(text: str) -> list[Line]:
    """NLLB's tokenizer makes a space of every line break, so lines are translated one by one and joined again."""
    return [_line(line) for line in text.splitlines(keepends=True)]


def _line(line: str) -> Line:
    text = line.strip()
    start = line.index(text) if text else len(line)
    return Line(line[:start], text, line[start + len(text) :])

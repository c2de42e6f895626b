"""The shape of a sample document, and the rules that hold for every source."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

SHORTEST_WORDS = 220
LONGEST_WORDS = 2500
# A document counts as prose-like, Dolma's "head" bucket by analogy, from this share of prose lines on.
HEAD_PROSE_SHARE = 0.8


@dataclass
class Document:
    id: str
    title: str
    body: str
    metadata: dict = field(default_factory=dict)

    @property
    def text(self):
        return f"{self.title}\n\n{self.body}"

    @property
    def words(self):
        return len(self.body.split())


def clean(text):
    """NFC, plain spaces, no control characters, at most one blank line in a row."""
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u202f", " ")
    text = re.sub(r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\ufeff]", "", text.replace("\r\n", "\n"))
    text = re.sub(r"[ \t]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def prose_share(body):
    """Share of the characters that stand in prose lines: 80 or more characters, ended like a sentence."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    prose = sum(len(line) for line in lines if len(line) >= 80 and re.search(r"[.!?:;][)\"'’”]*$", line))
    return prose / max(1, sum(len(line) for line in lines))


def order(document):
    """A fixed, source-independent order that looks shuffled."""
    return hashlib.sha256(document.id.encode()).hexdigest()


def pick(documents, count, shortest=SHORTEST_WORDS, longest=LONGEST_WORDS, least_prose=0.5):
    """The first `count` documents of suitable length and form, in the shuffled order."""
    fitting = [
        document
        for document in documents
        if shortest <= document.words <= longest and prose_share(document.body) >= least_prose
    ]
    return sorted(fitting, key=order)[:count]


def row(document, source, licence):
    """The Dolma-like row of a document."""
    share = prose_share(document.body)
    metadata = {"title": document.title, "licence": licence, **document.metadata}
    metadata["prose_share"] = round(share, 2)
    metadata["bucket"] = "head" if share >= HEAD_PROSE_SHARE else "middle"
    return {"id": document.id, "text": document.text, "source": source, "metadata": metadata}

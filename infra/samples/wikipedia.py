"""Articles, and sections of articles, from the cut of a Wikipedia dump that gensim ships as test data."""

import bz2
import html
import re
from urllib.parse import quote

import wikitext
from document import Document, clean, order, pick

DUMP = "gensim/gensim/test/test_data/enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"
LICENCE = "CC-BY-SA-3.0"
WHOLE_ARTICLES = 20
LONG_WORDS = 3300
SECTIONS_EACH = 5
# A life of a person still living, as it stood in 2016, and a subject that does not suit an example.
LEFT_OUT = {"Andre Agassi", "Abortion"}


def articles(root):
    with bz2.open(root / DUMP, "rt", encoding="utf-8") as dump:
        pages = re.findall(r"<page>(.*?)</page>", dump.read(), re.S)
    for page in pages:
        body = re.search(r"<text[^>]*>(.*?)</text>", page, re.S)
        title = html.unescape(re.search(r"<title>(.*?)</title>", page)[1])
        if not body or title in LEFT_OUT or "<redirect" in page or re.search(r"disambiguation|^List of", title):
            continue
        page_id = re.search(r"<id>(\d+)</id>", page)[1]
        revision = re.search(r"<revision>.*?<id>(\d+)</id>", page, re.S)[1]
        yield title, page_id, revision, html.unescape(body[1])


def parts(body):
    """(heading, text) of the lead and of every second-level section; unclean parts are left out."""
    pieces = re.split(r"^==([^=].*?)==[ \t]*$", body, flags=re.M)
    for heading, piece in zip(["", *pieces[1::2]], pieces[0::2]):
        heading = wikitext.plain(heading) or ""
        if wikitext.FOOTERS.match(heading.strip()):
            continue
        text = section(piece)
        if text:
            yield heading.strip(), text


def section(piece):
    """Text of a section with its sub-headings as lines of their own; sub-sections that are unclean are left out."""
    pieces = re.split(r"^={3,}(.*?)={3,}[ \t]*$", piece, flags=re.M)
    blocks = []
    for heading, inner in zip(["", *pieces[1::2]], pieces[0::2]):
        text = wikitext.plain(inner)
        if text is None and not heading:
            return None
        if text and len(text.split()) >= 25:
            heading = wikitext.plain(heading) or ""
            blocks.append(f"{heading.strip()}\n\n{text}" if heading.strip() else text)
    # A last paragraph that announces a table or a list which is gone says nothing any more.
    return clean(re.sub(r"\n\n[^\n]*:$", "", "\n\n".join(blocks)))


def document(title, page_id, revision, heading, text):
    anchor = f"#{heading.replace(' ', '_')}" if heading else ""
    address = f"https://en.wikipedia.org/w/index.php?title={quote(title.replace(' ', '_'))}&oldid={revision}"
    return Document(
        id=f"enwiki-{page_id}-{revision}{anchor}",
        title=f"{title}: {heading}" if heading else title,
        body=text,
        metadata={"url": address, "attribution": "Wikipedia contributors"},
    )


def documents(root, count):
    """Some long articles as a whole; of the others, single sections and leads, no more than five an article."""
    whole, single = [], []
    for title, page_id, revision, body in articles(root):
        found = list(parts(body))
        text = "\n\n".join(f"{heading}\n\n{part}" if heading else part for heading, part in found)
        whole.append(document(title, page_id, revision, "", text))
        sections = [document(title, page_id, revision, heading, part) for heading, part in found]
        single.append((page_id, pick(sections, SECTIONS_EACH)))
    long = pick([d for d in whole if d.words >= LONG_WORDS], WHOLE_ARTICLES, longest=20_000)
    taken = {d.id.split("-")[1] for d in long}
    rest = [d for page_id, found in single if page_id not in taken for d in found]
    return sorted([*long, *pick(rest, count - len(long))], key=order)

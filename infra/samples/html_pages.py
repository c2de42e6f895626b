"""Documentation pages: HTML to text with fenced code, one page a document."""

import re

from bs4 import BeautifulSoup, NavigableString

from document import Document, clean, pick

NOISE = (
    "script, style, nav, button, img, .docnav, .navheader, .navfooter, .toc, .indexterm, .headerlink, .boring,"
    " .figure, .footnotes, .sphinxsidebar, .admonition-title, .toctree-wrapper, a.header:empty, h1.menu-title, sup.footnote-reference,"
    " a.footnote-reference, .contents, aside.footnote, dl.field-list"
)
BLOCKS = {"p", "li", "dt", "dd", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "section", "ul", "ol", "dl", "main", "body", "article", "aside"}


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def unnumbered(text):
    """A heading without its number; other text as it is."""
    return re.sub(r"^(Chapter |Appendix )?([A-Z]|\d+)(\.\d+)*\.\s+(?=\S)", "", text) if len(text) < 120 else text


def blocks(element, found, prefix=""):
    """Appends the text blocks under an element, in reading order."""
    run = []

    def flush():
        text = squeeze("".join(run))
        run.clear()
        if text:
            found.append(prefix + unnumbered(text))

    for child in element.children:
        if isinstance(child, NavigableString):
            if type(child) is NavigableString:
                run.append(str(child))
            continue
        if child.name not in BLOCKS:
            if child.find(list(BLOCKS)):
                flush()
                blocks(child, found)
            else:
                run.append(child.get_text())
            continue
        flush()
        if child.name == "pre":
            code = child.get_text().strip("\n")
            if code.strip():
                found.append(f"```\n{code}\n```")
        elif child.name == "li":
            blocks(child, found, "- ")
        else:
            blocks(child, found)
    flush()
    return found


def page(path, root_selector):
    """(title, chapter, body) of a page; None where it has no such root, or has a table, whose text would be lost."""
    soup = BeautifulSoup(path.read_bytes().decode("utf-8"), "html.parser")
    root = soup.select_one(root_selector)
    if root is None or root.select_one("table"):
        return None
    up = soup.select_one('link[rel~="up"][title]')
    middle = soup.select_one('.navheader th[width="60%"]')
    chapter = unnumbered(squeeze(up["title"] if up else middle.get_text() if middle else ""))
    for noise in root.select(NOISE):
        noise.decompose()
    found = blocks(root, [])
    if len(found) < 2:
        return None
    title = unnumbered(found[0]).strip("¶ ")
    while found[-1].lower() in ("footnotes", "see also", "references"):
        found.pop()
    body = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", "\n\n".join(found[1:]))
    return title, chapter, clean(body)


def pages(root, folder, glob, selector, book, address, count, skip=r"^$", longest=2500, least_prose=0.5):
    """The pages of one manual whose names match, titled with the book's name."""
    made = []
    for path in sorted((root / folder).glob(glob)):
        result = None if re.search(skip, path.name) else page(path, selector)
        if result:
            title, chapter, body = result
            where = f"{book}: {chapter}" if chapter and chapter != title else book
            metadata = {"url": f"{address}{path.name}"}
            made.append(Document(f"{re.sub(r'[^a-z0-9]+', '-', book.lower())}/{path.stem}", f"{title} ({where})", body, metadata))
    return pick(made, count, longest=longest, least_prose=least_prose)

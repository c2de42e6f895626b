#!/usr/bin/env python3
"""Writes examples/documents/*.jsonl.gz from the packages that fetch.sh got.

Usage: infra/samples/make.py CACHE_DIR OUT_DIR
"""

import gzip
import io
import json
import sys
from pathlib import Path

import old_books
import wikipedia
from document import order, row
from html_pages import pages

PG_SKIP = r"^(release|catalog|infoschema|view|sql|app|spi|ecpg|libpq-|functions|index|bookindex|biblio|error|contrib|features|unsupported|geqo-biblio)"
HANDBOOK = "usr/share/doc/debian-handbook/html/en-US"
PYTHON = "usr/share/doc/python3.11/html"


def sources(root):
    """(source, licence, documents) for each output file."""
    yield "wikipedia", wikipedia.LICENCE, wikipedia.documents(root, 265)
    yield "state-of-the-union", "CC0-1.0", old_books.speeches(root, 50, 28)
    yield "moby-dick", "CC0-1.0", old_books.novel(root, 36)
    yield "opticks", "public-domain", old_books.treatise(root, 26)
    yield "jargon-file", "public-domain", old_books.jargon(root, 14)
    yield "debian-handbook", "CC-BY-SA-3.0", pages(
        root, HANDBOOK, "sect.*.html", "div.section", "The Debian Administrator's Handbook",
        "https://debian-handbook.info/browse/stable/", 36, skip="acknowledg|book-structure|future|contrib",
    )  # fmt: skip
    yield "rust-book", "MIT OR Apache-2.0", pages(
        root, "usr/share/doc/rust-doc/html/book", "ch*.html", "main", "The Rust Programming Language",
        "https://doc.rust-lang.org/1.63.0/book/", 32, longest=5000, least_prose=0.45,
    )  # fmt: skip
    yield "postgresql", "PostgreSQL", pages(
        root, "usr/share/doc/postgresql-doc-15/html", "*.html", "div.sect1", "PostgreSQL 15",
        "https://www.postgresql.org/docs/15/", 36, skip=PG_SKIP, least_prose=0.7,
    )  # fmt: skip
    yield "python-docs", "PSF-2.0", [
        *pages(root, f"{PYTHON}/howto", "*.html", "div.body", "Python HOWTO", "https://docs.python.org/3.11/howto/", 12, longest=9000, least_prose=0.3),
        *pages(root, f"{PYTHON}/tutorial", "*.html", "div.body", "The Python Tutorial", "https://docs.python.org/3.11/tutorial/", 12, skip=r"^(index|appendix|interactive|whatnow)", longest=9000, least_prose=0.3),
    ]


def main():
    root, out = Path(sys.argv[1]) / "x", Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    for source, licence, documents in sources(root):
        lines = "".join(json.dumps(row(d, source, licence), ensure_ascii=False) + "\n" for d in sorted(documents, key=order))
        packed = io.BytesIO()
        # No time stamp and no file name inside, so that the same input gives the same bytes.
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0, filename="") as file:
            file.write(lines.encode())
        (out / f"{source}.jsonl.gz").write_bytes(packed.getvalue())
        print(f"{source:20} {len(documents):4} documents {sum(d.words for d in documents):8} words {len(packed.getvalue()):9} bytes")


if __name__ == "__main__":
    main()

"""Puts the text of your own copy of a chat log back into a release of Tunesmith.

    python3 join.py --log LOG.jsonl [LOG-2.jsonl.gz ...] --to train.jsonl

Reads release.json and rows.jsonl beside it. Needs Python alone for JSON lines, and pyarrow for Parquet.
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import sys

# White space as JavaScript's trim takes it off, which Tunesmith does.
SPACE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def records(path):
    if path.endswith(".parquet"):
        import pyarrow.parquet

        for batch in pyarrow.parquet.ParquetFile(path).iter_batches(batch_size=512):
            yield from batch.to_pylist()
        return
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def value_at(record, path):
    """A field, or one within objects by a path with dots."""
    if path in record or "." not in path:
        return record.get(path)
    name, rest = path.split(".", 1)
    inner = record.get(name)
    return value_at(inner, rest) if isinstance(inner, dict) else None


def text_of(message):
    content = message["content"] if message.get("content") is not None else message.get("value")
    if isinstance(content, list):
        content = "\n".join(part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return (content if isinstance(content, str) else "").strip(SPACE)


def digests(row, withheld):
    """The digests that a row has in place of text."""
    for name in withheld:
        if name + "_sha256" in row:
            yield row[name + "_sha256"]
        else:
            yield from (message["content_sha256"] for message in row[name] if "content_sha256" in message)


def with_text(row, withheld, texts):
    def text(digest):
        return texts[row["conversation_id"], digest]

    def joined(message):
        if "content_sha256" not in message:
            return message
        message = dict(message)
        content = text(message.pop("content_sha256"))
        return {"role": message.pop("role"), "content": content, **message}

    full = {}
    for name, value in row.items():
        column = next((each for each in withheld if name == each + "_sha256"), None)
        if column is not None:
            full[column] = text(value)
        else:
            full[name] = [joined(message) for message in value] if name in withheld else value
    return full


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", nargs="+", required=True, help="files of the log: .jsonl, .jsonl.gz or .parquet")
    parser.add_argument("--to", required=True, help="new file of JSON lines")
    options = parser.parse_args()
    folder = pathlib.Path(__file__).parent
    release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    withheld, log = release["withheld"], release["log"]

    def rows():
        with open(folder / "rows.jsonl", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                if line.strip():
                    yield json.loads(line)

    wanted, texts, seen = {}, {}, set()
    for row in rows():
        wanted.setdefault(row["conversation_id"], set()).update(digests(row, withheld))
    for path in options.log:
        for record in records(path):
            name = value_at(record, log["id"])
            name = "" if name is None else str(name).strip(SPACE)
            if name not in wanted:
                continue
            seen.add(name)
            messages = value_at(record, log["conversation"])
            if isinstance(messages, str):
                messages = json.loads(messages)
            for message in messages if isinstance(messages, list) else []:
                text = text_of(message)
                digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
                if digest in wanted[name]:
                    texts[name, digest] = text
    joined = missing = different = 0
    with open(options.to, "x", encoding="utf-8") as out:
        for row in rows():
            name = row["conversation_id"]
            if name not in seen:
                missing += 1
            elif any((name, digest) not in texts for digest in digests(row, withheld)):
                different += 1
            else:
                joined += 1
                out.write(json.dumps(with_text(row, withheld, texts), ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{options.to}: {joined} rows joined, {missing} whose conversation is not in the log, {different} whose text there is another")
    return 0 if missing + different == 0 else 2


if __name__ == "__main__":
    sys.exit(main())

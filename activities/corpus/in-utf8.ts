import type { SourceFile } from '../../schemas/table/corpus.ts';
import { CorpusUnreadable } from './corpus-unreadable.ts';
import { peek } from './peek.ts';

/**
 * The bytes of a file of text in UTF-8: those of the encoding that the config names, or of UTF-16 where the first bytes
 * tell it. A file without such marks comes as it is. Throws CorpusUnreadable.
 */
export async function* inUtf8(
  file: Pick<SourceFile, 'name' | 'encoding'>,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { head, chunks } = await peek(bytes, 4);
  const encoding = file.encoding === undefined ? encodingOf(head) : new TextDecoder(file.encoding).encoding;
  if (encoding === 'utf-32')
    throw new CorpusUnreadable({
      path: file.name,
      problem: 'it is written in UTF-32',
      fix: 'Write it in UTF-8: iconv -f UTF-32 -t UTF-8 old > new',
    });
  if (encoding === 'utf-8') {
    yield* chunks;
    return;
  }
  // What cannot be read would come as U+FFFD: text altered without a word.
  const decoder = new TextDecoder(encoding, { fatal: true });
  let last = false;
  try {
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    last = true;
    yield Buffer.from(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CorpusUnreadable({
      path: file.name,
      problem: `${last ? 'it ends within a character of' : 'bytes of it are no text in'} ${encoding}, which ${file.encoding === undefined ? 'its first bytes tell' : 'the config names'}`,
      fix: 'Write it again in UTF-8, or set encoding to what it is',
      cause: error,
    });
  }
}

/** By a byte order mark, or by the zeros of two or more characters of ASCII. */
function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32' {
  const [a, b, c, d] = head;
  const wide = head.length >= 4;
  if (a === 0xff && b === 0xfe) return wide && c === 0 && d === 0 ? 'utf-32' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (!wide) return 'utf-8';
  if (a === 0 && b === 0 && (c === 0xfe || c === 0)) return 'utf-32';
  if (a !== 0 && b === 0 && d === 0) return c === 0 ? 'utf-32' : 'utf-16le';
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'utf-16be';
  return 'utf-8';
}

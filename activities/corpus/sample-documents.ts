import type { CorpusConfig, Document, SourceFile } from '../../schemas/table/corpus.ts';
import { digestOf } from '../digest.ts';
import { documentWanted, nothingUsable, readDocumentsOf } from './read-documents.ts';
import type { ReadIo } from './read-rows.ts';

export interface SampleOptions {
  /** Documents that are drawn. */
  readonly documents: number;
  readonly seed: number;
  /** Documents that are read at most to draw from, so that a corpus of any size takes no longer. */
  readonly most: number;
}

export interface DocumentSample {
  readonly documents: readonly Document[];
  /** Documents that were read, from which these were drawn. */
  readonly read: number;
  /** Whether that were all of the corpus. */
  readonly all: boolean;
}

type Corpus = Pick<CorpusConfig, 'where' | 'maxBytes' | 'columns' | 'limit'>;

/**
 * Draws documents by the seed, equal ones once. Of a large corpus the beginning of every file is read, as much of each;
 * with a limit, what a build would read. Throws CorpusUnreadable where there is no document.
 */
export async function sampleDocuments(
  files: readonly SourceFile[],
  corpus: Corpus,
  io: ReadIo,
  { documents, seed, most }: SampleOptions,
): Promise<DocumentSample> {
  const limit = Math.min(most, corpus.limit ?? Infinity);
  const share = corpus.limit === undefined ? Math.ceil(most / files.length) : limit;
  const draw = new Draw(documents, seed);
  const reasons = new Map<string, number>();
  let [read, all] = [0, true];
  for (const file of corpus.limit === undefined ? inSeededOrder(files, seed) : files) {
    if (read === limit) {
      all = all && read === corpus.limit;
      break;
    }
    let mine = 0;
    for await (const line of readDocumentsOf(file, corpus, io)) {
      if ('reject' in line) {
        reasons.set(line.reject.reason, (reasons.get(line.reject.reason) ?? 0) + 1);
        continue;
      }
      if (mine === share || read === limit) {
        all = read === corpus.limit;
        break;
      }
      draw.offer(line.document);
      mine += 1;
      read += 1;
    }
  }
  if (read === 0) throw nothingUsable(files, reasons, documentWanted);
  return { documents: draw.drawn, read, all };
}

/** A corpus of more files than documents that are read is not to be told by its first ones alone. */
function inSeededOrder(files: readonly SourceFile[], seed: number): SourceFile[] {
  const places = new Map(files.map(({ uri }) => [uri, digestOf([seed, uri])]));
  const placeOf = ({ uri }: SourceFile): string => places.get(uri) ?? '';
  return [...files].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** Keeps those of the offered documents that come first in an order by the seed. */
class Draw {
  readonly #size: number;
  readonly #seed: number;
  readonly #kept = new Map<string, { place: string; document: Document }>();

  constructor(size: number, seed: number) {
    this.#size = size;
    this.#seed = seed;
  }

  offer(document: Document): void {
    this.#kept.set(document.id, { place: digestOf([this.#seed, document.id]), document });
    // Now and then, so that few are held and few sorted.
    if (this.#kept.size >= 2 * this.#size) this.#cut();
  }

  get drawn(): Document[] {
    return this.#cut();
  }

  #cut(): Document[] {
    const first = [...this.#kept.values()].sort((a, b) => (a.place < b.place ? -1 : 1)).slice(0, this.#size);
    this.#kept.clear();
    for (const each of first) this.#kept.set(each.document.id, each);
    return first.map(({ document }) => document);
  }
}

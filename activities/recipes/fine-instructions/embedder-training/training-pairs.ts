/** A judged match with the description of its template. */
export interface JudgedMatch {
  readonly document_id: string;
  readonly text: string;
  readonly template_id: string;
  readonly description: string;
  /** 0 for the whole document, 1 to K for its sections. */
  readonly chunk: number;
  readonly compatible: boolean;
  /** The section's text; the whole document for chunk 0. */
  readonly response: string;
}

/** A labelled pair, for losses that learn from positives and negatives by themselves. */
export interface LabelledPair {
  readonly document: string;
  readonly description: string;
  /** 1 for a hard positive, 0 for a hard negative. */
  readonly label: 1 | 0;
  readonly chunk: number;
  readonly section: string;
  readonly document_id: string;
  readonly template_id: string;
}

/** A triplet, for losses that learn from a positive against a negative. */
export interface Triplet {
  readonly anchor: string;
  readonly positive: string;
  readonly negative: string;
  readonly chunk: number;
  readonly document_id: string;
}

/** Section 3.2: every judged match, as a hard positive (1) or a hard negative (0) of its chunk. */
export function labelledPair(match: JudgedMatch): LabelledPair {
  const { document_id, text, template_id, description, chunk, compatible, response } = match;
  const label = compatible ? 1 : 0;
  return { document: text, description, label, chunk, section: response, document_id, template_id };
}

/**
 * A triplet for every positive of a document that has negatives too: the negatives of the same chunk before those of
 * others (the judge was shown the whole document, so that they are negatives of any of its chunks), each as often as
 * the others. Descriptions that a positive of the document has too are no negatives. In the order of the matches.
 */
export function tripletsOf(matches: readonly JudgedMatch[]): Triplet[] {
  const documents = new Map<string, JudgedMatch[]>();
  for (const match of matches) {
    const others = documents.get(match.document_id);
    if (others === undefined) documents.set(match.document_id, [match]);
    else others.push(match);
  }
  return [...documents.values()].flatMap((document) => {
    const wanted = new Set(
      document.filter(({ compatible }) => compatible).map(({ description }) => description),
    );
    const negatives = document.filter(({ description }) => !wanted.has(description));
    const uses = new Map<JudgedMatch, number>();
    return document.flatMap((match): Triplet[] => {
      if (!match.compatible) return [];
      const negative = nextNegative(negatives, match.chunk, uses);
      if (negative === undefined) return [];
      uses.set(negative, (uses.get(negative) ?? 0) + 1);
      const { chunk, document_id } = match;
      return [
        {
          anchor: match.response,
          positive: match.description,
          negative: negative.description,
          chunk,
          document_id,
        },
      ];
    });
  });
}

function nextNegative(
  negatives: readonly JudgedMatch[],
  chunk: number,
  uses: ReadonlyMap<JudgedMatch, number>,
): JudgedMatch | undefined {
  const far = (match: JudgedMatch) => (match.chunk === chunk ? 0 : 1);
  return [...negatives].sort((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0) || far(a) - far(b))[0];
}

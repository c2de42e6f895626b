import type { BankRef } from '../../../../schemas/recipes/fine-instructions/bank.ts';
import type { Document } from '../../../../schemas/table/corpus.ts';
import type { FineInstructionsConfig } from '../../../../schemas/recipes/fine-instructions/recipe.ts';
import type { Bank, Hit } from '../bank/bank.ts';
import { openBank } from '../bank/open-bank.ts';
import { mapConcurrently } from '../../../concurrently.ts';
import { RequestFailed, RequestRefused } from '../../../inference/index.ts';
import type { Resources } from '../../../engine/build/resources.ts';
import { embedDocument } from './embed-document.ts';

/** How like a document and a bank's templates are. */
export interface DocumentSimilarity {
  readonly document: Document;
  /** The most similar template of the whole document and of each of its chunks. */
  readonly chunks: readonly number[];
  /** Similarities of the templates that were found, each once at its best; the best first. */
  readonly templates: readonly number[];
  readonly best: Hit;
  /** Where the best one was found: 0 for the whole document, else its chunk. */
  readonly bestChunk: number;
}

export interface Similarities {
  readonly measured: readonly DocumentSimilarity[];
  /** Documents that the embedder refused or failed, with its words. */
  readonly refused: readonly { document: Document; reason: string }[];
  readonly templates: Bank;
}

/** Embeds documents as a build would, and searches the bank for each of their embeddings. */
export async function measureSimilarities(
  documents: readonly Document[],
  bank: BankRef,
  config: Pick<FineInstructionsConfig, 'roles' | 'match'>,
  resources: Resources,
): Promise<Similarities> {
  const { inFlight, candidates, indexCacheGiB } = config.match;
  const templates = await openBank(bank, resources.build, indexCacheGiB);
  const refused: { document: Document; reason: string }[] = [];
  const measured: DocumentSimilarity[] = [];
  await mapConcurrently(documents, inFlight, async (document) => {
    try {
      const vectors = await embedDocument(document.text, config, resources);
      const similarity = similarityOf(document, await templates.search(vectors, candidates));
      if (similarity !== undefined) measured.push(similarity);
    } catch (error) {
      if (!(error instanceof RequestRefused || error instanceof RequestFailed)) throw error;
      refused.push({ document, reason: error.message });
    }
  });
  // As they came back is as chance had it.
  return {
    measured: measured.sort((a, b) => (a.document.id < b.document.id ? -1 : 1)),
    refused,
    templates,
  };
}

function similarityOf(
  document: Document,
  found: readonly (readonly Hit[])[],
): DocumentSimilarity | undefined {
  const best = new Map<string, Hit>();
  for (const hit of found.flat())
    if (hit.similarity > (best.get(hit.template)?.similarity ?? -Infinity)) best.set(hit.template, hit);
  const templates = [...best.values()].sort((a, b) => b.similarity - a.similarity);
  const [first] = templates;
  if (first === undefined) return undefined;
  return {
    document,
    chunks: found.flatMap(([hit]) => (hit === undefined ? [] : [hit.similarity])),
    templates: templates.map(({ similarity }) => similarity),
    best: first,
    bestChunk: found.findIndex(([hit]) => hit?.similarity === first.similarity),
  };
}

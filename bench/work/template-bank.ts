import { ExactBank } from '../../activities/recipes/fine-instructions/bank/exact-bank.ts';
import { connectLance } from '../../activities/vectors/lance/connect.ts';
import { openLance } from '../../activities/recipes/fine-instructions/bank/lance/open.ts';
import { partitionsFor, train } from '../../activities/vectors/lance/train.ts';
import { appendTemplates } from '../../activities/recipes/fine-instructions/bank/lance/write.ts';
import type { Bank } from '../../activities/recipes/fine-instructions/bank/bank.ts';
import type { Templates } from '../../activities/recipes/fine-instructions/bank/read-templates.ts';
import { BankIndexSettingsSchema } from '../../schemas/recipes/fine-instructions/bank.ts';
import type { ClusteredVectors } from './clustered-vectors.ts';

/** Vectors that are made at once. */
const partRows = 50_000;

/** A bank that is searched exactly. */
export function bankInMemory(parts: Iterable<Float32Array>, dimensions: number): Bank {
  const bank = new ExactBank(partRows);
  let templates = 0;
  for (const part of parts) {
    bank.add(templatesOf(part, dimensions, templates));
    templates += part.length / dimensions;
  }
  return bank;
}

export interface MadeBank {
  readonly bank: Bank;
  readonly partitions: number;
  readonly probes: number;
  /** Seconds of writing and indexing the templates. */
  readonly seconds: number;
}

/** Id of the template with a number: as long as true ones, and in the numbers' order. */
export function idOf(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** Parts of a space that hold this many vectors, one after the other. */
export function* partsOf(space: ClusteredVectors, count: number): Generator<Float32Array> {
  for (let part = 0, left = count; left > 0; part += 1, left -= partRows)
    yield space.part(part, Math.min(left, partRows));
}

/** The index of a large bank at its default settings, on vectors that need no embedder. */
export async function makeBank(
  folder: string,
  parts: Iterable<Float32Array>,
  dimensions: number,
): Promise<MadeBank> {
  const settings = BankIndexSettingsSchema.parse({});
  const place = { uri: folder, storageOptions: {} };
  const { lance, db } = await connectLance(place);
  let making = 0;
  let templates = 0;
  const made = function* (): Generator<Templates> {
    const iterator: Iterator<Float32Array, unknown> = parts[Symbol.iterator]();
    for (;;) {
      const began = performance.now();
      const next = iterator.next();
      making += performance.now() - began;
      if (next.done === true) return;
      yield templatesOf(next.value, dimensions, templates);
      templates += next.value.length / dimensions;
    }
  };
  const began = performance.now();
  const table = await appendTemplates(db, undefined, made());
  const partitions = partitionsFor(templates, settings);
  await train(lance, table, settings, partitions);
  const seconds = (performance.now() - began - making) / 1000;
  const version = await table.version();
  const index = { version, dimensions, settings, partitions, trainedOn: templates };
  return { bank: await openLance(place, index, 4), partitions, probes: settings.probes, seconds };
}

function templatesOf(vectors: Float32Array, dimensions: number, from: number): Templates {
  const rows = Array.from({ length: vectors.length / dimensions }, (_, at) => ({
    template_id: idOf(from + at),
    template: `Explain how <fi>thing ${from + at}</fi> came about, and what became of it.`,
    complexity: 1 + ((from + at) % 6),
    query: `Explain how thing ${from + at} came about.`,
    query_source: 'made',
  }));
  return { rows, dimensions, vectors };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExactIndex } from '../../activities/vectors/exact-index.ts';
import { median, type Measure } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { ClusteredVectors } from '../work/clustered-vectors.ts';
import { measureFaiss } from '../work/faiss.ts';
import { ratePerSecond } from '../work/rate.ts';
import { idOf, makeBank, partsOf } from '../work/template-bank.ts';
import type { Workshop } from '../work/workshop.ts';

const dimensions = 384;
const most = 10;
/** Vectors of a document at K = 5, searched in one query. */
const together = 6;
const documents = 100;
/** As many documents as a worker matches at once. */
const inFlight = 16;
const rounds = 3;

/** The index of a large bank against exact search and faiss-cpu, on vectors that cluster as those of texts do. */
export const templateIndex: Scenario = {
  name: 'template-index',
  title: `200,000 clustered vectors of ${dimensions} dimensions, default settings, beside faiss-cpu`,
  needs: [],
  async run(workshop) {
    const count = workshop.rows(200_000);
    const space = new ClusteredVectors({ dimensions });
    const parts = [...partsOf(space, count)];
    const queries = space.part(1_000_000, documents * together);
    const wanted = Array.from({ length: documents }, (_, at) => vectorsOf(queries, at));
    const exact = await exactly(parts, wanted);

    const { bank, partitions, probes, seconds } = await makeBank(workshop.place('bank'), parts, dimensions);
    const found = await Promise.all(wanted.map((vectors) => bank.search(vectors, most)));
    const right = found.flat().map((hits, at) => {
      const truth = new Set(exact.rows[at]?.map(idOf));
      return hits.filter(({ template }) => truth.has(template)).length;
    });
    const recall = right.reduce((sum, hits) => sum + hits, 0) / (right.length * most);
    const often = Array.from({ length: rounds }, () => wanted).flat();
    const rate = async (): Promise<number> =>
      together * (await ratePerSecond(often, inFlight, (vectors) => bank.search(vectors, most)));

    // Before and after the other, since the machine may be busier at one time than at another.
    const before = [await rate(), await rate()];
    const files = await writeFiles(workshop, parts, queries, exact.rows);
    const faiss = await measureFaiss({ ...files, dimensions, partitions, most, recall, together });
    const rates = [...before, await rate(), await rate()];
    const beside = <T>(figure: (result: Exclude<typeof faiss, string>) => T) =>
      typeof faiss === 'string' ? faiss : figure(faiss);
    const raw = { count, partitions, probes, documents, together, inFlight, rates, faiss };
    const measures: Measure[] = [
      {
        name: 'recall@10',
        unit: 'share',
        ours: recall,
        faiss: beside((of) => of.recall),
        target: { atLeast: 0.97 },
        raw,
      },
      {
        name: 'vectors searched a second',
        unit: 'queries/s',
        ours: median(rates),
        faiss: beside((of) => of.perSecond),
      },
      { name: 'time to make the index', unit: 's', ours: seconds, faiss: beside((of) => of.secondsToMake) },
      { name: 'exact search in one thread', unit: 'queries/s', ours: exact.perSecond },
    ];
    return measures;
  },
};

function vectorsOf(queries: Float32Array, document: number): Float32Array[] {
  const from = document * together;
  return Array.from({ length: together }, (_, at) =>
    queries.subarray((from + at) * dimensions, (from + at + 1) * dimensions),
  );
}

async function exactly(parts: readonly Float32Array[], wanted: readonly Float32Array[][]) {
  const index = new ExactIndex(parts.reduce((sum, { length }) => sum + length / dimensions, 0));
  for (const part of parts)
    for (let at = 0; at < part.length; at += dimensions)
      index.add(idOf(index.size), part.subarray(at, at + dimensions));
  const rows: number[][] = [];
  const perSecond = await ratePerSecond(wanted, 1, async (vectors) => {
    const found = await index.search(vectors, most);
    rows.push(...found.map((nearest) => nearest.map(({ row }) => row)));
  });
  return { rows, perSecond: perSecond * together };
}

async function writeFiles(
  workshop: Workshop,
  parts: readonly Float32Array[],
  queries: Float32Array,
  rows: readonly number[][],
) {
  const folder = workshop.folder;
  const files = {
    vectors: join(folder, 'vectors.f32'),
    queries: join(folder, 'queries.f32'),
    truth: join(folder, 'truth.i32'),
  };
  await writeFile(
    files.vectors,
    parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)),
  );
  await writeFile(files.queries, queries);
  await writeFile(files.truth, Int32Array.from(rows.flat()));
  return files;
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExactIndex } from '../../activities/vectors/exact-index.ts';
import { neighbours } from '../../activities/vectors/neighbours/neighbours.ts';
import { unitVectors, type UnitVectors } from '../../activities/vectors/neighbours/unit-vectors.ts';
import type { Measure } from '../measure.ts';
import type { Scenario } from '../scenario.ts';
import { ClusteredVectors } from '../work/clustered-vectors.ts';
import { measureFaissNeighbours } from '../work/faiss.ts';
import { idOf } from '../work/template-bank.ts';
import type { Workshop } from '../work/workshop.ts';

const dimensions = 768;
const partRows = 10_000;
/** Rows whose nearest other one is found by comparing them with all. */
const tried = 256;

/** The set stage `nearest` over embeddings of instructions, beside faiss-cpu at the recall that ours has. */
export const nearestOthers: Scenario = {
  name: 'nearest-others',
  title: `the nearest other row of each of 200,000 clustered vectors of ${dimensions} dimensions, beside faiss-cpu`,
  needs: [],
  async run(workshop) {
    const count = workshop.rows(200_000);
    const space = new ClusteredVectors({ dimensions });
    const vectors = await unitVectors(chunksOf(space, count), count);
    const [began, used] = [performance.now(), process.cpuUsage()];
    const found = await neighbours(vectors, 1, { repeats: 0.01 });
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(used);
    const cpuSeconds = (user + system) / 1e6;

    const rows = Int32Array.from({ length: tried }, (_, at) => Math.floor((at * count) / tried));
    const truth = await exactly(vectors, rows);
    const right = rows.filter((row, at) => found.of(row)[0]?.id === vectors.ids[truth[at] ?? -1]).length;
    const recall = right / tried;
    const partitions = found.by === 'every pair' ? 1 : found.by.partitions;
    const files = await writeFiles(workshop, vectors, rows, truth);
    const faiss = await measureFaissNeighbours({ ...files, dimensions, partitions, recall });
    const beside = <T>(figure: (result: Exclude<typeof faiss, string>) => T) =>
      typeof faiss === 'string' ? faiss : figure(faiss);
    const raw = { count, by: found.by, tried, faiss };
    const measures: Measure[] = [
      {
        name: 'recall@1',
        unit: 'share',
        ours: recall,
        faiss: beside((of) => of.recall),
        target: { atLeast: 0.96 },
        raw,
      },
      {
        name: 'index and search of all rows',
        unit: 's',
        ours: seconds,
        faiss: beside((of) => of.seconds),
        target: { atMost: 600 },
      },
      {
        name: 'CPU time of that, all threads',
        unit: 's',
        ours: cpuSeconds,
        faiss: beside((of) => of.cpuSeconds),
      },
    ];
    return measures;
  },
};

function* chunksOf(space: ClusteredVectors, count: number) {
  for (let from = 0; from < count; from += partRows) {
    const length = Math.min(partRows, count - from);
    yield {
      ids: Array.from({ length }, (_, at) => idOf(from + at)),
      lengths: new Uint32Array(length).fill(dimensions),
      numbers: space.part(from / partRows, length),
    };
  }
}

/** The nearest other row of some rows, by all. */
async function exactly({ ids, numbers }: UnitVectors, rows: Int32Array): Promise<Int32Array> {
  const vectorAt = (row: number) => numbers.subarray(row * dimensions, (row + 1) * dimensions);
  const index = new ExactIndex(ids.length);
  for (const [row, id] of ids.entries()) index.add(id, vectorAt(row));
  const found = await index.search(Array.from(rows, vectorAt), 2);
  return rows.map((row, at) => found[at]?.find((each) => each.row !== row)?.row ?? -1);
}

async function writeFiles(
  workshop: Workshop,
  { numbers }: UnitVectors,
  rows: Int32Array,
  nearest: Int32Array,
) {
  const at = (name: string) => join(workshop.folder, name);
  const files = { vectors: at('vectors.f32'), tried: at('tried.i32'), truth: at('truth.i32') };
  await writeFile(files.vectors, numbers);
  await writeFile(files.tried, rows);
  await writeFile(files.truth, nearest);
  return files;
}

import type { Section } from '../../../../schemas/dataset/section.ts';
import type { MagpieConfig } from '../../../../schemas/recipes/magpie/recipe.ts';
import { counted } from '../../../dataset/amounts.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { literal } from '../../../parquet/sql.ts';
import { unitVectors, type VectorChunk } from '../../../vectors/neighbours/unit-vectors.ts';
import { umap, type Placed } from './umap.ts';

/** Places are told apart as far as a plot shows them: a dataset's manifest has them all. */
const grid = 1000;

/** Vectors of one dataset, as SQL that gives `id` and `numbers`. */
interface Mapped {
  readonly name: string;
  readonly sql: string;
}

/** Section 3.1, Figures 7 and 8: the instructions by their embeddings, in two dimensions. */
export async function mapSection(inputs: AnalysisInputs, config: MagpieConfig): Promise<Section[]> {
  const { map, name, seed } = config;
  const embedded = map.rows === 0 ? undefined : await inputs.table('embed-instruction');
  if (embedded === undefined) return [];
  const drawn = `SELECT id FROM dataset ORDER BY md5('${seed}-' || id), id LIMIT ${map.rows}`;
  const own = {
    name,
    sql: `SELECT id, embedding AS numbers FROM ${embedded} SEMI JOIN (${drawn}) AS drawn USING (id)`,
  };
  const sets = [own, ...(await besideOf(inputs, config))];
  const vectors = await unitVectors(chunksOf(inputs.db, sets));
  const placed = await umap(vectors, map.neighbours, seed);
  if (placed.length === 0) return [];
  const places = onGrid(placed);
  const points = sets.map((set, at) => ({
    name: set.name,
    points: distinct(places.filter(({ id }) => id.startsWith(`${at}/`))),
  }));
  const others = sets.slice(1).map((set) => set.name);
  return [
    {
      title: 'Map of the instructions',
      paragraphs: [
        `${counted(placed.length)} texts, drawn by the seed, by their embeddings in two dimensions (UMAP with ${map.neighbours} ` +
          'neighbours): near ones are alike; the axes have no meaning.' +
          (others.length === 0
            ? ''
            : ` Beside the instructions of ${name}, those of ${others.join(', ')}; in the paper, Magpie’s surround those of the ` +
              'datasets that it is compared with.'),
      ],
      plots: [{ kind: 'map', title: 'Instructions by their embeddings', sets: points }],
    },
  ];
}

/** Other datasets' instructions, on the raw dataset's map alone: they are among its build's tables. */
async function besideOf({ tables, viewOf }: AnalysisInputs, { map }: MagpieConfig): Promise<Mapped[]> {
  const found: Mapped[] = [];
  for (const { name } of map.beside) {
    const table = tables.find(
      ({ summary, manifest }) => manifest.stage === 'embed-text' && summary.title.endsWith(`(${name})`),
    );
    if (table !== undefined)
      found.push({ name, sql: `SELECT id, embedding AS numbers FROM ${await viewOf(table)}` });
  }
  return found;
}

/** Ids begin with the number of their set: two sets may have the same ones. */
async function* chunksOf(db: AnalysisInputs['db'], sets: readonly Mapped[]): AsyncGenerator<VectorChunk> {
  for (const [at, { sql }] of sets.entries())
    yield* db.streamFloats(`SELECT ${literal(`${at}/`)} || id AS id, numbers FROM (${sql})`);
}

function onGrid(placed: readonly Placed[]): Placed[] {
  const onAxis = (axis: 'x' | 'y') => {
    const values = placed.map((each) => each[axis]);
    const least = values.reduce((a, b) => Math.min(a, b), Infinity);
    const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return (value: number) => Math.round((grid * (value - least)) / (most - least || 1));
  };
  const [x, y] = [onAxis('x'), onAxis('y')];
  return placed.map((each) => ({ id: each.id, x: x(each.x), y: y(each.y) }));
}

function distinct(placed: readonly Placed[]): { x: number; y: number }[] {
  return [...new Map(placed.map(({ x, y }) => [`${x} ${y}`, { x, y }])).values()];
}

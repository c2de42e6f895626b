import { isDeepStrictEqual } from 'node:util';
import { TableOutlineSchema, type TableOutline } from '../../../schemas/table/table.ts';
import { StageTablesSchema, type EarlierTable, type StageTables } from '../../../schemas/build/task.ts';
import { readStored, toJson } from '../../storage/stored-json.ts';
import { manifestKey, outlineKey, stageKey } from '../tables/keys.ts';
import { keepUp } from '../tables/table-state.ts';
import type { OpenBuild } from '../build/open-plan.ts';

/** Datasets whose newest table of a stage is kept in mind. */
const most = 8;

/**
 * A complete table that the same stage made of other input rows: this dataset's newest, or else the newest of any.
 * What a stage makes of a row follows from the stage's digest and the row alone, so the outcome of rows that are in
 * both inputs can be copied. Undefined where there is none whose input and output have these very columns.
 */
export async function earlierTable(
  build: OpenBuild,
  input: Pick<TableOutline, 'columns'>,
  output: Pick<TableOutline, 'stage' | 'stageDigest' | 'digest' | 'columns'>,
  made?: EarlierTable,
): Promise<EarlierTable | undefined> {
  const { store, plan } = build;
  const known = await readStored(store, stageKey(output.stage, output.stageDigest), StageTablesSchema);
  const tables = known?.tables ?? [];
  const own = tables.filter(({ dataset }) => dataset === plan.config.name);
  for (const candidate of [...(made === undefined ? [] : [made]), ...own, ...tables]) {
    const earlier = { input: candidate.input, output: candidate.output };
    if (earlier.output.digest === output.digest) continue;
    if (await fits(build, earlier, input, output)) return earlier;
  }
  return undefined;
}

/** Both tables are still there, and have the columns. */
async function fits(
  build: OpenBuild,
  earlier: EarlierTable,
  input: Pick<TableOutline, 'columns'>,
  output: Pick<TableOutline, 'columns'>,
): Promise<boolean> {
  const { store } = build;
  if (!(await store.has(manifestKey(earlier.output)))) return false;
  const [before, after] = await Promise.all([
    readStored(store, outlineKey(earlier.input), TableOutlineSchema),
    readStored(store, outlineKey(earlier.output), TableOutlineSchema),
  ]);
  if (before === undefined || after === undefined) return false;
  if (!sameColumns(before, input) || !sameColumns(after, output)) return false;
  // What is copied from stays while it is; where a collection was a moment earlier, there is nothing to copy.
  return (await keepUp(store, earlier.input)) && (await keepUp(store, earlier.output));
}

/** What columns tell of themselves may have been worded anew: their rows are the same. */
function sameColumns(a: Pick<TableOutline, 'columns'>, b: Pick<TableOutline, 'columns'>): boolean {
  const bare = ({ columns }: Pick<TableOutline, 'columns'>) =>
    columns.map(({ name, type, nullable, json }) => ({ name, type, nullable, json }));
  return isDeepStrictEqual(bare(a), bare(b));
}

/**
 * Keeps a complete table in mind for later builds. Of two builds at the same moment one may be forgotten: it is a hint of
 * where to look, and what it names is looked at before it is used.
 */
export async function rememberTable(
  build: OpenBuild,
  stageDigest: string,
  { input, output }: EarlierTable,
): Promise<void> {
  const dataset = build.plan.config.name;
  const key = stageKey(output.stage, stageDigest);
  const known = (await readStored(build.store, key, StageTablesSchema))?.tables ?? [];
  const [newest] = known;
  if (newest?.dataset === dataset && newest.output.digest === output.digest) return;
  const others = known.filter((each) => each.dataset !== dataset);
  const tables: StageTables = {
    format: 'tunesmith-stage-1',
    tables: [{ dataset, input, output }, ...others].slice(0, most),
  };
  await build.store.replace(key, toJson(tables));
}

import { CursorSchema, rowsOfAPage, type Page } from '../../schemas/dataset/page.ts';
import { pageOfRows } from '../parquet/page-of-rows.ts';
import type { Store } from '../storage/store.ts';
import { knownTables, rejectKeys } from './known-tables.ts';
import { versionKnown } from './list-versions.ts';
import { PageUnusable } from './page-unusable.ts';
import { StageUnknown } from './stage-unknown.ts';

/** Which rows of which version. */
export interface PageRequest {
  /** @default the one that readers take */
  readonly version?: number | undefined;
  /** `next` of the page before. @default the first page */
  readonly cursor?: string | undefined;
  /** Rows of the page. @default 50 */
  readonly limit?: number | undefined;
}

/** Published rows of a version, a page at a time. Throws VersionUnknown, PageUnusable. */
export async function readRowsOf(store: Store, name: string, request: PageRequest): Promise<Page> {
  const { version, files } = await versionKnown(store, name, request.version ?? 'latest');
  const keys = files
    .filter(({ path }) => /^data\/.*\.parquet$/.test(path))
    .map(({ path }) => `datasets/${name}/v${version}/${path}`);
  return pageOf(store, keys, request);
}

/**
 * What a stage rejected on the way to a version, with reasons, a page at a time. Throws VersionUnknown, StageUnknown,
 * PageUnusable.
 */
export async function readRejectsOf(
  store: Store,
  name: string,
  stage: string,
  request: PageRequest,
): Promise<Page> {
  const { tables } = await versionKnown(store, name, request.version ?? 'latest');
  // A stage may have run twice; its last table is what the dataset was made from.
  const told = tables.findLast(({ table }) => table.stage === stage);
  if (told === undefined)
    throw new StageUnknown(
      name,
      stage,
      tables.map(({ table }) => table.stage),
    );
  const [table] = await knownTables(store, [told]);
  return pageOf(store, table === undefined ? [] : rejectKeys(table), request);
}

/** A page of the rows of some Parquet files, of which only those that it needs are fetched. */
async function pageOf(
  store: Store,
  keys: readonly string[],
  { cursor = '0-0', limit = rowsOfAPage }: PageRequest,
): Promise<Page> {
  if (!CursorSchema.safeParse(cursor).success)
    throw new PageUnusable(`cursor ${JSON.stringify(cursor)} is not \`next\` of the page before`);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new PageUnusable(`limit ${limit}: a page has at least one row`);
  let [file = 0, from = 0] = cursor.split('-').map(Number);
  const rows: Page['rows'] = [];
  for (; file < keys.length; [file, from] = [file + 1, 0]) {
    const key = keys[file];
    if (key === undefined) break;
    const wanted = limit - rows.length;
    // One more tells whether there is a next page.
    const found = await pageOfRows(await store.fetch(key), from, wanted + 1);
    rows.push(...found.slice(0, wanted));
    if (found.length > wanted) return { rows, next: `${file}-${from + wanted}` };
  }
  return { rows };
}

import { importFiles } from '../../activities/engine/import/import-files.ts';
import { openStore } from '../../activities/storage/open-store.ts';
import type { Store } from '../../activities/storage/store.ts';
import type { ScheduledRun } from '../../client/index.ts';
import { StoreSchema } from '../../schemas/build/store.ts';
import type { Dataset } from '../../schemas/build/task.ts';
import type { Home } from '../../workers/home.ts';

/** What a run found changed since the last one before it that ended well. */
export interface WhatChanged {
  readonly rows: number;
  readonly config: boolean;
  /** Of all that it read; undefined where the store cannot be read here, or an earlier release imported. */
  readonly files: { readonly added: number; readonly changed: number; readonly vanished: number } | undefined;
}

/** For each run, newest first, what changed; undefined for one without a dataset, or without one before it. */
export async function changesOf(
  runs: readonly ScheduledRun[],
  place: unknown,
  { cacheDir }: Home,
): Promise<(WhatChanged | undefined)[]> {
  const where = StoreSchema.safeParse(place);
  const store = where.success
    ? await openStore(where.data, { cacheDir, toRead: true }).catch(() => undefined)
    : undefined;
  const found: (WhatChanged | undefined)[] = [];
  for (const [at, run] of runs.entries()) {
    const before = runs.slice(at + 1).find(({ dataset }) => dataset !== undefined);
    found.push(
      run.dataset === undefined || before?.dataset === undefined
        ? undefined
        : {
            rows: run.dataset.rows - before.dataset.rows,
            config: run.configVersion !== before.configVersion,
            files: store === undefined ? undefined : await filesBetween(store, before.dataset, run.dataset),
          },
    );
  }
  return found;
}

async function filesBetween(store: Store, before: Dataset, after: Dataset): Promise<WhatChanged['files']> {
  const [old, now] = [await filesOf(store, before), await filesOf(store, after)];
  if (old === undefined || now === undefined) return undefined;
  const [added, changed, vanished] = [
    [...now.keys()].filter((uri) => !old.has(uri)),
    [...now].filter(([uri, print]) => old.has(uri) && old.get(uri) !== print),
    [...old.keys()].filter((uri) => !now.has(uri)),
  ];
  return { added: added.length, changed: changed.length, vanished: vanished.length };
}

async function filesOf(store: Store, { tables }: Dataset): Promise<Map<string, string> | undefined> {
  const files = new Map<string, string>();
  for (const digest of tables.flatMap((table) => table.import ?? [])) {
    const known = await importFiles(store, digest).catch(() => undefined);
    if (known === undefined) return undefined;
    for (const [uri, print] of known.files) files.set(uri, print);
  }
  return files;
}

/** 3 files new, 1 vanished; 12 rows more. */
export function changeText({ rows, config, files }: WhatChanged, unchanged: boolean): string {
  const { added = 0, changed = 0, vanished = 0 } = files ?? {};
  const counted = [
    [added, 'new'],
    [changed, 'changed'],
    [vanished, 'vanished'],
  ] as const;
  const told = counted.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return [
    ...(config ? ['another config'] : []),
    ...(told.length === 0 ? [] : [`files: ${told.join(', ')}`]),
    ...(rows === 0 ? [] : [`rows ${rows > 0 ? '+' : '−'}${Math.abs(rows)}`]),
    ...(unchanged ? ['nothing published'] : []),
  ].join('; ');
}

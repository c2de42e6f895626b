import { MoveSchema, type Move } from '../../schemas/dataset/version.ts';
import { readStored } from '../storage/stored-json.ts';
import type { Store, StoredObject } from '../storage/store.ts';

/** How the versions of a dataset stand, by what was written once: its manifests, moves and pins. */
export interface Standing {
  /** Numbers of the complete versions, ascending. */
  readonly complete: readonly number[];
  /** The one that readers are to take. */
  readonly latest: number | undefined;
  /** A version up to this becomes the newest by a rollback alone; 0 where there was none. */
  readonly upTo: number;
  /** Number of the newest move, 0 where there was none. */
  readonly moves: number;
  /** Where that went, be it there or not. */
  readonly movedTo: number | undefined;
  readonly pinned: ReadonlySet<number>;
  /** Everything that is in the dataset's folder. */
  readonly objects: readonly StoredObject[];
}

export function datasetFolder(name: string): string {
  return `datasets/${name}`;
}

export function moveKey(name: string, move: number): string {
  return `${datasetFolder(name)}/moves/${String(move).padStart(6, '0')}.json`;
}

export function pinKey(name: string, version: number): string {
  return `${datasetFolder(name)}/pins/v${version}.json`;
}

/** The version whose folder a key of the dataset is in. */
export function versionOf(name: string, key: string): number | undefined {
  return numberIn(key.slice(datasetFolder(name).length), /^\/v(\d+)\//);
}

/** The number that is free for a new version, unless a build under way has it: above all that there ever were. */
export function nextVersion({ complete, upTo }: Pick<Standing, 'complete' | 'upTo'>): number {
  return Math.max(0, upTo, ...complete.slice(-1)) + 1;
}

/** Reads how the versions stand: a list of the dataset's folder, and the newest move where there is one. */
export async function standingOf(store: Store, name: string): Promise<Standing> {
  const objects: StoredObject[] = [];
  const complete: number[] = [];
  const pinned = new Set<number>();
  let moves = 0;
  const folder = datasetFolder(name);
  for await (const object of store.list(`${folder}/`)) {
    objects.push(object);
    const path = object.key.slice(folder.length);
    const version = numberIn(path, /^\/v(\d+)\/manifest\.json$/);
    const pin = numberIn(path, /^\/pins\/v(\d+)\.json$/);
    if (version !== undefined) complete.push(version);
    if (pin !== undefined) pinned.add(pin);
    moves = Math.max(moves, numberIn(path, /^\/moves\/(\d+)\.json$/) ?? 0);
  }
  complete.sort((a, b) => a - b);
  const move = moves === 0 ? undefined : await readStored(store, moveKey(name, moves), MoveSchema);
  const latest = latestOf(complete, move);
  return { complete, latest, upTo: move?.upTo ?? 0, moves, movedTo: move?.to, pinned, objects };
}

/** What was published since the newest move goes before where that went; a version that is gone is no newest one. */
function latestOf(complete: readonly number[], move: Move | undefined): number | undefined {
  const highest = complete.at(-1);
  if (move === undefined || highest === undefined || highest > move.upTo) return highest;
  return complete.includes(move.to) ? move.to : highest;
}

function numberIn(path: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(path)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

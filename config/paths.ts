import { homedir } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { FormatSchema, type FilesInput } from '../schemas/table/corpus.ts';

/** The config's path-like fields, beside the `files` of every input; `*` stands for every entry of a list. */
export const pathFields = [
  ['store'],
  ['store', 'uri'],
  ['store', 'caFile'],
  ['prompts'],
  ['prompt', 'file'],
  ['tokenizer', 'file'],
  ['roles', '*', 'chatTemplate', 'tokenizerConfig'],
  ['endpoints', '*', 'caFile'],
  ['roles', '*', '*', 'chatTemplate', 'tokenizerConfig'],
] as const;

/** The path-like fields of a fleet. */
const fleetFields = [
  ['endpoints', '*', 'caFile'],
  ['stores', '*'],
  ['stores', '*', 'uri'],
  ['stores', '*', 'caFile'],
] as const;

/** Sections in which any name is the user's, `files` as well. */
export const freeFields = new Set(['where', 'columns', 'extraBody', 'metadata']);

/** A path as it stands in a config. */
interface PathAt {
  readonly at: readonly PropertyKey[];
  readonly met: string;
  /** It may be a glob. */
  readonly mayBeGlob: boolean;
  readonly put: (path: string) => void;
}

/** The config with its relative paths made absolute; they start at the config file's folder. */
export function resolvePaths(value: Record<string, unknown>, folder: string): Record<string, unknown> {
  const copy = structuredClone(value);
  for (const { met, mayBeGlob, put } of pathsIn(copy))
    if (isAtHome(met)) put(absolute(`.${met.slice(1)}`, homedir(), mayBeGlob));
    else put(absolute(met, folder, mayBeGlob));
  return copy;
}

/** Paths of a config that mean something only beside its file, or in somebody's home. */
export function relativePathsIn(value: unknown): { at: readonly PropertyKey[]; met: string }[] {
  return pathsIn(value)
    .filter(({ met }) => isAtHome(met) || !isAbsolute(met))
    .map(({ at, met }) => ({ at, met }));
}

/** The fleet with its relative paths made absolute; they start at its file's folder. */
export function resolveFleetPaths(value: Record<string, unknown>, folder: string): Record<string, unknown> {
  const copy = structuredClone(value);
  for (const { met, put } of fleetFields.flatMap((field) => pathsAt(copy, field)))
    put(absolute(isAtHome(met) ? `.${met.slice(1)}` : met, isAtHome(met) ? homedir() : folder, false));
  return copy;
}

/** The inputs that a config names, with their paths as they stand in it. */
export function inputsIn(config: unknown): FilesInput[] {
  return inputHolders(config).map((holder) => ({
    files: holder.files.filter((file) => typeof file === 'string'),
    format: FormatSchema.optional().catch(undefined).parse(Reflect.get(holder, 'format')),
  }));
}

/** What a config names beside its inputs and its store: a folder of prompts, a prompt, a tokenizer. */
export function otherPathsIn(config: unknown): string[] {
  return pathFields
    .filter(([section]) => section !== 'store')
    .map((field) => field.reduce(valueIn, config))
    .filter((met) => typeof met === 'string');
}

function valueIn(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}

interface InputHolder {
  readonly files: readonly unknown[];
}

/** Every recipe calls the files of an input `files`, wherever in its config the input stands. */
function inputHolders(value: unknown): InputHolder[] {
  return inputPlaces(value, []).map(({ holder }) => holder);
}

function inputPlaces(
  value: unknown,
  at: readonly PropertyKey[],
): { at: readonly PropertyKey[]; holder: InputHolder }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside: [PropertyKey, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  const below = inside.flatMap(([name, each]) =>
    typeof name === 'string' && freeFields.has(name) ? [] : inputPlaces(each, [...at, name]),
  );
  return isInput(value) ? [{ at, holder: value }, ...below] : below;
}

function isInput(value: object): value is InputHolder {
  return 'files' in value && Array.isArray(value.files);
}

function pathsIn(config: unknown): PathAt[] {
  return [
    ...pathFields.flatMap((field) => pathsAt(config, field)),
    ...inputPlaces(config, []).flatMap(({ at, holder }) => pathsAt(holder, ['files', '*'], at, true)),
  ];
}

/** The texts at a field; an address (s3://…) is no path, nor is nothing. */
function pathsAt(
  holder: unknown,
  [key, ...rest]: readonly string[],
  above: readonly PropertyKey[] = [],
  mayBeGlob = false,
): PathAt[] {
  if (key === undefined || typeof holder !== 'object' || holder === null) return [];
  const names: PropertyKey[] =
    key !== '*' ? [key] : Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
  return names.flatMap((name): PathAt[] => {
    const met: unknown = Reflect.get(holder, name);
    const at = [...above, name];
    if (rest.length > 0) return pathsAt(met, rest, at, mayBeGlob);
    if (typeof met !== 'string' || met === '' || !isPath(met)) return [];
    return [{ at, met, mayBeGlob, put: (path) => void Reflect.set(holder, name, path) }];
  });
}

/** In a glob, a folder's name stands for itself even if it has brackets or stars in it. */
function absolute(path: string, folder: string, mayBeGlob: boolean): string {
  const isGlob = mayBeGlob && /[*?{}[\]()!]/.test(path);
  return resolve(isGlob ? folder.replaceAll(/[*?{}[\]()!\\]/g, '\\$&') : folder, path);
}

/** `~/data` as a shell reads it. */
function isAtHome(path: string): boolean {
  return /^~(\/|$)/.test(path);
}

/** Not an address (s3://…). */
function isPath(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

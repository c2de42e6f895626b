import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { FormatSchema, type FilesInput } from '../../schemas/table/corpus.ts';

/** The config's path-like fields, beside the `files` of every input; `*` stands for every entry of a list. */
const pathFields = [
  ['store'],
  ['store', 'uri'],
  ['prompts'],
  ['prompt', 'file'],
  ['tokenizer', 'file'],
  ['roles', '*', 'chatTemplate', 'tokenizerConfig'],
] as const;

/** Sections in which any name is the user's, `files` as well. */
const freeFields = new Set(['where', 'columns', 'extraBody', 'metadata']);

/** The config with its relative paths made absolute; they start at the config file's folder. */
export function resolvePaths(value: Record<string, unknown>, folder: string): Record<string, unknown> {
  const copy = structuredClone(value);
  for (const field of pathFields) replaceAt(copy, field, folder);
  for (const input of inputHolders(copy)) replaceAt(input, ['files', '*'], folder);
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
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, each]) =>
    freeFields.has(name) ? [] : inputHolders(each),
  );
  return isInput(value) ? [value, ...below] : below;
}

function isInput(value: object): value is InputHolder {
  return 'files' in value && Array.isArray(value.files);
}

function replaceAt(holder: unknown, field: readonly string[], folder: string): void {
  const [key, ...rest] = field;
  if (key === undefined || typeof holder !== 'object' || holder === null) return;
  for (const name of key === '*' ? Object.keys(holder) : [key]) {
    const met: unknown = Reflect.get(holder, name);
    if (rest.length > 0) replaceAt(met, rest, folder);
    else if (typeof met === 'string' && /^~(\/|$)/.test(met))
      Reflect.set(holder, name, atHome(met, field[0] === '*'));
    else if (typeof met === 'string' && met !== '' && isRelative(met))
      Reflect.set(holder, name, absolute(met, folder, field[0] === '*'));
  }
}

/** In a glob, a folder's name stands for itself even if it has brackets or stars in it. */
function absolute(path: string, folder: string, mayBeGlob: boolean): string {
  const isGlob = mayBeGlob && /[*?{}[\]()!]/.test(path);
  return resolve(isGlob ? folder.replaceAll(/[*?{}[\]()!\\]/g, '\\$&') : folder, path);
}

/** `~/data` as a shell reads it. */
function atHome(path: string, mayBeGlob: boolean): string {
  return absolute(`.${path.slice(1)}`, homedir(), mayBeGlob);
}

/** Not an address (s3://…). Globs stay globs: resolving leaves their stars alone. */
function isRelative(path: string): boolean {
  return !/^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

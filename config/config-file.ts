import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isMap, isPair, LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import { concealed } from '../schemas/secrets.ts';
import { ConfigError } from './config-error.ts';

/** A config as it was written: not yet checked by its recipe. */
export interface ConfigText {
  /** The file as the user named it; empty where it came without one. */
  readonly path: string;
  readonly value: Record<string, unknown>;
  /** Line of the value at a path, or of the nearest thing above it that the file has. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

export interface ConfigFile extends ConfigText {
  /** Absolute folder that relative paths in the config start at. */
  readonly folder: string;
}

/** Reads a YAML or JSON file. Throws ConfigError when it cannot be read, is damaged, or is no set of keys. */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const source = decode(await readBytes(path), path);
  if (source.trim() === '')
    throw fail(path, undefined, 'the file is empty; `tunesmith init` writes one to start from');
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined)
    throw fail(path, lines.linePos(error.pos[0]).line, problemOf(error, source, path.endsWith('.json')));
  const value = plainValue(document, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fail(path, 1, `a config is a set of keys such as "recipe: generate", not ${nameOf(value)}`);
  return {
    path,
    folder: dirname(resolve(path)),
    value: { ...value },
    lineOf: (at) => lineAt(document, lines, at),
  };
}

function plainValue(document: Document.Parsed, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw fail(path, undefined, wordsOf(error instanceof Error ? error.message : String(error)));
  }
}

async function readBytes(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    const problems: Record<string, string> = {
      ENOENT: 'there is no such file',
      EISDIR: 'is a folder; name the config file in it',
      EACCES: 'may not be read; check its permissions',
    };
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw fail(path, undefined, problems[code] ?? `cannot be read (${String(error)})`);
  });
}

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fail(path, undefined, 'is not UTF-8 text; save it as UTF-8');
  }
}

function problemOf({ code, message, pos }: YAMLError, source: string, json: boolean): string {
  if (code === 'DUPLICATE_KEY') {
    const key = /^["']?([^"':\n]+)/.exec(source.slice(pos[0]))?.[1]?.trim() ?? '';
    return `the key "${concealed(key)}" is there twice; keep one of them`;
  }
  if (
    code === 'TAB_AS_INDENT' ||
    /^[^\n]*\t/.test(source.slice(source.lastIndexOf('\n', pos[0]) + 1, pos[0] + 1))
  )
    return 'a tab where YAML wants spaces; indent with spaces';
  if (code === 'MULTIPLE_DOCS') return 'a config is one document; remove the "---" and what follows';
  return `not valid ${json ? 'JSON' : 'YAML'}: ${wordsOf(message)}`;
}

/** What the parser says, but for the text that it repeats: a password may begin with a star. */
function wordsOf(message: string): string {
  if (/^unresolved alias/i.test(message))
    return 'an unquoted * begins an alias; put a text that begins so in quotes';
  return concealed(message.split('\n')[0] ?? message);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'nothing' : `the ${typeof value} ${concealed(JSON.stringify(value))}`;
}

function fail(path: string, line: number | undefined, problem: string): ConfigError {
  return new ConfigError(path, [{ at: '', line, problem }]);
}

function lineAt(
  document: Document.Parsed,
  lines: LineCounter,
  at: readonly PropertyKey[],
): number | undefined {
  for (let length = at.length; length > 0; length -= 1) {
    const offset = keyOffset(document, at.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return undefined;
}

/** Where a key or a list's entry begins. */
function keyOffset(document: Document.Parsed, at: readonly PropertyKey[]): number | undefined {
  const last = at.at(-1);
  const parent: unknown = at.length === 1 ? document.contents : document.getIn(at.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((each) => isPair(each) && String(each.key) === String(last));
    return offsetOf(pair?.key);
  }
  return offsetOf(document.getIn(at, true));
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

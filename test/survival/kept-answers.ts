import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Addresses of the answers in a store's parts. */
export function answersInStore(store: string): Set<string> {
  return addressesBelow(join(store, 'answers'), '.jsonl.gz', (path) => gunzipSync(readFileSync(path)));
}

/** Addresses of all that is kept; answers go from the journal to the store, so one that moves meanwhile is met there. */
export function answersKept(store: string, home: string): Set<string> {
  return new Set([...answersInJournal(home), ...answersInStore(store)]);
}

/** Addresses of the answers in the journal of a TUNESMITH_HOME. */
function answersInJournal(home: string): Set<string> {
  return addressesBelow(join(home, 'journal'), '.jsonl', (path) => readFileSync(path));
}

function addressesBelow(folder: string, ending: string, read: (path: string) => Buffer): Set<string> {
  const addresses = new Set<string>();
  for (const name of namesBelow(folder)) {
    if (!name.endsWith(ending)) continue;
    for (const line of linesOf(join(folder, name), read)) {
      const address = /^\{"address":"([0-9a-f]+)".*\}$/.exec(line)?.[1];
      if (address !== undefined) addresses.add(address);
    }
  }
  return addresses;
}

function namesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

/** A file that is removed while it is looked for has no lines: its answers are found elsewhere. */
function linesOf(path: string, read: (path: string) => Buffer): string[] {
  try {
    return read(path).toString('utf8').split('\n');
  } catch {
    return [];
  }
}

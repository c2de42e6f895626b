import { StoreKeyError } from './store-key-error.ts';

/** Folder at the root of a local store where files are written before they get their name; never part of a key. */
export const unfinishedFolder = '.unfinished';

/** S3's limit for a key and file systems' for a name, in bytes. */
const longestKey = 1024;
const longestPart = 255;

/** Throws `StoreKeyError` unless the key names one object inside any kind of store. */
export function checkKey(key: string): void {
  const parts = key.split('/');
  const reason = faultOf(key, parts) ?? parts.map(faultOfPart).find((fault) => fault !== undefined);
  if (reason !== undefined) throw new StoreKeyError(key, reason);
}

/** As `checkKey`, for a beginning of keys: empty, or ending inside a name or at a slash. */
export function checkPrefix(prefix: string): void {
  if (prefix !== '') checkKey(prefix.endsWith('/') ? `${prefix}a` : prefix);
}

function faultOf(key: string, parts: readonly string[]): string | undefined {
  if (key.startsWith('/')) return 'it is an absolute path';
  if (parts[0] === unfinishedFolder) return `${unfinishedFolder}/ is the store's own`;
  if (Buffer.byteLength(key) > longestKey) return `it is longer than ${longestKey} bytes`;
  return undefined;
}

function faultOfPart(part: string): string | undefined {
  if (part === '') return 'it has an empty part';
  if (part === '.' || part === '..') return `it has a "${part}" part`;
  if (part.includes('\\')) return 'it has a backslash';
  if (/\p{Cc}/u.test(part)) return 'it has a control character';
  if (/\p{Cs}/u.test(part)) return 'it has half of a surrogate pair';
  if (Buffer.byteLength(part) > longestPart) return `a part of it is longer than ${longestPart} bytes`;
  return undefined;
}

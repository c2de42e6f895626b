/** Where the versions of a bank are in the store. */
export function bankKey(name: string, version: number, file: string): string {
  return `banks/${name}/v${version}/${file}`;
}

export function latestBankKey(name: string): string {
  return `banks/${name}/latest.json`;
}

/** Folder of the Lance database with a large bank's index, all versions in one table. */
export function bankIndexKey(name: string): string {
  return `banks/${name}/index`;
}

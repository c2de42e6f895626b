/** A dataset or a version that the store does not have. */
export class VersionUnknown extends Error {
  override readonly name = 'VersionUnknown';
}

/** Names of the store's datasets that a message shows. */
const shown = 10;

export function datasetUnknown(store: string, name: string, names: readonly string[]): VersionUnknown {
  const more = names.length > shown ? ` and ${names.length - shown} more` : '';
  const known = names.length === 0 ? 'it has none' : `it has ${names.slice(0, shown).join(', ')}${more}`;
  return new VersionUnknown(
    `${store} has no published dataset ${name}; ${known}. Name its store with --store or --config FILE`,
  );
}

export function versionUnknown(name: string, version: number, complete: readonly number[]): VersionUnknown {
  const known = complete.map((each) => `v${each}`).join(', ');
  return new VersionUnknown(`${name} has no version v${version}, only ${known}`);
}

import { TableOutlineSchema } from '../../../schemas/table/table.ts';
import { readStored } from '../../storage/stored-json.ts';
import type { Store } from '../../storage/store.ts';
import type { References } from './references.ts';

/** What stays of an edition that was collected while another one of its table stayed. */
export function marksOf(folder: string): [outline: string, mark: string] {
  return [`${folder}/outline.json`, `${folder}/damaged.json`];
}

/** Whether another edition of a table that goes stays. */
export async function hasOtherEdition(
  store: Store,
  folder: string,
  { origins }: References,
): Promise<boolean> {
  const outline = await readStored(store, marksOf(folder)[0], TableOutlineSchema);
  return outline !== undefined && origins.has(outline.origin);
}

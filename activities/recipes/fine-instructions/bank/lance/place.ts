import type { OpenBuild } from '../../../../engine/build/open-plan.ts';
import { withEndpoint } from '../../../../storage/s3/endpoint.ts';
import { storageOptionsOf, type LancePlace } from '../../../../vectors/lance/place.ts';
import { bankIndexKey } from '../keys.ts';

/** The table of a bank's Lance database, all versions of the bank in it. */
export const templatesTable = 'templates';

/** Where the Lance database of a bank is. */
export function placeOf(name: string, { store, plan }: Pick<OpenBuild, 'store' | 'plan'>): LancePlace {
  return {
    uri: store.locate(bankIndexKey(name)),
    storageOptions: storageOptionsOf(withEndpoint(plan.config.store)),
  };
}

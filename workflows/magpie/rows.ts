import type { respond } from '../../schemas/recipes/magpie/conversation.ts';
import type { cleanInstruction, preQuery } from '../../schemas/recipes/magpie/instructions.ts';
import type { measureLengths } from '../../schemas/recipes/magpie/labels.ts';
import type { RowOf } from '../../schemas/table/column.ts';
import type { Flow } from '../engine/flow.ts';

type Pair = { id: string } & Pick<RowOf<(typeof preQuery)['adds']['shape']>, 'domain' | 'language'> &
  RowOf<(typeof cleanInstruction)['adds']['shape']> &
  RowOf<(typeof respond)['adds']['shape']>;

/** Instructions with their answers. */
export type Pairs = Flow<Pair>;
/** The same with what is measured of them, and what the config's roles say of them besides. */
export type MeasuredPairs = Flow<Pair & RowOf<(typeof measureLengths)['adds']['shape']>>;

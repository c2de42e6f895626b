import type { Dataset, TableRef, TableSummary } from '../../schemas/build/task.ts';
import type { KindName } from '../../schemas/kinds/index.ts';
import type { OpenBuild } from '../engine/build/open-plan.ts';
import type { RecipeAnalysis } from './analysis/recipe-analysis.ts';

export interface PublishInput {
  readonly build: OpenBuild;
  readonly kind: KindName;
  /** The table to publish: an id, the columns of its kind, and whatever the recipe's stages added. */
  readonly table: TableRef;
  /** Columns of the table that the dataset is without. @default none */
  readonly without?: readonly string[];
  /** Every table of the build, in the recipe's order. */
  readonly tables: readonly TableSummary[];
  /** Tables that its analysis compares it with. @default none */
  readonly beside?: readonly TableSummary[];
  /** Fine-tuning files that the build made. */
  readonly training?: Dataset['training'];
}

export interface PublishOptions {
  /** Folder for files on their way to the store; what is put there is removed again. */
  readonly scratchDir: string;
  /** What recipes tell of their datasets beside what all do, by the recipe's name. */
  readonly analyses: ReadonlyMap<string, RecipeAnalysis>;
  /** What DuckDB may hold in memory, such as `2GB`. */
  readonly memoryLimit: string;
  readonly signal: AbortSignal;
  /** Told what is being done. */
  readonly beat?: (what: string) => void;
}

import type { DatasetFacts, DatasetFile } from '../../schemas/dataset/manifest.ts';
import type { Section } from '../../schemas/dataset/section.ts';
import type { Format } from '../../schemas/kinds/index.ts';
import type { LeftOut } from './places.ts';
import type { StageRejects } from './sample-rejects.ts';
import type { SampleRow } from './sample-rows.ts';

/** What a version is rendered from. */
export interface Gathered {
  readonly facts: DatasetFacts;
  /** What its rows are written in. */
  readonly formats: readonly Format[];
  readonly leftOut: readonly LeftOut[];
  readonly data: readonly DatasetFile[];
  readonly first: SampleRow | undefined;
  readonly drawn: readonly SampleRow[];
  readonly rejects: readonly StageRejects[];
  /** What changed since the version before; undefined where there is none. */
  readonly changes?: Section | undefined;
}

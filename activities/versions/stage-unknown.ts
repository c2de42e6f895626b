/** A stage that a version's build did not have. */
export class StageUnknown extends Error {
  override readonly name = 'StageUnknown';

  constructor(dataset: string, stage: string, stages: readonly string[]) {
    super(`stage: ${dataset} has no stage ${JSON.stringify(stage)}, only ${[...new Set(stages)].join(', ')}`);
  }
}

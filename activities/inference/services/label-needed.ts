const MOST_SHOWN = 8;

/** A model gives several numbers and nothing says which is meant: a setting of the role must change. */
export class LabelNeeded extends Error {
  override readonly name = 'LabelNeeded';
  readonly problem: string;
  readonly fix: string;

  constructor(numbers: readonly number[], label: number | undefined, model: string) {
    const more = numbers.length > MOST_SHOWN ? `, and ${numbers.length - MOST_SHOWN} more` : '';
    const shown = numbers.slice(0, MOST_SHOWN).join(', ') + more;
    const which = label === undefined ? 'nothing says which is the reward' : `label ${label} is none of them`;
    const problem = `the model "${model}" gives ${numbers.length} numbers (${shown}), and ${which}`;
    const fix = "Set the role's label to the reward's place among them: 0 is the first, -1 the last.";
    super(`${problem}. ${fix}`);
    this.problem = problem;
    this.fix = fix;
  }
}

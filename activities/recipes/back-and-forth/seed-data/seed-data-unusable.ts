/** The seed files hold no pair to train on. */
export class SeedDataUnusable extends Error {
  override readonly name = 'SeedDataUnusable';

  constructor(files: readonly string[], skipped: Readonly<Record<string, number>>) {
    const reasons = Object.entries(skipped).map(([reason, count]) => `${reason}: ${String(count)}`);
    super(
      `${files.join(', ')}: no first turn can be used (${reasons.join('; ') || 'the files are empty'}). ` +
        'Give Open-Assistant conversation trees with ranked replies, or correct seedData.lang',
    );
  }
}

import { relative } from 'node:path';

/** What is wrong with a recipe's folder, and where: lines and columns begin at 1. */
export interface RecipeFinding {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly problem: string;
}

/** A folder's recipe cannot be used until its author mends it: one line a finding, with file and line. */
export class RecipeUnusable extends Error {
  override readonly name = 'RecipeUnusable';
  readonly findings: readonly RecipeFinding[];

  constructor(findings: readonly RecipeFinding[]) {
    super(findings.map(told).join('\n'));
    this.findings = findings;
  }
}

function told({ file, line, column, problem }: RecipeFinding): string {
  const short = relative(process.cwd(), file);
  const path = short.startsWith('..') ? file : short || '.';
  const at = [path, ...(line === undefined ? [] : [line]), ...(column === undefined ? [] : [column])];
  return `${at.join(':')}: ${problem}`;
}

/** One thing that is wrong in a config. */
export interface ConfigFinding {
  /** Where in the config: `roles.backward.model`; empty for the file as a whole. */
  readonly at: string;
  /** Line of the file, from 1, where it is known. */
  readonly line: number | undefined;
  /** What is wrong, the value met and what to do. */
  readonly problem: string;
}

/**
 * A config that cannot be used. The message has one line for each finding: `file:line: path: problem`, or
 * `path: problem` where it came without a file.
 */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly file: string;
  readonly findings: readonly ConfigFinding[];

  constructor(file: string, findings: readonly ConfigFinding[]) {
    super(findings.map((finding) => lineOf(file, finding)).join('\n'));
    this.file = file;
    this.findings = findings;
  }
}

function lineOf(file: string, { at, line, problem }: ConfigFinding): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return [place, at, problem].filter((part) => part !== '').join(': ');
}

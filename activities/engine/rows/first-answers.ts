import type { RequestRefused } from '../../inference/index.ts';
import type { OpenBuild } from '../build/open-plan.ts';

/** First answers of a role that must all be refused alike for the build to stop. */
const usual = 10;

/** All that a role was asked at first was refused for one reason: what the rows say is not the cause. */
export class RoleRefused extends Error {
  override name = 'RoleRefused';

  constructor(role: string, first: number, last: RequestRefused) {
    super(
      `the first ${first} answers of role ${role} were all refused alike. ${last.message}. ` +
        `Mend the role, or allow more with rejects.firstRefused`,
    );
  }
}

/** Tells a role that is refused whatever it asks from rows that are refused for what they say; one a build and process. */
export class FirstAnswers {
  readonly #role: string;
  readonly #most: number;
  #answered = false;
  #refused = 0;
  #alike: string | undefined;
  #asked = 0;
  /** Questions that wait for their answer, the first asked first. */
  readonly #waiting = new Set<number>();

  constructor(role: string, most = usual) {
    this.#role = role;
    this.#most = most;
  }

  /** The number of a question that is asked. */
  asks(): number {
    this.#asked += 1;
    if (!this.#answered) this.#waiting.add(this.#asked);
    return this.#asked;
  }

  /** The role has answered: from now on what is refused is so for what it says. */
  answered(): void {
    this.#answered = true;
    this.#waiting.clear();
  }

  /** A question has neither been answered nor refused. */
  left(question: number): void {
    this.#waiting.delete(question);
  }

  /**
   * Throws RoleRefused where all that was asked up to this question was refused alike, and that often enough. A moderator
   * refuses at once what a model would write at for minutes: those that still wait say nothing yet.
   */
  refused(question: number, refusal: RequestRefused): void {
    this.#waiting.delete(question);
    if (this.#answered) return;
    const { status, kind } = refusal;
    const said = `${status} ${kind}`;
    this.#alike ??= said;
    // Two kinds of refusals are of two kinds of rows.
    if (this.#alike !== said) {
      this.answered();
      return;
    }
    this.#refused += 1;
    const [oldest = Infinity] = this.#waiting;
    if (this.#refused >= this.#most && question < oldest)
      throw new RoleRefused(this.#role, this.#refused, refusal);
  }
}

const byBuild = new WeakMap<OpenBuild, Map<string, FirstAnswers>>();

/** The first answers of a build's role in this process. */
export function firstAnswersOf(build: OpenBuild, role: string): FirstAnswers {
  const roles = byBuild.get(build) ?? new Map<string, FirstAnswers>();
  byBuild.set(build, roles);
  const known = roles.get(role) ?? new FirstAnswers(role, build.plan.config.rejects.firstRefused);
  roles.set(role, known);
  return known;
}

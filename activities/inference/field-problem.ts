import type { LanguageQuestion } from '../../schemas/inference/question.ts';
import type { RefusedWith } from './field-trial.ts';
import type { Problem } from './fault-problem.ts';
import { isOfLength } from './refusal-of.ts';
import type { RoleToCheck } from './role-to-check.ts';

/** A field that a role may not send: with the server's words, and the line to write in the config. */
export function fieldProblem({ role, model, sends = [] }: RoleToCheck, refused: RefusedWith): Problem {
  const { field, status, words } = refused;
  const own = sends.some(({ extraBody }) => Object.hasOwn(extraBody, field));
  return {
    problem: `"${model}" refuses the field ${field} as role ${role} sends it (HTTP ${status}): ${words}`,
    fix: `Write in roles.${role}: ${own ? removed(refused) : lineFor(refused, mostTokens(sends))}`,
    role,
  };
}

/** It stands in the role's own `extraBody`. */
function removed({ field, wanted }: RefusedWith): string {
  return wanted === undefined
    ? `no ${field} in \`extraBody\`.`
    : `\`extraBody: { ${field}: ${JSON.stringify(wanted)} }\`.`;
}

function mostTokens(sends: readonly LanguageQuestion[]): number {
  return Math.max(...sends.map(({ maxTokens = 0 }) => maxTokens));
}

function lineFor({ field, wanted, words }: RefusedWith, sent: number): string {
  switch (field) {
    case 'temperature':
      return '`sampling: { temperature: null }`.';
    case 'top_p':
      return '`sampling: { topP: null }`.';
    case 'max_tokens':
    case 'max_completion_tokens':
      return maxTokensLine(field, words, sent);
    case 'stop':
      return '`sampling: { stop: null }`.';
    case 'seed':
      return '`sendSeed: false` (or, where the server calls it so, `seedField: random_seed`).';
    case 'random_seed':
      return '`sendSeed: false`, or no `seedField`.';
    case 'stream':
      return `\`stream: ${wanted === true}\`.`;
    default:
      return `\`extraBody: { ${field}: ${JSON.stringify(wanted ?? null)} }\`.`;
  }
}

const TOO_LARGE = /too (?:large|big|high)|greater|exceed|at most|less than|range|maximum|fewer|larger/i;
const NUMBER = /\d[\d,]*/g;

/** The field itself is not known there, or its number is too large. */
function maxTokensLine(field: string, words: string, sent: number): string {
  if (isOfLength(words) || TOO_LARGE.test(words)) {
    const numbers = (words.match(NUMBER) ?? []).map((each) => Number(each.replaceAll(',', '')));
    const allowed = Math.max(0, ...numbers.filter((each) => each < sent));
    const named = allowed === 0 ? '' : ` (the server names ${allowed}, of which prompts may take their part)`;
    return `\`sampling: { maxTokens: N }\` with a smaller N${named}.`;
  }
  const other = field === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  return `\`maxTokensField: ${other}\`, or \`sampling: { maxTokens: null }\`.`;
}

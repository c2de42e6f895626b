import type { Usage } from '../inference/question.ts';
import type { Counts, Spending } from './table.ts';

export const noCounts: Counts = { in: 0, out: 0, rejected: 0, expanded: 0 };

export const noSpending: Spending = {
  asked: 0,
  reused: 0,
  usage: { promptTokens: 0, completionTokens: 0 },
  reusedUsage: { promptTokens: 0, completionTokens: 0 },
  cost: 0,
  models: [],
  standIn: false,
};

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    in: a.in + b.in,
    out: a.out + b.out,
    rejected: a.rejected + b.rejected,
    expanded: a.expanded + b.expanded,
    ...(a.merged === undefined && b.merged === undefined
      ? {}
      : { merged: (a.merged ?? 0) + (b.merged ?? 0) }),
  };
}

export function addSpending(a: Spending, b: Spending): Spending {
  return {
    asked: a.asked + b.asked,
    reused: a.reused + b.reused,
    usage: addUsage(a.usage, b.usage),
    reusedUsage: addUsage(a.reusedUsage, b.reusedUsage),
    cost: a.cost + b.cost,
    models: [...new Set([...a.models, ...b.models])].sort(),
    standIn: a.standIn || b.standIn,
  };
}

export function addUsage(a: Usage, b: Usage): Usage {
  const thought = (a.reasoningTokens ?? 0) + (b.reasoningTokens ?? 0);
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    // Told where there are any: most models have none.
    ...(thought === 0 ? {} : { reasoningTokens: thought }),
  };
}

/** Nothing disappears: every row of the input is in the output, in the rejects, or became one row with others. */
export function reconciles({ in: input, out, rejected, expanded, merged = 0 }: Counts): boolean {
  return input + expanded === out + rejected + merged;
}

/** Adds the counts of reasons by name. */
export function addReasons(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [reason, count] of Object.entries(b)) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

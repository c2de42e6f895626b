import { addSpending, addUsage, noSpending } from '../table/counts.ts';
import type { Spending } from '../table/table.ts';
import type { Dataset } from './task.ts';

/** What this build asked for and what it found; tables that were there count as found. */
export function spendingOf({ tables }: Pick<Dataset, 'tables'>): Spending {
  return tables
    .map(({ reused, spending }): Spending => {
      if (!reused) return spending;
      const { asked, reused: found, usage, reusedUsage } = spending;
      return {
        ...spending,
        asked: 0,
        reused: asked + found,
        usage: noSpending.usage,
        reusedUsage: addUsage(usage, reusedUsage),
        cost: 0,
      };
    })
    .reduce(addSpending, noSpending);
}

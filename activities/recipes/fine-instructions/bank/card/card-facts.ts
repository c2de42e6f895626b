import { z } from 'zod';
import type { DuckDB } from '../../../../parquet/duckdb.ts';

const shownTemplates = 10;
const shownSamples = 6;
/** Characters of a template, description or query that the card quotes. */
const longest = 600;

const cut = (column: string) => `left(${column}, ${String(longest)}) AS ${column}`;

/** What a bank's card tells besides its manifest. */
export interface BankCardFacts {
  readonly sources: readonly { source: string; license: string | null; templates: number; queries: number }[];
  readonly complexities: readonly { complexity: number; templates: number; queries: number }[];
  readonly mostUsed: readonly { template: string; uses: number }[];
  readonly samples: readonly {
    template: string;
    description: string;
    query: string;
    query_source: string;
  }[];
}

/** Reads a bank's facts for its card from the view `bank`; vectors are not touched. */
export async function bankCardFacts(db: DuckDB): Promise<BankCardFacts> {
  const named = `coalesce(metadata ->> '$.license', metadata ->> '$.licence')`;
  return {
    sources: await db.rows(
      `SELECT left(query_source, 200) AS source, left(CASE WHEN json_valid(metadata) THEN ${named} END, 200) AS license,
        count(*) AS templates, sum(uses)::BIGINT AS queries FROM bank GROUP BY ALL ORDER BY ALL`,
      { source: z.string(), license: z.string().nullable(), templates: z.int(), queries: z.int() },
    ),
    complexities: await db.rows(
      `SELECT complexity, count(*) AS templates, sum(uses)::BIGINT AS queries FROM bank GROUP BY ALL ORDER BY ALL`,
      { complexity: z.int(), templates: z.int(), queries: z.int() },
    ),
    mostUsed: await db.rows(
      `SELECT ${cut('template')}, uses FROM bank ORDER BY uses DESC, template_id LIMIT ${String(shownTemplates)}`,
      { template: z.string(), uses: z.int() },
    ),
    samples: await db.rows(
      `SELECT ${['template', 'description', 'query', 'query_source'].map(cut).join(', ')} FROM bank
        ORDER BY md5(template_id), template_id LIMIT ${String(shownSamples)}`,
      { template: z.string(), description: z.string(), query: z.string(), query_source: z.string() },
    ),
  };
}

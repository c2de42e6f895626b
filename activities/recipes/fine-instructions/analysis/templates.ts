import { z } from 'zod';
import type { Section } from '../../../../schemas/dataset/section.ts';
import { counted, measured, share } from '../../../dataset/amounts.ts';
import { shortened } from '../../../dataset/excerpt.ts';
import type { AnalysisInputs } from '../../../dataset/analysis/recipe-analysis.ts';
import { bankOf } from './bank-of.ts';
import { usesOf } from './uses-of.ts';
import { growthOf, powerLawOf, type Point, type PowerLaw, type Uses } from './growth.ts';

const shownTemplates = 10;
const shownSources = 20;

/** Upper ends of the classes in which uses are told, the paper's 1,000 among them. */
const classes = [1, 9, 99, 999, 9999];

/** Section 6.1: how many templates are used, how evenly, and whose queries they come of. */
export async function templateSection(inputs: AnalysisInputs): Promise<Section[]> {
  const { db, tables } = inputs;
  const uses = await db.rows(
    `SELECT uses, count(*) AS kinds, min(key, ${String(shownTemplates)})::VARCHAR[] AS some
    FROM (${usesOf('template_id')}) GROUP BY uses ORDER BY uses`,
    { uses: z.int(), kinds: z.int(), some: z.array(z.string()) },
  );
  const most = uses.at(-1);
  if (most === undefined) return [];
  const pairs = uses.reduce((sum, each) => sum + each.uses * each.kinds, 0);
  const templates = uses.reduce((sum, { kinds }) => sum + kinds, 0);
  const bank = await bankOf(inputs);
  const of = bank === undefined ? '' : ` of the bank’s ${counted(bank.templates)}`;
  const documents = tables.findLast(({ manifest }) => manifest.stage === 'count-document')?.summary.counts;
  const curve = growthOf(uses, pairs);
  const law = powerLawOf(curve);
  return [
    {
      title: 'Use of the templates',
      paragraphs: [
        `${counted(templates)} templates${of} were used. The most used one gave ${share(most.uses, pairs)} of the ` +
          'pairs; in the paper none gave more than 0.09%, and most gave fewer than 1,000 pairs.',
        `Distinct templates y among x pairs: ${inWords(law)}. Among x documents: ` +
          `${inWords(law === undefined ? undefined : over(law, pairs / (documents?.out ?? pairs)))}; the paper has ` +
          'y = 16,891 x^0.24 (r² = 0.96). Expected values over random orders, at points spaced evenly in ln x over the ' +
          'last two powers of ten; fitted by least squares of ln y on ln x.',
      ],
      tables: [
        await mostUsed(inputs, keysOfMost(uses), pairs),
        { columns: ['Uses', 'Templates', 'Pairs', 'Share of pairs'], rows: byClass(uses, pairs) },
        await sources(inputs, pairs),
      ],
      plots: [growthPlot(curve, law)],
    },
  ];
}

/** Hashes of the most used templates. */
function keysOfMost(uses: readonly { readonly some: readonly string[] }[]): string[] {
  const keys: string[] = [];
  for (let at = uses.length - 1; at >= 0 && keys.length < shownTemplates; at -= 1)
    keys.push(...(uses[at]?.some ?? []));
  return keys.slice(0, shownTemplates);
}

async function mostUsed({ db }: AnalysisInputs, keys: readonly string[], pairs: number) {
  const rows = await db.rows(
    `SELECT any_value(left(template, 1000)) AS template, min(complexity) AS complexity, count(*) AS uses,
      avg(similarity) AS similarity
    FROM dataset WHERE hash(template_id) IN (${keys.join(', ')}) GROUP BY template_id ORDER BY uses DESC, template_id`,
    { template: z.string(), complexity: z.int(), uses: z.int(), similarity: z.number() },
  );
  return {
    columns: ['Most used templates', 'Tags', 'Pairs', 'Share', 'Mean similarity'],
    rows: rows.map(({ template, complexity, uses, similarity }) => [
      shortened(template, 160),
      complexity,
      uses,
      share(uses, pairs),
      similarity,
    ]),
  };
}

function byClass(uses: readonly Uses[], pairs: number): (string | number)[][] {
  return [...classes, Infinity].flatMap((to, at) => {
    const from = (classes[at - 1] ?? 0) + 1;
    const mine = uses.filter((each) => each.uses >= from && each.uses <= to);
    if (mine.length === 0) return [];
    const given = mine.reduce((sum, each) => sum + each.uses * each.kinds, 0);
    const label =
      to === Infinity
        ? `${counted(from)} and more`
        : from === to
          ? '1'
          : `${counted(from)} to ${counted(to)}`;
    return [[label, mine.reduce((sum, { kinds }) => sum + kinds, 0), given, share(given, pairs)]];
  });
}

/** Half of the paper's pairs came of templates of one source. */
async function sources({ db }: AnalysisInputs, pairs: number) {
  const rows = await db.rows(
    `WITH used AS (SELECT hash(query_source) AS key, count(*) AS uses FROM dataset
        GROUP BY hash(query_source), hash(template_id)),
      names AS (SELECT hash(query_source) AS key, any_value(left(query_source, 200)) AS source FROM dataset GROUP BY key)
    SELECT source, sum(uses)::BIGINT AS pairs, count(*) AS templates FROM used JOIN names USING (key)
    GROUP BY source ORDER BY pairs DESC, source LIMIT ${String(shownSources)}`,
    { source: z.string(), pairs: z.int(), templates: z.int() },
  );
  return {
    columns: ['Source of the query', 'Templates', 'Pairs', 'Share of pairs'],
    rows: rows.map((each) => [each.source, each.templates, each.pairs, share(each.pairs, pairs)]),
  };
}

function inWords(law: PowerLaw | undefined): string {
  if (law === undefined) return 'too few for a fit';
  return `y = ${measured(law.factor)} x^${law.exponent.toFixed(2)} (r² = ${law.r2.toFixed(3)})`;
}

/**
 * The law by a larger unit: a document uses a template once at most, so that the documents which have it are as many as
 * its pairs, and the curve is the same but for its scale.
 */
function over({ factor, exponent, r2 }: PowerLaw, unit: number): PowerLaw {
  return { factor: factor * unit ** exponent, exponent, r2 };
}

function growthPlot(curve: readonly Point[], law: PowerLaw | undefined) {
  const fitted = curve.map(({ x }) => ({ x, y: law === undefined ? 0 : law.factor * x ** law.exponent }));
  return {
    kind: 'line' as const,
    title: 'Distinct templates by pairs',
    x: 'pairs',
    y: 'templates',
    log: ['x' as const, 'y' as const],
    lines: [
      { name: 'templates', points: [...curve] },
      ...(law === undefined ? [] : [{ name: 'power law', points: fitted }]),
    ],
  };
}

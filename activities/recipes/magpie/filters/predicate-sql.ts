import { scales } from '../../../../schemas/recipes/magpie/filters.ts';
import type { Leaf, Predicate } from '../../../../schemas/recipes/magpie/predicates.ts';
import { literal } from '../../../parquet/sql.ts';

/** A predicate as SQL over a row: whether it passes, what a reject is called, and the value met. */
export interface PredicateSql {
  /** True or false, never null: a row that lacks the metric does not pass. */
  readonly passes: string;
  readonly reason: string;
  /** SQL of a text. */
  readonly value: string;
}

export function predicateSql(predicate: Predicate): PredicateSql {
  if ('all' in predicate) return combined(predicate.all, 'all', predicate.name);
  if ('any' in predicate) return combined(predicate.any, 'any', predicate.name);
  const { sql, words, value } = leafSql(predicate);
  return { passes: `coalesce(${sql}, false)`, reason: predicate.name ?? words, value: told(value) };
}

function combined(
  predicates: readonly Predicate[],
  how: 'all' | 'any',
  name: string | undefined,
): PredicateSql {
  const parts = predicates.map(predicateSql);
  const reasons = parts.map(({ reason }) => reason).join(how === 'all' ? ' and ' : ' or ');
  const values = parts.map(({ reason, value }) => `${literal(`${reason}: `)} || ${value}`);
  return {
    passes: `(${parts.map(({ passes }) => passes).join(how === 'all' ? ' AND ' : ' OR ')})`,
    reason: name ?? reasons,
    value: values.join(` || '; ' || `),
  };
}

interface LeafSql {
  readonly sql: string;
  readonly words: string;
  /** SQL of the value; null where there is none. */
  readonly value: string;
}

function leafSql(leaf: Leaf): LeafSql {
  switch (leaf.metric) {
    case 'quality':
    case 'difficulty':
      return scaled(leaf);
    case 'category':
    case 'detected_language':
    case 'language':
    case 'domain':
      return among(leaf.metric, leaf);
    case 'instruction':
    case 'response': {
      const ends = leaf.notEndingIn.map((end) => `ends_with(rtrim(${leaf.metric}), ${literal(end)})`);
      return {
        sql: `NOT (${ends.join(' OR ')})`,
        words: `${leaf.metric} not ending in ${leaf.notEndingIn.map((end) => `"${end}"`).join(' or ')}`,
        value: `'ends in ' || right(rtrim(${leaf.metric}), 40)`,
      };
    }
    case 'repeats':
      return { sql: 'repeat_of IS NULL', words: 'first of its repeats', value: `'repeats ' || repeat_of` };
    case 'instruction_safety':
    case 'response_safety': {
      const [of = ''] = leaf.metric.split('_');
      // Lists of a table are JSON or lists; the text of both is the same to a reader.
      return {
        sql: `len(${of}_harms) = 0`,
        words: `${of} safe`,
        value: `array_to_string(${of}_harms, ', ')`,
      };
    }
    default:
      return bounded(leaf);
  }
}

const bounds = { above: '>', atLeast: '>=', below: '<', atMost: '<=' } as const;
const bound = ['above', 'atLeast', 'below', 'atMost'] as const;

function bounded(leaf: Extract<Leaf, { above?: unknown }>): LeafSql {
  const column = leaf.metric === 'min_neighbour_distance' ? 'neighbour_distance' : leaf.metric;
  const said = bound.flatMap((which) =>
    leaf[which] === undefined ? [] : [[bounds[which], leaf[which]] as const],
  );
  return {
    sql: said.map(([sign, number]) => `${column} ${sign} ${number}`).join(' AND '),
    words: said.map(([sign, number]) => `${leaf.metric} ${sign} ${number}`).join(' and '),
    value: column,
  };
}

function scaled(leaf: Extract<Leaf, { metric: 'quality' | 'difficulty' }>): LeafSql {
  const { metric, atLeast, atMost } = leaf;
  const scale: readonly string[] = scales[metric];
  const least = atLeast === undefined ? 0 : scale.indexOf(atLeast);
  const most = atMost === undefined ? scale.length - 1 : scale.indexOf(atMost);
  const within = scale.slice(least, most + 1);
  const wanted = leaf.in === undefined ? within : leaf.in.filter((each) => within.includes(each));
  const words = [
    ...(atLeast === undefined ? [] : [`${atLeast} or above`]),
    ...(atMost === undefined ? [] : [`${atMost} or below`]),
    ...(leaf.in === undefined ? [] : [leaf.in.join(' or ')]),
  ].join(', ');
  return {
    sql: wanted.length === 0 ? 'false' : `${metric} IN (${list(wanted)})`,
    words: `${metric} ${words}`,
    value: metric,
  };
}

function among(
  column: string,
  given: { in?: readonly string[] | undefined; notIn?: readonly string[] | undefined },
): LeafSql {
  const parts = [
    ...(given.in === undefined ? [] : [[`${column} IN (${list(given.in)})`, given.in.join(' or ')] as const]),
    ...(given.notIn === undefined
      ? []
      : [[`${column} NOT IN (${list(given.notIn)})`, `not ${given.notIn.join(' or ')}`] as const]),
  ];
  return {
    sql: parts.map(([sql]) => sql).join(' AND '),
    words: `${column} ${parts.map(([, words]) => words).join(', ')}`,
    value: column,
  };
}

function list(texts: readonly string[]): string {
  return texts.map(literal).join(', ');
}

function told(value: string): string {
  return `coalesce(CAST(${value} AS VARCHAR), 'none')`;
}

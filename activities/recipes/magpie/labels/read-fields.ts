/**
 * The texts of the first JSON object in an answer, by name, whatever stands around it; of one that does not parse, such as
 * one that was not closed, those of its pairs that are whole. Empty where there is none.
 */
export function readFields(answer: string): ReadonlyMap<string, string | readonly string[]> {
  const begin = answer.indexOf('{');
  if (begin === -1) return new Map();
  for (let end = answer.indexOf('}', begin); end !== -1; end = answer.indexOf('}', end + 1)) {
    const read = parsed(answer.slice(begin, end + 1));
    if (read !== undefined) return read;
  }
  return pairsIn(answer.slice(begin));
}

function parsed(text: string): Map<string, string | readonly string[]> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return new Map(Object.entries(value).flatMap(([name, each]) => field(name, each)));
  } catch {
    return undefined;
  }
}

function field(name: string, value: unknown): [string, string | readonly string[]][] {
  if (typeof value === 'string') return [[name, value]];
  if (!Array.isArray(value)) return [];
  return [[name, value.filter((each: unknown) => typeof each === 'string')]];
}

/** `"name": "text"` with nothing cut off it. */
function pairsIn(text: string): Map<string, string> {
  const pairs = [...text.matchAll(/"(\w+)"\s*:\s*("(?:[^"\\\n]|\\.)*")/g)];
  return new Map(
    pairs.flatMap(([, name = '', quoted = '""']) => {
      const read = parsed(`{"${name}":${quoted}}`)?.get(name);
      return typeof read === 'string' ? [[name, read] as const] : [];
    }),
  );
}

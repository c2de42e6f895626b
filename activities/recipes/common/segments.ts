type Granularity = 'sentence' | 'word';

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(tag: string, granularity: Granularity): Intl.Segmenter {
  const key = `${tag} ${granularity}`;
  const known = segmenters.get(key) ?? new Intl.Segmenter(tag, { granularity });
  segmenters.set(key, known);
  return known;
}

/** UTF-16 units that the segmenter is given at once: its time grows with the square of a text above some 100,000. */
const window = 16_000;

/**
 * Sentences or words of a text in a language (BCP-47) by Unicode's rules, without a gap between them. In linear time,
 * whatever the text.
 */
export function* segmentsOf(text: string, tag: string, granularity: Granularity): Generator<string> {
  const segmenter = segmenterOf(tag, granularity);
  let [start, size] = [0, window];
  while (start < text.length) {
    const end = start + size;
    const found = Array.from(segmenter.segment(text.slice(start, end)), ({ segment }) => segment);
    // What the window cuts off may go on behind it.
    if (end < text.length) found.pop();
    size = found.length === 0 ? size * 2 : window;
    for (const segment of found) {
      yield segment;
      start += segment.length;
    }
  }
}

/** Signs that open what follows them. Unicode's rules count them as the end of the sentence that they come after. */
const openings = /[\p{Ps}\p{Pi}]+$/u;

/**
 * Where sentences end that Unicode's rules do not know: behind the Tibetan shad, which a space follows, and behind two
 * Ethiopic word separators, which are typed for a full stop.
 */
const furtherEnds = /(?<=[།༎༑༔]\s+)(?![།༎༑༔\s])|(?<=፡፡\s*)(?![፡\s])/u;

function* furtherCut(segments: Iterable<string>): Generator<string> {
  for (const segment of segments)
    if (/[།༎༑༔]\s|፡፡/u.test(segment)) yield* segment.split(furtherEnds);
    else yield segment;
}

/** Sentences, with opening quotes and brackets at the beginning of the sentence that they open. */
export function* sentencesOf(text: string, tag: string): Generator<string> {
  let held = '';
  for (const segment of furtherCut(segmentsOf(text, tag, 'sentence'))) {
    const whole = held + segment;
    held = openings.exec(whole)?.[0] ?? '';
    if (held.length === whole.length) continue;
    yield whole.slice(0, whole.length - held.length);
  }
  if (held !== '') yield held;
}

const ABBREVIATION =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|al|mr|mrs|ms|dr|prof|st|no|fig|sec|vol|approx|inc|jr|sr|u\.s)|\b[A-Z])\.$/i;

/** The sentences of a paragraph, each as it stands in the text. */
export function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const piece of paragraph.trim().split(/(?<=[.!?]["'”’)\]]?)\s+(?=["'“‘(\[`*]?[A-Z0-9])/)) {
    open = open === '' ? piece : `${open} ${piece}`;
    if (ABBREVIATION.test(piece)) continue;
    sentences.push(open);
    open = '';
  }
  if (open !== '') sentences.push(open);
  return sentences;
}

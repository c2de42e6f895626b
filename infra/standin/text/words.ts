/** Words as whitespace separates them. A loop over character codes: it runs on every request. */
export function countWords(text: string): number {
  let words = 0;
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const space = isSpace(text.charCodeAt(at));
    if (!space && !inside) words++;
    inside = !space;
  }
  return words;
}

/** The first `limit` words of a text with the whitespace between them as it was. */
export function cutToWords(text: string, limit: number): string {
  let words = 0;
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const space = isSpace(text.charCodeAt(at));
    if (!space && !inside && ++words > limit) return text.slice(0, at).trimEnd();
    inside = !space;
  }
  return text;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0;
}

/** Words that say nothing about a text's subject, common verbs and web words included. */
export const STOPWORDS: ReadonlySet<string> = new Set(
  `a able about above after again against all almost also although always am among an and another any anyone anything are
  aren't around as ask at away back be became because become been before began being below best better between
  both bring but by called came can can't cannot case cases certain come comes could couldn't day did didn't different do does
  doesn't doing don't done down due during each either else end enough especially etc even ever every everyone everything
  example examples few find first following follows for found from further gave general get gets getting give given gives go goes going gone
  good got great had has hasn't have haven't having he he's help hence her here hers herself him himself his how however i
  i'd i'll i'm i've if in indeed instead into is isn't it it's its itself just keep kind know known large last later
  least less let let's like likely little long look lot made main make makes making many may maybe me mean means might
  more most much must my myself near necessary need needed needs neither never new next no non nor not note nothing now number
  of off often old on once one ones only onto or order other others otherwise our ours out over own page part
  particular people per perhaps place point possible provide provided provides put quite rather really refer related same
  say says second section see seem seems seen set sets several shall she should show shown shows similar simple simply since small so some
  someone something sometimes soon still such sure take taken takes tell ten than that that's the their theirs them
  themselves then there there's therefore these they they're thing things think third this those though three through
  thus time times to today together too took toward towards true try turn two type under until up upon us use used useful user uses
  using usually various very via want wants was wasn't way ways we we'll we're we've well went were weren't what
  whatever when where whether which while who whole whom whose why will with within without won't work works would wouldn't
  year years yes yet you you'd you'll you're you've your yours yourself
  true false null none yes github package packages dependency default defaults value values string strings file files line lines
  allows allow contains contain returns return specified specify current existing available following called given
  http https www com org net html click link read copyright chapter figure table`.split(/\s+/),
);

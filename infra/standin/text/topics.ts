import { STOPWORDS } from './words.ts';

/**
 * Fields of knowledge and words that give them away. Descriptions of documents name the field, documents hold its
 * words, and both get the field's direction in their vectors: so a description lies near documents that it fits
 * though they share few words. A real embedder knows this from its training.
 */
export interface Topic {
  name: string;
  /** What a document of this field would be said to be about. */
  about: string;
  words: ReadonlySet<string>;
}

const FIELDS: Record<string, { about: string; words: string }> = {
  programming: {
    about: 'programming, with functions, types, variables and code of a program',
    words: `programming program programmer code function method class struct enum trait variable type compiler python rust
      java javascript library module loop syntax closure iterator parser algorithm script string integer array object
      argument exception thread debug bug api interface software compile runtime pointer lambda test regex json html css`,
  },
  systems: {
    about: 'computer systems, with the installation and configuration of servers, packages and networks',
    words: `linux debian ubuntu unix windows server install installation configure configuration package kernel network router
      firewall ssh ftp dns ip ipv6 port disk partition boot bootloader filesystem user root password daemon service
      administrator upgrade backup command shell terminal hardware driver computer laptop login permission desktop protocol`,
  },
  databases: {
    about: 'databases, with tables, queries, indexes and transactions',
    words: `database databases sql postgresql postgres mysql table query index transaction column row schema trigger replication
      join select insert update planner view constraint key btree vacuum tuple cursor aggregate plpgsql`,
  },
  politics: {
    about: 'politics and government, with laws, congress, elections and public policy',
    words: `government congress president senate house law legislation policy election vote citizen nation national federal
      treasury treaty constitution republic democracy political party minister parliament union administration public
      secretary tariff tax revenue budget department foreign duty statesman state`,
  },
  war: {
    about: 'war and military affairs, with armies, battles, weapons and defense',
    words: `war army navy battle military soldier troops weapon defense enemy general officer invasion siege peace force
      fleet attack gun ship conflict commander fort victory missile nuclear ally`,
  },
  history: {
    about: 'history, with past events, centuries, dynasties and empires',
    words: `history historical century ancient medieval empire king queen emperor dynasty colony revolution civilization roman
      greek archaeology reign kingdom conquest tradition origin period era founded settlement independence`,
  },
  geography: {
    about: 'geography, with countries, regions, climate, rivers and population',
    words: `country region city population climate river mountain island coast border territory province capital town sea
      ocean lake valley desert temperature rainfall inhabitants land area north south east west geography travel tourist`,
  },
  economy: {
    about: 'the economy, with trade, industry, money, labor and prices',
    words: `economy economic trade industry market money price bank labor worker wage company business export import
      agriculture production manufacture commerce investment currency inflation income profit capital employment debt
      credit dollar cost finance consumer customer product marketing sales startup`,
  },
  physics: {
    about: 'physics and light, with experiments, motion, energy and measurement',
    words: `light ray rays color colour refraction reflection prism lens glass optics experiment motion force energy particle
      atom electron mass gravity velocity magnetic electric wave spectrum heat temperature physics quantum orbit
      telescope inch angle surface`,
  },
  space: {
    about: 'space and astronomy, with planets, stars, spacecraft and missions',
    words: `space spacecraft moon planet star orbit astronaut apollo nasa lunar mission astronomy telescope galaxy solar sun
      asteroid satellite rocket launch universe earth mars`,
  },
  biology: {
    about: 'biology and animals, with species, habitats, behavior and evolution',
    words: `species animal animals plant genus evolution habitat bird mammal fish insect whale ape cell gene organism breeding
      predator prey tree leaf flower seed dna protein taxonomy forest biology bacteria wildlife dog cat pet garden`,
  },
  medicine: {
    about: 'health and medicine, with diseases, symptoms, treatment and patients',
    words: `health disease patient symptom symptoms treatment medicine medical doctor hospital drug therapy infection pain
      blood brain surgery diagnosis diet vitamin exercise mental autism depression anxiety sleep cancer virus vaccine
      nutrition syndrome disorder weight`,
  },
  mathematics: {
    about: 'mathematics and statistics, with numbers, equations, proofs and models',
    words: `mathematics mathematical number equation proof theorem algebra geometry statistics variance probability matrix vector
      axiom integer function set infinite calculus sum polynomial test distribution mean anova regression formula calculate`,
  },
  chemistry: {
    about: 'chemistry and materials, with elements, compounds, reactions and metals',
    words: `chemistry chemical element compound reaction acid metal molecule alloy aluminium oxide carbon oxygen hydrogen water
      salt mineral solution alcohol gas liquid isotope electron crystal ore`,
  },
  philosophy: {
    about: 'philosophy and religion, with beliefs, ethics, thinkers and ideas',
    words: `philosophy philosopher ethics moral religion god church belief faith soul mind truth knowledge logic reason virtue
      christian islam muslim jewish buddhist bible theology anarchism objectivism altruism freedom metaphysics spirit`,
  },
  literature: {
    about: 'literature and stories, with characters, chapters, novels and writers',
    words: `novel novelist story poem poet poetry book author writer character chapter plot literature fiction narrator tale
      hero scene verse drama play shakespeare essay letter sailor captain whale ahab voyage harpoon`,
  },
  arts: {
    about: 'film, music and art, with actors, songs, pictures and awards',
    words: `film movie actor actress music song album band singer painting art artist theatre theater award director academy
      opera concert studio dance television photograph picture museum design fashion`,
  },
  language: {
    about: 'language and writing, with words, meaning, grammar and style',
    words: `language word words grammar alphabet letter vowel consonant slang jargon speech pronunciation spelling dialect
      translation translate english latin verb noun meaning sentence writing phrase term unicode ascii hacker`,
  },
  biography: {
    about: 'the life of a person, with birth, family, career and death',
    words: `born birth died death father mother son daughter wife husband married family childhood career life brother sister
      friend education university school biography young age youth retired`,
  },
  society: {
    about: 'society and education, with schools, families, rights and communities',
    words: `school student teacher education university college child children community society social right rights women
      men family culture cultural crime police justice court youth people religion civil equality slavery immigration`,
  },
  sports: {
    about: 'sports and games, with teams, players, matches and rules',
    words: `sport sports team player game match league season championship football soccer baseball cricket tennis olympic
      coach score win tournament chess ball stadium race medal`,
  },
  food: {
    about: 'food and cooking, with recipes, ingredients and meals',
    words: `food cooking cook recipe ingredient meal dish bread flour sugar oil meat vegetable fruit cheese rice soup oven bake
      sourdough starter kitchen dinner breakfast wine beer coffee tea taste flavor`,
  },
};

export const TOPICS: readonly Topic[] = Object.entries(FIELDS).map(([name, { about, words }]) => ({
  name,
  about,
  words: new Set(words.split(/\s+/).map((word) => stemOf(word))),
}));

const TOPICS_OF_STEM = new Map<string, string[]>();
for (const { name, words } of TOPICS) {
  for (const stem of words) TOPICS_OF_STEM.set(stem, [...(TOPICS_OF_STEM.get(stem) ?? []), name]);
}

/** A word without its most usual endings; in lower case. */
export function stemOf(word: string): string {
  return word.length > 4 ? word.replace(/(ies|es|s|ing|ed|y|e)$/, '') : word;
}

/** Names of the fields that a stem gives away. */
export function topicsOfStem(stem: string): readonly string[] {
  return TOPICS_OF_STEM.get(stem) ?? [];
}

/** Fields of a text, the most present first; a word that speaks for several counts less for each. */
export function topicsOf(text: string, most = 3): Topic[] {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[a-z0-9]+/g)) {
    const names = STOPWORDS.has(word) ? [] : topicsOfStem(stemOf(word));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1 / names.length);
  }
  return TOPICS.filter(({ name }) => counts.has(name))
    .sort((one, other) => (counts.get(other.name) ?? 0) - (counts.get(one.name) ?? 0))
    .slice(0, most);
}

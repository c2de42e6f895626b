import type { categories, difficulties, qualities } from '../../../../schemas/recipes/magpie/labels.ts';

/** Words that labellers say for a label, in the form of `plain`. */
type Synonyms<Label extends string> = Readonly<Record<string, Label>>;

export const categorySynonyms: Synonyms<(typeof categories)[number]> = {
  information: 'Information seeking',
  informationretrieval: 'Information seeking',
  questionanswering: 'Information seeking',
  factualquestion: 'Information seeking',
  logicalreasoning: 'Reasoning',
  logic: 'Reasoning',
  plan: 'Planning',
  edit: 'Editing',
  rewriting: 'Editing',
  proofreading: 'Editing',
  coding: 'Coding & Debugging',
  code: 'Coding & Debugging',
  codinganddebugging: 'Coding & Debugging',
  debugging: 'Coding & Debugging',
  programming: 'Coding & Debugging',
  mathematics: 'Math',
  maths: 'Math',
  roleplay: 'Role playing',
  analysis: 'Data analysis',
  dataanalytics: 'Data analysis',
  writing: 'Creative writing',
  advice: 'Advice seeking',
  adviseseeking: 'Advice seeking',
  brainstorm: 'Brainstorming',
  ideation: 'Brainstorming',
  other: 'Others',
  miscellaneous: 'Others',
  none: 'Others',
};

export const qualitySynonyms: Synonyms<(typeof qualities)[number]> = {
  terrible: 'very poor',
  verybad: 'very poor',
  bad: 'poor',
  fair: 'average',
  medium: 'average',
  mediocre: 'average',
  okay: 'average',
  verygood: 'excellent',
};

export const difficultySynonyms: Synonyms<(typeof difficulties)[number]> = {
  trivial: 'very easy',
  simple: 'easy',
  moderate: 'medium',
  average: 'medium',
  intermediate: 'medium',
  difficult: 'hard',
  challenging: 'hard',
  verydifficult: 'very hard',
};

/** A word as it is compared: its letters, in lower case. */
export const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}]/gu, '');

/** Reads a word as one of some labels; undefined where it is none. */
export function labelReader<const Label extends string>(
  labels: readonly Label[],
  synonyms: Synonyms<Label>,
): (word: string) => Label | undefined {
  const known = new Map<string, Label>([
    ...Object.entries(synonyms).map(([word, label]): [string, Label] => [plain(word), label]),
    ...labels.map((label): [string, Label] => [plain(label), label]),
  ]);
  return (word) => known.get(plain(word));
}

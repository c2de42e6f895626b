/** A category of harm as OpenAI's moderation and Llama Guard's taxonomy name it. */
export interface Harm {
  category: string;
  /** Llama Guard's code. */
  code: string;
}

interface Rule extends Harm {
  pattern: RegExp;
}

const PERSON = String.raw`(?:him|her|them|someone|somebody|people|a person|my \w+|his \w+|her \w+|you|everyone)`;

const rule = (category: string, code: string, pattern: string): Rule => ({
  category,
  code,
  pattern: new RegExp(String.raw`\b(?:${pattern})\b`, 'i'),
});

/** Words of requests that no dataset should keep. A stand-in's rules: they miss much and see no context. */
const RULES: readonly Rule[] = [
  rule('violence', 'S1', String.raw`(?:kill|murder|stab|shoot|poison|strangle) ${PERSON}`),
  rule('violence', 'S1', String.raw`(?:hurt|attack|beat up) ${PERSON}`),
  rule('violence/graphic', 'S1', 'dismember(?:ed|ment)?|torture (?:scene|porn)|gore'),
  rule('illicit/violent', 'S9', '(?:build|make|assemble) an? (?:pipe )?(?:bomb|explosive|nerve agent)'),
  rule('illicit', 'S2', '(?:make|cook|synthesi[sz]e|buy) (?:meth|methamphetamine|cocaine|heroin)'),
  rule(
    'illicit',
    'S2',
    String.raw`hack into|steal (?:a |an |the |my |someone's |credit )?\w+|launder money|pick ?pocket`,
  ),
  rule(
    'illicit',
    'S2',
    'forge (?:a |an )?(?:passport|signature|cheque|check)|phishing (?:e-?mail|page|site)',
  ),
  rule('self-harm', 'S11', 'kill myself|end my (?:own )?life|commit suicide|cut myself|self-harm'),
  rule('self-harm/instructions', 'S11', 'painless(?:ly)? (?:suicide|die)|how to (?:overdose|hang myself)'),
  rule(
    'harassment',
    'S10',
    'insult(?:ing)? (?:my|his|her|this|that)|bully(?:ing)? (?:a|my|him|her|them)|you are worthless',
  ),
  rule('harassment/threatening', 'S1', String.raw`threaten(?:ing)? (?:to|my|him|her|them)|blackmail`),
  rule('hate', 'S10', 'racist joke|racial slurs?|(?:inferior|subhuman) races?|hate speech against'),
  rule('sexual', 'S12', 'porn(?:ography|ographic)?|erotica?|explicit sex|nude (?:picture|photo)s?|nsfw'),
];

export const CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const;

/** The categories of harm that a text's words speak of. */
export function harmsIn(text: string): Harm[] {
  return RULES.filter(({ pattern }) => pattern.test(text)).map(({ category, code }) => ({ category, code }));
}

import type { Dice } from '../../dice.ts';
import { subjectOf } from '../../text/subject.ts';
import type { Subject } from '../../text/subject.ts';
import type { Responder } from '../responder.ts';

/** Words the question to which a document would be an answer, from its title and the phrases it repeats. */
export const backtranslate: Responder = {
  name: 'backtranslate',
  mistakes: ['refusal', 'empty', 'cut', 'chatter', 'quotes', 'prefix'],
  recognises: ({ frame }) =>
    /\b(question|instruction)\b/i.test(frame) &&
    /\b(great|good|perfect|ideal|best) (answer|response)\b/i.test(frame),
  answer: ({ document }, dice) => {
    const subject = subjectOf(document);
    const { title } = subject;
    if (title === undefined) return dice.pick(WITHOUT_TOPIC);
    const { topic, focus, context } = title;
    if (focus !== undefined) return sentence(fromFocus(topic, focus, dice));
    const place = context === undefined || topic.includes(context) ? '' : ` in ${context}`;
    return sentence(fromTitle(topic, place, dice) ?? fromTopic(`${topic}${place}`, subject, dice));
  },
};

const WITHOUT_TOPIC = [
  'Can you write me a short text that I could use as an example?',
  'Tell me something worth knowing.',
] as const;

/** Titles that are half a question already. */
function fromTitle(title: string, place: string, dice: Dice): string | undefined {
  if (/\?$/.test(title)) return title;
  if (/^to .+ or not to /i.test(title)) return `${title.replace(/[!.]$/, '')}?`;
  const method = /^how to (.+)$/i.exec(title)?.[1];
  if (method) {
    const howTo = method.charAt(0).toLowerCase() + method.slice(1) + place;

    return dice.pick([
      `How do I ${howTo}?`,
      `Explain step by step how to ${howTo}.`,
      `What is the best way to ${howTo}?`,
    ]);
  }
  const clause = /^(why|how|when|where|what) (.+)$/i.exec(title);
  if (clause?.[1] && clause[2]) {
    const rest = clause[2] + place;
    if (/^(is|are|does|do|did|was|were|can|should|will) /i.test(rest)) return `${title}${place}?`;
    return dice.pick([
      `Explain ${clause[1].toLowerCase()} ${rest}.`,
      `Can you tell me ${clause[1].toLowerCase()} ${rest}?`,
    ]);
  }
  const gerund = /^([a-z]+ing) (?!of\b|in\b|for\b|and\b|to\b|is\b|codes?\b|sites?\b|blocks?\b)(.+)$/i.exec(
    title,
  );
  if (gerund?.[1] && gerund[2] && !NOT_GERUNDS.test(gerund[1])) {
    const doing = `${gerund[1].toLowerCase()} ${gerund[2]}${place}`;
    return dice.pick([
      `Walk me through ${doing}.`,
      `What should I know about ${doing}?`,
      `Can you explain ${doing}, step by step?`,
    ]);
  }
  const order = ORDERS.exec(title);
  if (!order?.[1] || !order[2]) return undefined;
  const what = `${order[1].toLowerCase()} ${order[2]}${place}`;
  return dice.pick([`How do I ${what}?`, `Show me how to ${what}.`]);
}

const NOT_GERUNDS =
  /^(Nothing|Something|Everything|Spring|String|Ring|King|Evening|Morning|Engineering|Beijing|Wing)$/i;
// Words that are nouns as well pass for orders only where an article follows.
const ORDERS =
  /^((?:Install|Configure|Create|Deploy|Write|Understand|Learn|Avoid|Choose|Enable|Migrate|Define|Add|Set up)(?! guide| notes?$)|(?:Build|Run|Make|Use|Test|Handle|Manage|Upgrade|Debug)(?= (?:a|an|the|your|multiple) )) (?!of\b|in\b|for\b|and\b)(.+)$/i;

/** Titles of two parts, such as "Andorra: Education" or "Moby-Dick, Chapter 36: The Quarter-Deck". */
function fromFocus(topic: string, focus: string, dice: Dice): string {
  const chapter = /^(.+), chapter (\d+)$/i.exec(topic);
  if (chapter) {
    const place = `chapter ${chapter[2]} of ${chapter[1]}`;
    return dice.pick([
      `What happens in ${place}, "${focus}"?`,
      `What is ${place}, "${focus}", about?`,
      `I am reading ${chapter[1]}. What should I know about chapter ${chapter[2]}, "${focus}"?`,
    ]);
  }
  if (/\?$/.test(focus)) return `${topic}: ${focus}`;
  return dice.pick([
    `Tell me about ${topic}, in particular about ${focus}.`,
    `What should I know about ${topic} when it comes to ${focus}?`,
    `I am interested in ${topic}. What can you tell me about ${focus}?`,
    `Explain ${topic}, with particular attention to ${focus}.`,
    `Give me an overview of ${topic}, with a focus on ${focus}.`,
  ]);
}

function does(what: string): string {
  return /[^s]s$/.test(what) ? 'do' : 'does';
}

function fromTopic(topic: string, subject: Subject, dice: Dice): string {
  const [one, two] = subject.aspects;
  const forms: [string, ...string[]] = [
    `Explain ${topic} to someone who is new to the subject.`,
    `Give me an overview of ${topic}.`,
    `What should I know about ${topic}?`,
    `Can you tell me about ${topic}?`,
  ];
  if (one !== undefined) {
    forms.push(
      `Explain ${topic}, with particular attention to ${one}.`,
      `What should I know about ${topic}, especially about ${one}?`,
      `I am trying to understand ${topic}. What part ${does(one)} ${one} play in it?`,
      `How ${does(one)} ${one} relate to ${topic}?`,
    );
  }
  if (one !== undefined && two !== undefined) {
    forms.push(
      `Write an introduction to ${topic} that covers ${one} and ${two}.`,
      `Give me an overview of ${topic}, including ${one} and ${two}.`,
      `I want to learn about ${topic}. Can you cover ${one} and ${two} in your answer?`,
    );
  }
  if (subject.blocks.filter(({ kind }) => kind === 'code').length >= 2) {
    forms.push(`Give me a practical guide to ${topic}, with code samples.`);
  }
  if (subject.length > 5000)
    forms.push(`Write a detailed piece on ${topic}${one === undefined ? '' : ` and ${one}`}.`);
  return dice.pick(forms);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

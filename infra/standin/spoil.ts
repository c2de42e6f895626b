import type { Dice } from './dice.ts';
import type { Mistake } from './mistakes.ts';
import { countWords, cutToWords } from './text/words.ts';

export const REFUSALS = [
  "I'm sorry, but I can't help with that.",
  'I apologize, but I cannot assist with this request.',
  "As an AI language model, I'm not able to do that.",
] as const;

const OPENERS = [
  'Sure! Here is what you asked for:',
  "Of course! Here's my answer:",
  'Certainly. Here you go:',
] as const;

const CLOSERS = ['I hope this helps!', 'Let me know if you would like any changes.'] as const;

/** The answer with the mistake in it. */
export function spoil(text: string, mistake: Mistake, dice: Dice): { text: string; cut: boolean } {
  const whole = (spoilt: string) => ({ text: spoilt, cut: false });
  switch (mistake) {
    case 'missingClose':
      return whole(text.replace(/\s*\[\/[A-Z]+\]\s*$/, ''));
    case 'missingTags':
      return whole(text.replace(/\s*\[\/?[A-Z]{3,}\]\s*/g, (_, at) => (at === 0 ? '' : '\n')).trimEnd());
    case 'chatter': {
      const opened = `${dice.pick(OPENERS)}\n\n${text}`;
      return whole(dice.chance(0.4) ? `${opened}\n\n${dice.pick(CLOSERS)}` : opened);
    }
    case 'refusal':
      return whole(dice.pick(REFUSALS));
    case 'empty':
      return whole(dice.pick(['', '', '\n']));
    case 'cut': {
      const words = Math.floor(countWords(text) * (0.3 + dice.next() * 0.5));
      return { text: cutToWords(text, Math.max(1, words)), cut: true };
    }
    case 'quotes':
      return whole(dice.chance(0.8) ? `"${text}"` : `“${text}”`);
    case 'prefix':
      return whole(`${dice.pick(['Instruction:', 'Question:', '**Instruction:**', 'User:'])} ${text}`);
    case 'unbalancedTags':
      return whole(text.replace('</fi>', ''));
    case 'nestedTags':
      return whole(text.replace(/<fi>([^<]*)<\/fi>/, '<fi><fi>$1</fi> or the like</fi>'));
    case 'missingDescription':
      return whole(text.replace(/\[DOCUMENTS\][^]*\[\/DOCUMENTS\]/, '[DOCUMENTS]\n[/DOCUMENTS]'));
    case 'leftTag':
      return whole(text.replace(/\n\[\/INSTRUCTION\]/, ' <fi>something of the kind</fi>$&'));
    case 'missingExcerpt':
      return whole(
        text.replace(EXCERPT, '<excerpt>As the document goes on to say<...>for this very reason.</excerpt>'),
      );
    case 'reversedExcerpt':
      return whole(text.replace(EXCERPT, (_, start, end) => `<excerpt>${end}<...>${start}</excerpt>`));
    case 'misquotedExcerpt':
      return whole(
        text.replace(EXCERPT, (_, start, end) => `<excerpt>${misquoted(start)}<...>${end}</excerpt>`),
      );
    case 'ownWords':
      return whole(text.replace(/\n\[\/ANSWER\]/, `\n\n${TALK.repeat(3)}$&`));
    case 'needlessNull':
      return whole('null');
    case 'answering':
      return whole(`${dice.pick(OPENERS)}\n\n${TALK.trim()}`);
    case 'roleWord':
      return whole(
        `${text}${dice.pick(['assistant\n\n', '\nassistant\n\n', '\n\nAssistant: '])}${TALK.trim()}`,
      );
    case 'fragment':
      return whole(dice.pick([', and what comes of it', ') as well', '...', ': see above']));
    // These are drawn elsewhere, by what the answer holds.
    case 'invalidScore':
    case 'badTranslation':
      return whole(text);
  }
}

const TALK =
  'It is worth keeping in mind that there is more than one way to look at this, that much depends on the circumstances, and that a careful reader will want to weigh all of these points before coming to a conclusion. ';

const EXCERPT = /<excerpt>([^<]*)<\.\.\.>([^<]*)<\/excerpt>/;

/** With one word that is not in the document. */
function misquoted(start: unknown): string {
  const [first = '', ...rest] = String(start).split(' ');
  return [first, 'somewhat', ...rest.slice(1)].join(' ');
}

import { fromLetters, toLetters } from './letters.ts';
import type { Script } from './script.ts';
import { scriptOf } from './script.ts';
import { fromSyllables, toSyllables } from './syllables.ts';
import { swapWord } from './swap.ts';

/** Turns words of one script into words of another and back, and leaves all else as it is. */
export interface Codec {
  forward: (text: string) => string;
  backward: (text: string) => string;
}

/** Before a word that is not to be read as a turned one. */
const ESCAPE = 'ˈ';

/** The way from one script to another, by way of Latin letters where neither is Latin. */
export function codecOf(from: string, to: string): Codec {
  const [source, target] = [scriptOf(from), scriptOf(to)];
  if (source && target && from !== to) {
    const [one, other] = [intoLatin(source), fromLatin(target)];
    return {
      forward: (text) => other.forward(one.forward(text)),
      backward: (text) => one.backward(other.backward(text)),
    };
  }
  if (source && !target) return intoLatin(source);
  if (target && !source) return fromLatin(target);
  return { forward: swapped, backward: swapped };
}

const LATIN = 'A-Za-z';
/** Between the words of a run without spaces. A thin space: it shows, and no keyboard has it. */
const JOINT = '\u2009';

function intoLatin(script: Script): Codec {
  return between({
    from: script.letters,
    to: LATIN + JOINT,
    turn(run) {
      const words: string[] = [];
      for (const word of script.cut(run)) {
        const spelt = toSyllables(word, script.window);
        if (spelt === undefined) return undefined;
        words.push(spelt);
      }
      return words.join(JOINT);
    },
    turnBack(run) {
      const words: string[] = [];
      for (const word of run.split(JOINT)) {
        const read = fromSyllables(word, script.window);
        if (read === undefined) return undefined;
        words.push(read);
      }
      return words.join('');
    },
  });
}

function fromLatin({ letters, alphabet }: Script): Codec {
  if (!alphabet) return { forward: swapped, backward: swapped };
  return between({
    from: LATIN,
    to: letters,
    turn: (run) => toLetters(run, alphabet),
    turnBack: (run) => fromLetters(run, alphabet),
  });
}

interface Turning {
  from: string;
  to: string;
  /** Undefined where a run cannot be turned: it stays as it is. */
  turn: (run: string) => string | undefined;
  turnBack: (run: string) => string | undefined;
}

/**
 * A run of letters is turned if all of it is of the first script. What is of the second script already would be
 * read as turned on the way back, so it is marked where it could be; mixed runs stay, since no turned run is mixed.
 */
function between({ from, to, turn, turnBack }: Turning): Codec {
  const runs = new RegExp(`[${ESCAPE}[${from}][${to}]]+`, 'gv');
  const isFrom = new RegExp(`^[${from}]+$`, 'v');
  const isTo = new RegExp(`^[${to}]+$`, 'v');
  const readable = (run: string): string | undefined => {
    const read = isTo.test(run) ? turnBack(run) : undefined;
    return read !== undefined && isFrom.test(read) && turn(read) === run ? read : undefined;
  };
  return {
    forward: (text) =>
      text.replace(runs, (run) => {
        if (run.includes(ESCAPE) || readable(run) !== undefined) return ESCAPE + run;
        return (isFrom.test(run) ? turn(run) : undefined) ?? run;
      }),
    backward: (text) =>
      text.replace(runs, (run) =>
        run.startsWith(ESCAPE) ? run.slice(ESCAPE.length) : (readable(run) ?? run),
      ),
  };
}

function swapped(text: string): string {
  return text.replace(/[A-Za-z]+/g, swapWord);
}

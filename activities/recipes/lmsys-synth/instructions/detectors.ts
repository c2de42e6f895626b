import type {
  detectorNames,
  TakeInstructionParams,
} from '../../../../schemas/recipes/lmsys-synth/instructions.ts';
import type { z } from 'zod';
import { charactersIn } from '../../common/sentences.ts';

type Detector = (typeof detectorNames)[number];

/** What LMSYS-Chat-1M and others put in place of names and numbers of people. */
const placeholder = /\b(?:NAME|PERSON|EMAIL|PHONE|ADDRESS|URL)_\d+\b|\[(?:REDACTED|NAME|EMAIL|PHONE)\]/;

/** Phrases of prompts that are passed around to make a model leave its rules. */
const jailbreak =
  /\b(?:ignore (?:all |any )?(?:the |your )?(?:previous|prior|above) (?:instructions|prompts|rules)|do anything now|jailbreak(?:ed)?|developer mode|you are (?:now )?(?:dan|stan|dude|aim)\b|immerse yourself into the role|no longer (?:bound|restricted) by|without (?:any )?(?:moral|ethical|legal) (?:restrictions|guidelines|limits)|stay in character)/i;

const address = /(?:https?:\/\/|www\.)\S+/i;

/** The value that a detector finds in an instruction; undefined where it finds none. */
const detectors: Readonly<Record<Detector, (text: string, params: Params) => string | undefined>> = {
  placeholder: (text) => placeholder.exec(text)?.[0],
  jailbreak: (text) => jailbreak.exec(text)?.[0],
  'web address': (text) => address.exec(text)?.[0],
  'too long': (text, { maxCharacters }) => {
    const characters = charactersIn(text);
    return characters > maxCharacters ? `${characters} characters, at most ${maxCharacters}` : undefined;
  },
};

type Params = Pick<z.output<typeof TakeInstructionParams>, 'reject' | 'maxCharacters'>;

/** The first of the detectors asked for that finds something, and what. */
export function detected(text: string, params: Params): { name: Detector; met: string } | undefined {
  for (const name of params.reject) {
    const met = detectors[name](text, params);
    if (met !== undefined) return { name, met };
  }
  return undefined;
}

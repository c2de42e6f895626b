import { expect, test } from 'vitest';
import { RowRejected } from '../../activities/engine/rows/outcome.ts';
import { rowContext, type Asking, type RowContext } from '../../activities/engine/rows/row-context.ts';
import { loadPrompts } from '../../activities/prompts/load.ts';
import { parsePrompt } from '../../activities/prompts/prompt.ts';
import { parseTranslation, translateText } from '../../activities/recipes/common/translation/translate.ts';
import { pieces } from '../../activities/recipes/common/translation/pieces.ts';
import { Unusable } from '../../activities/engine/rows/outcome.ts';
import type { ServiceTask } from '../../schemas/inference/question.ts';
import { multilingualStages } from '../../schemas/recipes/multilingual/recipe.ts';
import { RoleSchema } from '../../schemas/inference/role.ts';
import { asking, rejection } from '../inference/asking.ts';
import { scriptedEndpoint } from '../inference/scripted-endpoint.ts';
import { calling } from './calling.ts';
import { fakeTranslator } from './fake-translator.ts';

const nasty: Record<string, string> = {
  'white space at both ends': '  \n\tUna frase. Otra.\n\n  ',
  'blank lines, tabs and Windows line ends': 'Uno.\r\n\r\n\tDos.\n\n\n   Tres.  Cuatro.',
  'spaces of other kinds': 'Uno.\u00a0Dos.\u2003Tres.\u3000Cuatro.\u2028Cinco.\ufeff',
  'emoji and joiners': 'Hola 👨‍👩‍👧‍👦. ¿Qué tal? 🇪🇸 ¡Bien! 😀 Fin.',
  'right-to-left with marks': 'قال: «نعم».\u200f ثمّ ذهب.\n\nيولد جميع الناس أحرارًا.',
  'combining marks': 'Cafe\u0301 y pingu\u0308ino. E\u0301l viene.',
  Devanagari: 'क्‍षमा कीजिए। मैं नहीं आ सकता।\nकल मिलेंगे।',
  Japanese: '「行きますか。」と彼は言った。はい！　そうです。',
  'no letters': '1948 — 24/7 😀!\n3 + 4 = 7.',
  'one word': 'palabra',
  nothing: '',
};

/** What a row of a stage sees whose role is a translator at this URL. */
function servedBy(baseUrl: string): Pick<RowContext, 'call' | 'ask' | 'roleOf'> & { asked: ServiceTask[] } {
  const { role, call } = calling({ urls: [baseUrl] }, { api: 'open-inference' });
  const asked: ServiceTask[] = [];
  return {
    roleOf: () => role,
    asked,
    ask: () => Promise.reject(new Error('a service takes no prompt')),
    call: (task) => {
      asked.push(task);
      return call(task);
    },
  };
}

const way = { from: 'spa_Latn', to: 'eng_Latn' };

test.each(Object.entries(nasty))('%s: pieces and what is around them are the text', (_, text) => {
  for (const most of [1, 12, 40, 2000]) {
    const cut = pieces(text, 'es', most);
    expect(cut.map(({ before, piece, after }) => before + piece + after).join('')).toBe(text);
    for (const { piece } of cut) expect(piece).toBe(piece.trim());
  }
});

test.each(Object.entries(nasty))(
  '%s: all but the translated pieces is byte for byte what it was',
  async (_, text) => {
    const translator = await fakeTranslator();
    const context = servedBy(translator.baseUrl);
    const translated = await translateText(context, { text, ...way, maxCharacters: 12 });
    expect(translated.replaceAll('«', '').replaceAll('»', '')).toBe(
      text.replaceAll('«', '').replaceAll('»', ''),
    );
    const wanted = pieces(text, 'es', 12).map(({ before, piece, after }) =>
      /\p{L}/u.test(piece) ? `${before}«${piece}»${after}` : before + piece + after,
    );
    expect(translated).toBe(wanted.join(''));
    expect(context.asked.length).toBe(wanted.filter((piece) => piece.includes('«')).length);
  },
);

test('a long text goes in pieces of whole sentences', async () => {
  const translator = await fakeTranslator();
  const sentences = Array.from({ length: 20 }, (_, at) => `Esta es la frase número ${at}.`);
  const context = servedBy(translator.baseUrl);
  const translated = await translateText(context, { text: sentences.join(' '), ...way, maxCharacters: 100 });
  for (const task of context.asked) {
    if (task.kind !== 'translate') throw new Error('asked for something else');
    expect(task.text.length).toBeLessThanOrEqual(100);
    expect(task.text).toMatch(/^Esta.*\.$/);
  }
  expect(context.asked).toHaveLength(7);
  expect(translated.split('» «')).toHaveLength(7);
});

test('white space that a translator adds is none of the text’s; a piece that it loses is a reject', async () => {
  const translator = await fakeTranslator();
  const { call, ...context } = servedBy(translator.baseUrl);
  const padded = {
    ...context,
    call: async (task: ServiceTask) => ({
      ...(await call(task)),
      text: task.kind === 'translate' ? ` \n${task.text}\n ` : '',
    }),
  };
  const text = ' Uno dos. \n Tres cuatro.\n';
  expect(await translateText(padded, { text, ...way, maxCharacters: 10 })).toBe(text);
  const forgetful = {
    ...context,
    call: async (task: ServiceTask) => ({
      ...(await call(task)),
      text: task.kind === 'translate' && task.text.startsWith('Tres') ? '  ' : 'ok',
    }),
  };
  const error = await rejection(translateText(forgetful, { text, ...way, maxCharacters: 10 }));
  expect(error).toBeInstanceOf(RowRejected);
  expect(error).toMatchObject({ rejection: { reason: 'empty translation', raw: 'Tres cuatro.' } });
});

async function chatContext(baseUrl: string): Promise<RowContext> {
  const { ask } = asking({ urls: [baseUrl] });
  const loaded = await loadPrompts('multilingual', multilingualStages, undefined);
  const prompts = new Map(
    Object.entries(loaded).map(([name, { text, from }]) => [name, parsePrompt(text, from)]),
  );
  const chat: Asking = {
    stage: 'translate-response',
    buildSeed: 1,
    prompts,
    tokens: () => 0,
    roles: [{ name: 'translator', role: RoleSchema.parse({ endpoint: 'main', model: 'llm' }), answer: ask }],
    enter: () => Promise.resolve(() => undefined),
  };
  return rowContext('row-1', chat);
}

test('a chat model gets the prompt with the languages’ names, piece by piece, and is asked again where it leaves the tags out', async () => {
  const prompts: string[] = [];
  const server = await scriptedEndpoint(({ prompt }, reply) => {
    prompts.push(prompt);
    const text = /<text>\n([\s\S]*?)\n<\/text>/.exec(prompt)?.[1] ?? '';
    if (prompts.length === 1) reply.text('Here is your translation!');
    else reply.text(`[TRANSLATION]\n«${text}»\n[/TRANSLATION]`);
  });
  const context = await chatContext(server.baseUrl);
  const text = 'Hola, mundo.\n\n  ¿Qué tal?\n';
  expect(await translateText(context, { text, ...way, maxCharacters: 14 })).toBe(
    '«Hola, mundo.»\n\n  «¿Qué tal?»\n',
  );
  expect(prompts).toHaveLength(3);
  for (const prompt of prompts) expect(prompt).toMatch(/from Spanish into English/);
});

test.each([
  ['[TRANSLATION] Hello. [/TRANSLATION]', 'Hello.'],
  ['Sure:\n[TRANSLATION]\nHello.\n\nBye.', 'Hello.\n\nBye.'],
  ['Hello.', new Unusable('no [TRANSLATION] tag')],
  ['', new Unusable('empty answer')],
  ['[TRANSLATION] [/TRANSLATION]', new Unusable('empty translation')],
])('%j', (answer, read) => {
  expect(parseTranslation(answer)).toEqual(read);
});

import { expect, it } from 'vitest';
import { paletteFor } from '../../cli/text/palette.ts';

const red = '\u001b[31mx\u001b[39m';

it.each<[boolean, NodeJS.ProcessEnv, string]>([
  [true, {}, red],
  [false, {}, 'x'],
  [true, { NO_COLOR: '1' }, 'x'],
  [true, { NO_COLOR: '' }, red],
  [true, { TERM: 'dumb' }, 'x'],
  [false, { FORCE_COLOR: '1' }, red],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, 'x'],
])('terminal %s, environment %j', (isTTY, env, expected) => {
  expect(paletteFor({ isTTY }, env).red('x')).toBe(expected);
});

import { expect, test } from 'vitest';
import { habits } from './habits.ts';
import { startProviders } from './provider-server.ts';

test('every habit is served under its name, and every request is told', async () => {
  const providers = await startProviders();
  const modes = Object.keys(habits);
  for (const mode of modes) {
    const body = { model: `m-${mode}`, messages: [{ role: 'user', content: 'What is a lamp?' }] };
    const ask = () =>
      fetch(`${providers.baseUrl(mode)}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
    const response = await ask().catch(() => ask());
    const text = await response.text();
    expect(text, mode).toMatch(response.ok ? /Answer|content|nginx/ : /error|Error|detail/);
  }
  expect(new Set(providers.log.map(({ mode }) => mode))).toEqual(new Set(modes));
  const models = await fetch(`${providers.baseUrl('azure')}/models`);
  expect(await models.text()).toContain('gpt-5-2025-08-07');
});

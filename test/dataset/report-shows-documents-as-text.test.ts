import { expect, test } from 'vitest';
import { finishedBuild } from './finished-build.ts';
import { nasty } from './nasty.ts';
import { pageOf } from './page-of.ts';
import { publish } from './published.ts';

test('no text of a document, a model or a prompt becomes markup', async () => {
  const finished = await finishedBuild({
    rows: 4,
    prompt: `${nasty.replaceAll('{{', '((')}{{instruction}}{{response}}`,
    row: () => ({
      instruction: nasty,
      response: nasty,
      text: nasty,
      source: nasty,
      metadata: { license: nasty },
    }),
  });
  const { read } = await publish(finished);
  const page = await read('report.html');
  const document = pageOf(page);
  for (const name of ['script', 'img', 'iframe', 'link', 'object', 'base', 'form'])
    expect([name, document.querySelectorAll(name).length]).toEqual([name, 0]);
  const handlers = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].filter(({ name }) => name.startsWith('on')).map(({ name }) => name),
  );
  expect(handlers).toEqual([]);
  // Control characters are shown by their pictures; all else reads as it was.
  const shown = nasty.replace(/\p{Cc}/gu, (character) =>
    '\n\r\t'.includes(character)
      ? character
      : character === '\u007f'
        ? '\u2421'
        : character < ' '
          ? String.fromCharCode(0x2400 + character.charCodeAt(0))
          : '\ufffd',
  );
  const texts = [...document.querySelectorAll('.text')].map(({ textContent }) => textContent);
  expect(texts.filter((text) => text === shown)).toHaveLength(12);
});

test('the page loads nothing', async () => {
  const { read } = await publish(await finishedBuild({ rows: 4 }));
  const page = await read('report.html');
  const document = pageOf(page);
  const addresses = [...document.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes]
      .filter(({ name }) => /^(src|srcset|href|xlink:href|action|data|poster|background)$/.test(name))
      .map(({ value }) => value),
  );
  expect(addresses).toEqual([]);
  expect(page).not.toMatch(/url\(|@import/);
  const policy = document
    .querySelector('meta[http-equiv="Content-Security-Policy"]')
    ?.getAttribute('content');
  expect(policy).toContain("default-src 'none'");
});

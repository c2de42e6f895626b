import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startStandin } from '../../infra/standin/server.ts';
import { withDuckDB } from '../../activities/parquet/duckdb.ts';
import { literal } from '../../activities/parquet/sql.ts';
import { temporaryFolder } from '../servers/temporary-folder.ts';
import { tunesmith } from './command-line.ts';

interface Machine {
  readonly folder: string;
  readonly umask: number;
  readonly env: NodeJS.ProcessEnv;
}

/** As long as a dataset's name may be. */
const name = 'a'.repeat(80);

const plain: Machine = {
  folder: 'plain',
  umask: 0o022,
  env: { LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8', TZ: 'UTC' },
};

const machines: readonly Machine[] = [
  {
    folder: join(`it's "1" #2 50% [ab] {c,d} who? star* **`, 'ü 😀 '.repeat(20), 'n'.repeat(120)),
    umask: 0o077,
    // Where "i" and "I" are not one letter.
    env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' },
  },
  {
    folder: join('😀'.repeat(63), '-n $HOME `id` ;& (x) !(y) +z k=1 |a %41 %2F ~ ', "%'?#"),
    umask: 0,
    env: { LC_ALL: 'C', LANG: 'C', TZ: 'Pacific/Chatham' },
  },
  {
    folder: 'häuser & co',
    umask: 0o027,
    // A comma is its decimal point.
    env: { LC_ALL: '', LANG: 'de_DE.UTF-8', LC_NUMERIC: 'de_DE.UTF-8', TZ: 'America/St_Johns' },
  },
];

/** Rows in every kind of file, beside their config in a folder of a machine. */
async function writeInput(base: string, url: string): Promise<string> {
  await mkdir(join(base, 'in [1] #2 100%', 'more'), { recursive: true });
  const at = (file: string) => join(base, 'in [1] #2 100%', file);
  const rows = Array.from({ length: 40 }, (_, number) => ({ what: `harbour I${number}`, size: number / 8 }));
  await writeFile(at("it's.jsonl"), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await writeFile(at('more/rows.csv'), 'what,size\n"INDIGO, ı and İ",1.5\n"a ""quoted"" one",2.5\n');
  await withDuckDB({ memoryLimit: '200MB', scratchDir: base, threads: 1 }, (connection) =>
    connection.run(
      `COPY (SELECT 'of ' || "when" AS what, 3.25 AS size, * FROM (SELECT
        TIMESTAMPTZ '2024-03-31 01:30:00+00' AS "when", TIMESTAMP '2024-03-31 02:30:00' AS plain, DATE '1900-01-01' AS day))
        TO ${literal(at('times.parquet'))} (FORMAT parquet)`,
    ),
  );
  await writeFile(join(base, "the prompt's #1.md"), 'What is known about {{what}}?\n');
  const config = {
    recipe: 'generate',
    name,
    store: 'store 100% [of] it',
    table: { files: ["in [1] #2 100%/it's.jsonl", 'in \\[1\\] #2 100%/**/*.{csv,parquet}'] },
    endpoints: { default: { urls: [url] } },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    prompt: { file: "the prompt's #1.md" },
    sharding: { rows: 10 },
  };
  const path = join(base, "config of 'me' #1.json");
  await writeFile(path, JSON.stringify(config));
  return path;
}

/** What tells of times and folders beside the data. */
const besideData = { 'README.md': true, 'report.html': true, 'manifest.json': true };

/** The card but for what differs between two builds anywhere. */
function cardOf(published: ReadonlyMap<string, Buffer>): string {
  const card = published.get('README.md')?.toString() ?? '';
  return card.replace(/The build took .*\./, '').replace(/began on [0-9]{4}-[0-9]{2}-[0-9]{2} /, '');
}

/** Builds on a machine; all that was published, by the name of its file. */
async function publishedOn({ folder, umask, env }: Machine, url: string): Promise<Map<string, Buffer>> {
  const base = join(temporaryFolder(), folder);
  const config = await writeInput(base, url);
  const home = join(base, 'home');
  const outcome = await tunesmith(['run', config], base, { ...env, TUNESMITH_HOME: home }, umask);
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  const store = join(base, 'store 100% [of] it');
  const rows = await tunesmith(['inspect', name, '--store', store], base, env, umask);
  expect(rows).toMatchObject({ code: 0, stderr: '' });
  // Documents, answers and histories are nobody else's, whatever the umask; what is published is as it says.
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  const version = join(store, 'datasets', name, 'v1');
  const published = new Map<string, Buffer>();
  for (const entry of await readdir(version, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    expect([entry.name, (await stat(path)).mode & 0o777]).toEqual([entry.name, 0o666 & ~umask]);
    published.set(path.slice(version.length + 1), await readFile(path));
  }
  return published;
}

test('locale, time zone, umask and the names of folders change nothing in what is published', async () => {
  const standin = await startStandin({ mistakes: 0 });
  onTestFinished(() => standin.close());
  const expected = await publishedOn(plain, standin.baseUrl);
  expect([...expected.keys()]).toContain('README.md');
  for (const machine of machines) {
    const published = await publishedOn(machine, standin.baseUrl);
    expect([...published.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [file, bytes] of expected)
      if (!(file in besideData))
        expect([machine.folder, file, published.get(file)]).toEqual([machine.folder, file, bytes]);
    expect(cardOf(published)).toBe(cardOf(expected));
  }
});

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../activities/storage/open-store.ts';
import { Datasets } from '../../client/index.ts';
import { tunesmith } from '../cli/command-line.ts';
import { testFolder } from '../dataset/finished-build.ts';
import { manifestIn } from '../dataset/published.ts';
import { hubToken, startHubDouble } from './hub-double.ts';
import { published } from './published-versions.ts';

test('several datasets are configs of one, whatever breaks off, and leave each other as they are', async () => {
  const folder = await testFolder();
  const uri = join(folder, 'store');
  const store = await openStore({ uri }, { cacheDir: join(folder, 'cache') });
  for (const name of ['pairs', 'other', 'third']) await published(store, folder, { name });
  const hub = await startHubDouble();
  const repo = 'team/several';
  const env = { HF_TOKEN: hubToken, HF_ENDPOINT: hub.url };
  const datasets = await Datasets.open(uri, { scratchDir: join(folder, 'scratch') });
  const files = () => hub.repos.get(repo)?.commits.at(-1)?.files;
  const folders = () =>
    [...new Set([...(files()?.keys() ?? [])].map((path) => /^[^/]+\//.exec(path)?.[0] ?? path))].sort();
  const configs = () =>
    [...(files()?.get('README.md')?.content.toString() ?? '').matchAll(/config_name: (\S+)/g)].map(
      ([, name]) => name,
    );

  // One that was alone there is moved into its folder; another one is not put over it.
  await datasets.push('pairs', { repo, env });
  await expect(datasets.push('other', { repo, env })).rejects.toThrow(
    /team\/several holds pairs alone; push both \(tunesmith push pairs other --to team\/several\)/,
  );
  for (const step of [/PUT \/upload|preupload/, /\/commit\//, /\/tag\//]) {
    hub.breakAt(step);
    await expect(datasets.pushAll(['pairs', 'other'], { repo, env }), String(step)).rejects.toThrow();
  }
  const both = await datasets.pushAll(['pairs', 'other'], { repo, env });
  expect(both).toMatchObject([
    { name: 'pairs', config: 'pairs', version: 1 },
    { name: 'other', config: 'other', version: 1, unchanged: false },
  ]);
  expect(folders()).toEqual(['.gitattributes', 'README.md', 'other/', 'pairs/']);
  expect(configs()).toEqual(['other', 'pairs']);
  const stored = hub.repos.get(repo);
  expect([...(stored?.tags.keys() ?? [])].sort()).toEqual(['other-v1', 'pairs-v1', 'v1']);
  const card = files()?.get('README.md')?.content.toString() ?? '';
  expect(card).toContain('path: other/data/train-*.parquet');
  expect(card).toContain('load_dataset("team/several", "other", split="train")');

  // Again nothing is sent; a third one is put beside them, and the next version of one leaves the others.
  const before = hub.requests.length;
  expect(await datasets.pushAll(['pairs', 'other'], { repo, env })).toMatchObject([
    { unchanged: true },
    { unchanged: true },
  ]);
  expect(hub.requests.slice(before).filter((request) => !request.startsWith('GET'))).toEqual([]);
  await published(store, folder, { name: 'pairs', seed: 5, rows: 6 });
  const others = [...(files() ?? [])].filter(([path]) => path.startsWith('other/'));
  const told = await tunesmith(['push', 'third', 'pairs', '--to', repo, '--store', uri], folder, env);
  expect(told.stdout).toMatch(
    /^third v1 → team\/several, config third: \d+ files sent.*\n.*\/tree\/third-v1\npairs v2 → /,
  );
  expect(folders()).toEqual(['.gitattributes', 'README.md', 'other/', 'pairs/', 'third/']);
  expect(configs()).toEqual(['other', 'pairs', 'third']);
  expect([...(files() ?? [])].filter(([path]) => path.startsWith('other/'))).toEqual(others);
  expect(files()?.get('README.md')?.content.toString()).toContain('v2, tag `pairs-v2`');
});

test('a version is put into a private dataset once, under its tag, whatever breaks off', async () => {
  const folder = await testFolder();
  const uri = join(folder, 'store');
  const store = await openStore({ uri }, { cacheDir: join(folder, 'cache') });
  const { location } = await published(store, folder, { seed: 1 });
  const hub = await startHubDouble();
  const repo = 'team/pairs';
  const env = { HF_TOKEN: hubToken, HF_ENDPOINT: hub.url };
  const datasets = await Datasets.open(uri, { scratchDir: join(folder, 'scratch') });
  const push = (version?: number) =>
    datasets.push('a-dataset', { repo, env, ...(version === undefined ? {} : { version }) });

  // Broken off at every step, it goes on from there.
  const steps = [
    /POST .*create/,
    /preupload/,
    /lfs\/objects\/batch/,
    /PUT \/upload/,
    /\/commit\//,
    /\/tag\//,
  ];
  for (const step of steps) {
    hub.breakAt(step);
    await expect(push(), String(step)).rejects.toThrow(/hub|127\.0\.0\.1/);
  }
  const uploads = () => hub.requests.filter((request) => request.startsWith('PUT /upload')).length;
  const sent = uploads();
  const first = await push();
  expect(first).toMatchObject({ version: 1, repo, unchanged: false, uploaded: 0, removed: 0 });
  expect(uploads()).toBe(sent);
  const stored = hub.repos.get(repo);
  expect(stored?.visibility).toBe('private');
  const manifest = await manifestIn(location);
  const names = ['manifest.json', ...manifest.files.map(({ path }) => path)].sort();
  expect(first.verified).toBe(names.length);
  const files = stored?.commits.at(-1)?.files;
  expect([...(files?.keys() ?? [])].sort()).toEqual(['.gitattributes', ...names].sort());
  const card = files?.get('README.md')?.content.toString() ?? '';
  expect(card).toMatch(/configs:\n {2}- config_name: default\n {4}data_files:\n {6}- split: train\n/);

  // Again it sends and commits nothing.
  const commits = stored?.commits.length;
  const before = hub.requests.length;
  expect(await push()).toEqual({ ...first, unchanged: true, created: false });
  expect(hub.requests.slice(before).filter((request) => !request.startsWith('GET'))).toEqual([]);
  expect(stored?.commits.length).toBe(commits);

  // The next version takes its place, and the first one's tag stays; what is another's in the dataset stays as well.
  await published(store, folder, { seed: 2 });
  const told = await tunesmith(['push', 'a-dataset', '--to', repo, '--store', uri], folder, env);
  expect(told.stdout).toMatch(
    /^a-dataset v2 → team\/pairs: \d files sent, 0 removed, \d as they should be\nhttp.*\/tree\/v2\n$/,
  );
  expect([...(stored?.tags.keys() ?? [])]).toEqual(['v1', 'v2']);
  expect(await push(1)).toMatchObject({ unchanged: true, commit: first.commit });

  // A tag of something else is no version of ours.
  stored?.tags.set('v2', first.commit);
  await expect(push(2)).rejects.toThrow(/team\/pairs has a tag v2 of something else \(/);
  await expect(datasets.push('a-dataset', { repo, env: { ...env, HF_TOKEN: 'hf_other' } })).rejects.toThrow(
    /refused with 401 .*does the token in HF_TOKEN have write access to team\/pairs\?/,
  );
  const without = await tunesmith(['push', 'a-dataset', '--to', repo, '--store', uri], folder, {
    HF_TOKEN: '',
  });
  expect(without).toMatchObject({ code: 2 });
  expect(without.stderr).toMatch(/^error: no token for the Hugging Face hub: put one .* HF_TOKEN/);
});

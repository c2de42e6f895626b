import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { CommitOperation } from '@huggingface/hub';
import { DatasetManifestSchema, type DatasetManifest } from '../../../schemas/dataset/manifest.ts';
import { HubRepoSchema, type Push } from '../../../schemas/dataset/push.ts';
import { withScratch } from '../../storage/scratch-folder.ts';
import { fileDigest } from '../../storage/file-digest.ts';
import type { Store } from '../../storage/store.ts';
import { versionKnown } from '../list-versions.ts';
import { HubDataset, HubRefused, type HubFile, type HubOptions, type HubRefs } from './hub.ts';
import { sharedCard, type Sharing } from './shared-card.ts';

export interface PushInput {
  /** Of a single dataset. */
  readonly version: number | 'latest';
  readonly public?: boolean;
  /** Puts a single dataset into a folder and a config of its own as well, with room for others beside. @default false */
  readonly shared?: boolean;
  readonly hub: HubOptions;
  readonly scratchDir: string;
}

/** A file of a version, here, with its path on the hub. */
interface Local {
  readonly path: string;
  readonly at: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A version on its way: below `folder` of the hub's dataset, and under a tag of its own. */
interface Going {
  readonly manifest: DatasetManifest;
  readonly folder: string;
  readonly tag: string;
  readonly files: readonly Local[];
  /** The commit of the tag, where it is there. */
  readonly tagged: string | undefined;
}

/** What the main branch of a hub's dataset holds of ours. */
interface There {
  readonly files: readonly HubFile[];
  /** A dataset that has the repository for itself. */
  readonly alone: DatasetManifest | undefined;
  /** Datasets that share it, by the folders of their names. */
  readonly sharing: ReadonlyMap<string, DatasetManifest>;
}

/**
 * Puts versions into a dataset of the Hugging Face hub, in one commit that their tags name: card, data, report and manifest.
 * One has the repository for itself; several have a folder and a config each, and one that comes later is put beside them.
 * Again it does nothing; broken off, it goes on, since the hub takes what it has by its digest. At the end the hub's list
 * is held against the manifests. Throws VersionUnknown and HubRefused.
 */
export async function pushVersions(
  store: Store,
  names: readonly string[],
  input: PushInput,
): Promise<Push[]> {
  const repo = HubRepoSchema.parse(input.hub.repo);
  const version = names.length === 1 ? input.version : 'latest';
  const manifests = await Promise.all(names.map((name) => versionKnown(store, name, version)));
  const hub = new HubDataset(input.hub);
  return withScratch(input.scratchDir, 'push', async (hold) => {
    const created = await hub.ensure(input.public === true ? 'public' : 'private');
    const refs = await hub.refs();
    const main = refs.branches.find((each) => each.name === 'main');
    const there = await heldBy(hub, main);
    const shared = names.length > 1 || input.shared === true || there.sharing.size > 0;
    const { alone } = there;
    if (alone !== undefined && !names.includes(alone.name))
      throw new HubRefused(
        `${repo} holds ${alone.name} alone; push both (tunesmith push ${alone.name} ${names.join(' ')} --to ${repo}), ` +
          'which gives each a config of its own, or push into another dataset',
      );
    const going: Going[] = [];
    for (const manifest of manifests)
      going.push(await goingOf(store, hub, manifest, { shared, hold, refs, repo }));
    const left = going.filter(({ tagged }) => tagged === undefined);
    const moves = shared && alone !== undefined ? placesOf(alone, '') : [];
    const sent = await Promise.all(left.map(({ files }) => notThere(files, there.files)));
    const operations: CommitOperation[] = [];
    for (const { path, at } of sent.flat())
      operations.push({ operation: 'addOrUpdate', path, content: await openAsBlob(at) });
    const card = shared && left.length > 0 ? await cardFor(hub, repo, there, left) : undefined;
    if (card !== undefined && !there.files.some((file) => file.path === 'README.md' && isText(card, file)))
      operations.push({ operation: 'addOrUpdate', path: 'README.md', content: new Blob([card]) });
    const stays = new Set([
      ...left.flatMap(({ files }) => files.map(({ path }) => path)),
      ...(shared ? ['README.md'] : []),
    ]);
    const removed = left.map(({ manifest, folder }) => {
      const before = folder === '' ? alone : there.sharing.get(manifest.name);
      const dropped = [
        ...(before === undefined ? [] : placesOf(before, folder)),
        ...(manifest.name === alone?.name ? moves : []),
      ];
      return [...new Set(dropped)].filter(
        (path) => !stays.has(path) && there.files.some((file) => file.path === path),
      );
    });
    for (const path of removed.flat()) operations.push({ operation: 'delete', path });
    // Killed between commit and tag: everything is there.
    const commit =
      (operations.length === 0 || left.length === 0) && main !== undefined
        ? main.targetCommit
        : await hub.commit(
            left.map(({ manifest: { name }, tag }) => (shared ? tag : `${name} ${tag}`)).join(', '),
            operations,
            main?.targetCommit,
          );
    if (left.length > 0) {
      const now = await hub.files(commit);
      for (const { files, manifest, tag } of left) {
        const wrong = await faults(files, now);
        if (wrong.length > 0)
          throw new HubRefused(
            `${repo}: the hub's files are not those of ${manifest.name} v${manifest.version}: ${wrong.join('; ')}`,
          );
        await hub.tag(tag, commit);
      }
    }
    return going.map((each) => {
      const { manifest, tag, files, tagged } = each;
      const at = left.indexOf(each);
      return {
        name: manifest.name,
        version: manifest.version,
        repo,
        ...(shared ? { config: manifest.name } : {}),
        url: `${input.hub.url}/datasets/${repo}/tree/${tag}`,
        created,
        verified: files.length,
        commit: tagged ?? commit,
        unchanged: tagged !== undefined,
        uploaded: sent[at]?.length ?? 0,
        removed: removed[at]?.length ?? 0,
      };
    });
  });
}

/** A version with its files here, and what the hub has of it. Throws HubRefused where its tag is of something else. */
async function goingOf(
  store: Store,
  hub: HubDataset,
  manifest: DatasetManifest,
  { shared, hold, refs, repo }: { shared: boolean; hold: string; refs: HubRefs; repo: string },
): Promise<Going> {
  const folder = shared ? `${manifest.name}/` : '';
  const tag = shared ? `${manifest.name}-v${manifest.version}` : `v${manifest.version}`;
  const files = await filesOf(store, manifest, hold, folder);
  const tagged = refs.tags.find((each) => each.name === tag)?.targetCommit;
  if (tagged !== undefined) {
    const other = await faults(files, await hub.files(tag));
    if (other.length > 0)
      throw new HubRefused(
        `${repo} has a tag ${tag} of something else (${other.slice(0, 3).join('; ')}); remove the tag there, or push into another dataset`,
      );
  }
  return { manifest, folder, tag, files, tagged };
}

/** Looks for manifests of ours at the root and in folders of their datasets' names; what else lies there is a person's. */
async function heldBy(hub: HubDataset, main: { readonly name: string } | undefined): Promise<There> {
  const files = main === undefined ? [] : await hub.files('main');
  const manifestAt = async (path: string) =>
    DatasetManifestSchema.safeParse(parsed(await hub.text(path, 'main'))).data;
  const sharing = new Map<string, DatasetManifest>();
  let alone: DatasetManifest | undefined;
  for (const { path } of files) {
    const folder = /^(?:([^/]+)\/)?manifest\.json$/.exec(path);
    if (folder === null) continue;
    const manifest = await manifestAt(path);
    if (folder[1] === undefined) alone = manifest;
    else if (manifest?.name === folder[1]) sharing.set(manifest.name, manifest);
  }
  return { files, alone, sharing };
}

/** The card of all that share the repository, once what is on its way is there. */
async function cardFor(
  hub: HubDataset,
  repo: string,
  { sharing }: There,
  left: readonly Going[],
): Promise<string> {
  const all: Sharing[] = [];
  for (const manifest of sharing.values())
    if (!left.some((each) => each.manifest.name === manifest.name))
      all.push({ manifest, card: (await hub.text(`${manifest.name}/README.md`, 'main')) ?? '' });
  for (const { manifest, folder, files } of left) {
    const card = files.find(({ path }) => path === `${folder}README.md`);
    all.push({ manifest, card: card === undefined ? '' : await readFile(card.at, 'utf8') });
  }
  return sharedCard(repo, all);
}

/** Where the files of a version are on the hub. */
function placesOf({ files }: DatasetManifest, folder: string): string[] {
  return [...files.map(({ path }) => `${folder}${path}`), `${folder}manifest.json`];
}

/** Brings the files here and holds them against the manifest, which is one of them. */
async function filesOf(
  store: Store,
  manifest: DatasetManifest,
  hold: string,
  below: string,
): Promise<Local[]> {
  const folder = `datasets/${manifest.name}/v${manifest.version}`;
  const files: Local[] = [];
  for (const { path, bytes, sha256 } of manifest.files) {
    const at = await store.fetch(`${folder}/${path}`, hold);
    if ((await fileDigest(at)).sha256 !== sha256)
      throw new HubRefused(
        `${store.locate(`${folder}/${path}`)} is not what its manifest says; build the dataset again`,
      );
    files.push({ path: `${below}${path}`, at, bytes, sha256 });
  }
  const at = await store.fetch(`${folder}/manifest.json`, hold);
  const { sha256 } = await fileDigest(at);
  return [...files, { path: `${below}manifest.json`, at, bytes: (await stat(at)).size, sha256 }];
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}

async function notThere(files: readonly Local[], there: readonly HubFile[]): Promise<Local[]> {
  const differing: Local[] = [];
  for (const file of files) {
    const found = there.find(({ path }) => path === file.path);
    if (found === undefined || !(await isSame(file, found))) differing.push(file);
  }
  return differing;
}

/** What of the files the hub does not have as they are. */
async function faults(files: readonly Local[], there: readonly HubFile[]): Promise<string[]> {
  return (await notThere(files, there)).map(({ path }) =>
    there.some((file) => file.path === path) ? `${path} is another file` : `${path} is missing`,
  );
}

async function isSame({ at, bytes, sha256 }: Local, found: HubFile): Promise<boolean> {
  if (found.bytes !== bytes) return false;
  if (found.sha256 !== undefined) return found.sha256 === sha256;
  // Of what is in git itself the hub tells git's name alone; such files are small.
  return found.gitOid === gitOidOf(await readFile(at));
}

function isText(text: string, { gitOid }: HubFile): boolean {
  return gitOid === gitOidOf(Buffer.from(text));
}

function gitOidOf(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

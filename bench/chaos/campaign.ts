import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { openStore } from '../../activities/storage/open-store.ts';
import { startS3 } from '../../infra/servers/s3.ts';
import { startTemporal, type TemporalServer } from '../../infra/servers/temporal.ts';
import { diceFrom, type Dice } from '../../infra/standin/dice.ts';
import { startStandin, type Standin } from '../../infra/standin/server.ts';
import { StoreSchema, type StoreConfig } from '../../schemas/build/store.ts';
import { ChaosCommand } from './command.ts';
import { published, type Published } from './published.ts';

export interface CampaignOptions {
  /** Draws everything that happens: the same seed, the same plan of events. When they hit follows from the machine. */
  readonly seed: number;
  /** No round begins after so many seconds. */
  readonly seconds: number;
  /** Rows of a build. @default 800 */
  readonly rows?: number;
  /** Told what happens. */
  readonly say?: (line: string) => void;
}

/** What a campaign did and found. */
export interface Figures {
  rounds: number;
  builds: number;
  /** Processes that stood still and went on. */
  stalls: number;
  /** Of these, longer than a heartbeat may be missing, so that a second attempt ran beside the first. */
  longStalls: number;
  serverStalls: number;
  kills: number;
  /** Rounds with a second build over the same rows in the same store. */
  twins: number;
  rowsCompared: number;
  answered: number;
  paidTwice: number;
  /** What was not as it must be; empty. */
  readonly faults: string[];
}

/** Longest that a round may take, in seconds: a build that never ends is a fault. */
const roundLimit = 240;

interface Refusing {
  readonly refusedShare: number;
  readonly refusalRate: number;
}

/** How the endpoint refuses: the same prompts each time, or others each time that they are asked. */
const refusals: readonly [Refusing, Refusing] = [
  { refusedShare: 0.1, refusalRate: 0 },
  { refusedShare: 0, refusalRate: 0.1 },
];

export interface Ground {
  readonly folder: string;
  readonly temporal: TemporalServer;
  readonly standin: Standin;
  readonly corpus: string;
  readonly rows: number;
  readonly env: NodeJS.ProcessEnv;
  storeConfig(name: string, kind: 'folder' | 's3'): StoreConfig;
}

/**
 * Runs builds of the real command while processes and servers are stopped, killed and doubled at random moments, and holds
 * what each told against what is there; where refusals do not depend on the attempt, every byte of the data against a
 * build that nothing disturbed.
 */
export async function campaign({
  seed,
  seconds,
  rows = 800,
  say = () => undefined,
}: CampaignOptions): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'tunesmith-chaos-'));
  const endings: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const figures: Figures = {
    rounds: 0,
    builds: 0,
    stalls: 0,
    longStalls: 0,
    serverStalls: 0,
    kills: 0,
    twins: 0,
    rowsCompared: 0,
    answered: 0,
    paidTwice: 0,
    faults: [],
  };
  try {
    const ground = await prepare(folder, rows, endings);
    const started = performance.now();
    const wanted = await undisturbed(ground, figures);
    for (let round = 1; performance.now() - started < seconds * 1000; round += 1) {
      const dice = diceFrom(`chaos ${seed} ${round}`);
      figures.rounds += 1;
      await disturbed(ground, dice, round, wanted, figures, say);
      if (figures.faults.length > 0) break;
    }
    return figures;
  } finally {
    for (const end of endings.toReversed()) await end().catch(() => undefined);
  }
}

/** Starts what builds need in a folder: servers, an endpoint, and the rows. What ends it is added to `endings`. */
export async function prepare(
  folder: string,
  rows: number,
  endings: (() => Promise<unknown>)[],
): Promise<Ground> {
  const temporal = await startTemporal({ dbPath: join(folder, 'temporal.db'), headless: true });
  endings.push(() => temporal.stop());
  const standin = await startStandin({ mistakes: 0, answerWords: 40 });
  endings.push(() => standin.close());
  const s3 = await startS3({ dataDir: join(folder, 's3') });
  endings.push(() => s3.stop());
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  });
  const client = new S3Client({ endpoint: s3.endpoint, region: s3.region, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'chaos' }));
  client.destroy();
  const corpus = join(folder, 'rows.jsonl');
  const lines = Array.from(
    { length: rows },
    (_, at) => `${JSON.stringify({ q: `What is known of harbour ${at}?` })}\n`,
  );
  await writeFile(corpus, lines.join(''));
  return {
    folder,
    temporal,
    standin,
    corpus,
    rows,
    env,
    storeConfig: (name, kind) =>
      StoreSchema.parse(
        kind === 'folder' ? join(folder, name) : { uri: `s3://chaos/${name}`, endpointUrl: s3.endpoint },
      ),
  };
}

/** A build of the rows under a name, with a home, of its own. */
export async function command(ground: Ground, name: string, store: StoreConfig): Promise<ChaosCommand> {
  const path = join(ground.folder, `${name}.yaml`);
  const config = {
    recipe: 'generate',
    name,
    store,
    table: { files: [ground.corpus] },
    prompt: { column: 'q' },
    endpoints: { default: { urls: [ground.standin.baseUrl] } },
    roles: { model: { endpoint: 'default', model: 'stand-in' } },
    sharding: { rows: 50 },
  };
  await writeFile(path, JSON.stringify(config));
  return new ChaosCommand(name, path, { ...ground.env, TUNESMITH_HOME: join(ground.folder, `home-${name}`) });
}

/** Waits until the commands have come to an end. One that met a server that stood still says so, and is given again. */
export async function ended(commands: readonly ChaosCommand[], limit = roundLimit): Promise<boolean> {
  const until = performance.now() + limit * 1000;
  while (performance.now() < until) {
    for (const each of commands) if (each.metNoServer) each.start();
    if (commands.every(({ running }) => !running)) return true;
    await delay(50);
  }
  return false;
}

/** The data that a build makes which nothing disturbs, of prompts that are refused each time. */
async function undisturbed(ground: Ground, figures: Figures): Promise<Published> {
  ground.standin.setFaults({ latencyMs: 5, slots: 32, refusedShare: 0.1, refusalRate: 0 });
  const store = ground.storeConfig('undisturbed', 'folder');
  const run = await command(ground, 'undisturbed', store);
  run.start();
  await ended([run]);
  const told = run.told();
  if ('failed' in told) throw new Error(`the undisturbed build failed: ${told.failed}`);
  figures.builds += 1;
  const opened = await openStore(store, { cacheDir: join(ground.folder, 'cache') });
  const made = await published(opened, told, ground.rows);
  figures.faults.push(...made.faults);
  return made;
}

async function disturbed(
  ground: Ground,
  dice: Dice,
  round: number,
  wanted: Published,
  figures: Figures,
  say: (line: string) => void,
): Promise<void> {
  const { standin, temporal } = ground;
  const kind = dice.chance(0.5) ? 'folder' : 's3';
  const refusing = dice.pick(refusals);
  const twin = dice.chance(0.5);
  const names = twin ? [`r${round}-one`, `r${round}-two`] : [`r${round}`];
  standin.resetStats();
  standin.setFaults({
    latencyMs: 60,
    slots: 12,
    errorRate: 0.02,
    dropRate: 0.01,
    ...refusing,
  });
  say(`round ${round}: ${names.join(' and ')} on ${kind}, ${JSON.stringify(refusing)}`);
  const store = ground.storeConfig(`store-${round}`, kind);
  const commands = await Promise.all(names.map((name) => command(ground, name, store)));
  for (const each of commands) each.start();
  if (twin) figures.twins += 1;
  // Until the first answers: what comes before is start-up.
  while (standin.stats().answered < 20 && commands.some(({ running }) => running)) await delay(20);
  const events = 2 + dice.below(4);
  for (let event = 0; event < events; event += 1) {
    await delay(100 + dice.below(1500));
    const which = commands[dice.below(commands.length)];
    const draw = dice.next();
    const milliseconds = dice.chance(0.4) ? 10_500 + dice.below(3500) : 200 + dice.below(3000);
    if (which?.running !== true) continue;
    if (draw < 0.4) {
      say(`  ${which.name} stands still for ${milliseconds} ms`);
      which.signal('SIGSTOP');
      await delay(milliseconds);
      which.signal('SIGCONT');
      figures.stalls += 1;
      if (milliseconds > 10_000) figures.longStalls += 1;
    } else if (draw < 0.75) {
      say(`  ${which.name} is killed`);
      await which.kill();
      figures.kills += 1;
      await delay(dice.below(1500));
      which.start();
    } else if (temporal.pid !== undefined) {
      const pid = temporal.pid;
      say(`  the server stands still for ${milliseconds} ms`);
      process.kill(pid, 'SIGSTOP');
      await delay(milliseconds);
      process.kill(pid, 'SIGCONT');
      figures.serverStalls += 1;
    }
  }
  const done = await ended(commands);
  if (!done) figures.faults.push(`round ${round}: a build did not end in ${roundLimit} s`);
  const { answered, repeated } = standin.stats();
  figures.answered += answered;
  figures.paidTwice += repeated;
  const opened = await openStore(store, { cacheDir: join(ground.folder, `cache-${round}`) });
  for (const each of commands) {
    if (each.running) {
      await each.kill();
      continue;
    }
    const told = each.told();
    figures.builds += 1;
    if ('failed' in told) {
      figures.faults.push(`round ${round}: ${each.name}: ${told.failed}`);
      continue;
    }
    const made = await published(opened, told, ground.rows);
    figures.faults.push(...made.faults.map((fault) => `round ${round}: ${fault}`));
    figures.rowsCompared += made.rows + made.rejected;
    if (refusing.refusalRate > 0) continue;
    for (const [path, sha256] of wanted.data)
      if (made.data.get(path) !== sha256)
        figures.faults.push(`round ${round}: ${each.name}: ${path} is not what an undisturbed build makes`);
  }
  say(`  ${answered} answered, ${repeated} paid twice`);
}

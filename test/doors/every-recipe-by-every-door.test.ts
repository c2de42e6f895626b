import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { loadConfig, Tunesmith } from '../../client/index.ts';
import { DatasetSchema, type Dataset } from '../../schemas/build/task.ts';
import { openFoundry, type Foundry } from '../builds/foundry.ts';
import { tunesmith as command } from '../cli/command-line.ts';
import { python, pythonEnv } from '../python/environment.ts';
import { failureOf } from '../survival/failure.ts';
import { until } from '../survival/until.ts';
import { agentOnStdio, listening, surroundings, token } from './doors-of.ts';
import { smallExamples } from './small-examples.ts';

type Config = Record<string, unknown>;

interface Build {
  readonly recipe: string;
  readonly workflow: string;
  readonly config: Config;
  /** The config as a file. */
  readonly path: string;
}

/** What came of a build: its dataset, or what is wrong with its config, a line a finding. */
type Outcome = { readonly dataset: Dataset } | { readonly findings: readonly string[] };

/** Starts builds, all at once, and waits for them. */
type Door = (builds: readonly Build[]) => Promise<Outcome[]>;

/** A build of its own: none that was there. */
const BegunSchema = z.object({ id: z.string(), runId: z.string(), joined: z.literal(false) });

test('every recipe is built alike by every door, and a wrong config is told in the same words by each', async () => {
  // So that of few documents some are kept.
  const foundry = await openFoundry({ fiveShare: 0.8 });
  const { standin, store, folder } = foundry;
  const opening = doors(foundry);
  opening.catch(() => undefined);
  const client = await Tunesmith.connect(foundry.temporal);
  onTestFinished(() => client.close());
  const builds = await Promise.all((await smallExamples(store)).map((each) => asFile(folder, each)));
  const mistaken = await Promise.all(builds.map((each) => asFile(folder, wrongly(each))));
  const load = (path: string) => loadConfig(path, { env: {}, standIn: standin.baseUrl });

  const ours = async ({ path }: Build) => (await client.start(await load(path))).result();
  const built = [
    // The bank, which others build on.
    ...(await Promise.all(builds.slice(0, 1).map(ours))),
    ...(await Promise.all(builds.slice(1).map(ours))),
  ];
  for (const { name, rows } of built) expect(rows, name).toBeGreaterThan(0);

  const told = await Promise.all(mistaken.map(({ path }) => load(path).catch(findingsOf)));
  for (const findings of told) expect(findings).toHaveLength(3);
  const [first] = mistaken;
  const { code, stderr } = await command(['validate', first?.path ?? ''], folder, surroundings(foundry).env);
  expect([code, findingsOf({ message: stderr.replace(/^error: /, '').trimEnd() })]).toEqual([2, told[0]]);

  const expected = built.map(whatIsThere);
  const asked = standin.stats().promptTokens;
  for (const [name, door] of Object.entries(await opening)) {
    const outcomes = await door([...builds, ...mistaken]);
    for (const [at, { recipe }] of builds.entries()) {
      const [what, outcome] = [`${recipe} by ${name}`, outcomes[at]];
      const made = outcome !== undefined && 'dataset' in outcome ? whatIsThere(outcome.dataset) : outcome;
      // The same rows, by the same questions, from the same config: there is no other version of it.
      expect(made, what).toEqual({ ...expected[at], unchanged: true });
      expect(outcomes[builds.length + at], what).toEqual({ findings: told[at] });
    }
  }
  expect(standin.stats().promptTokens).toBe(asked);
});

async function doors(foundry: Foundry): Promise<Record<string, Door>> {
  const { client, temporal } = foundry;
  const { env, args } = surroundings(foundry);
  const program = await python();
  const url = await listening(['serve', ...args], env);
  const agent = await agentOnStdio(foundry, '--allow-builds');
  const workflow = async (id: string, runId?: string): Promise<Outcome> => ({
    dataset: DatasetSchema.parse(await client.workflow.getHandle(id, runId).result()),
  });
  const begun = (answer: unknown): Promise<Outcome> => {
    const { id, runId } = BegunSchema.parse(answer);
    return workflow(id, runId);
  };
  /** A wrong config fails a workflow at once, for good. */
  const failing = async (id: string): Promise<Outcome> =>
    workflow(id).catch(async () => {
      const { type, nonRetryable, message } = await failureOf(client.workflow.getHandle(id).result());
      expect([type, nonRetryable], message).toEqual(['ConfigError', true]);
      return { findings: findingsOf({ message }) };
    });
  const each =
    (start: (build: Build) => Promise<Outcome>): Door =>
    (builds) =>
      Promise.all(builds.map(start));
  let schedules = 0;
  return {
    python: async (builds) => {
      const { stdout } = await promisify(execFile)(
        program,
        [resolve('test/doors/started-from-python.py'), ...builds.map(({ path }) => path)],
        {
          env: {
            ...process.env,
            ...pythonEnv,
            TEMPORAL_ADDRESS: temporal.address,
            TEMPORAL_NAMESPACE: temporal.namespace,
          },
          maxBuffer: 1e8,
        },
      );
      return z
        .array(z.union([z.object({ dataset: DatasetSchema }), z.object({ findings: z.array(z.string()) })]))
        .parse(JSON.parse(stdout))
        .map((told) => ('dataset' in told ? told : { findings: told.findings.sort() }));
    },
    ui: each(async ({ workflow: type, config }) => {
      // What "Start Workflow" of the Temporal UI sends.
      const workflowId = `from-the-ui-${Math.random()}`;
      await client.workflow.start(type, { taskQueue: 'tunesmith', workflowId, args: [config] });
      return failing(workflowId);
    }),
    schedule: each(async ({ workflow: workflowType, config }) => {
      const schedule = await client.schedule.create({
        scheduleId: `nightly-${(schedules += 1)}`,
        spec: {},
        action: { type: 'startWorkflow', workflowType, taskQueue: 'tunesmith', args: [config] },
      });
      await schedule.trigger();
      return failing(
        await until('its workflow is begun', async () => {
          const { info } = await schedule.describe();
          return info.recentActions[0]?.action.workflow.workflowId;
        }),
      );
    }),
    http: each(async ({ config }) => {
      const response = await fetch(`${url}/v1/builds`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ config }),
      });
      const body: unknown = await response.json();
      if (response.ok) return begun(body);
      const { error } = z.object({ error: z.object({ kind: z.string(), message: z.string() }) }).parse(body);
      expect([response.status, error.kind], error.message).toEqual([400, 'ConfigError']);
      return { findings: findingsOf(error) };
    }),
    mcp: each(async ({ config }) => {
      const { failed, text } = await agent.call('start_build', { config });
      if (!failed) return begun(JSON.parse(text));
      expect(text).toMatch(/^ConfigError: /);
      return { findings: findingsOf({ message: text.replace(/^ConfigError: /, '') }) };
    }),
  };
}

/** A version, with the tables that it was made from, whose names are digests of all that they follow from. */
function whatIsThere({ location, version, rows, unchanged, tables }: Dataset) {
  return { location, version, rows, unchanged, tables: tables.map(({ table }) => table) };
}

async function asFile(folder: string, build: Omit<Build, 'path'>): Promise<Build> {
  const path = join(folder, `${randomUUID()}.yaml`);
  await writeFile(path, JSON.stringify(build.config, null, 1));
  return { ...build, path };
}

/** A key that is mistyped, a value of another kind, and a role that the recipe does not have. */
function wrongly(build: Build): Build {
  const roles = z.looseObject({}).parse(build.config['roles']);
  const wrong = { seeds: 1, sharding: { rows: 'x' }, roles: { ...roles, nobody: {} } };
  return { ...build, config: { ...build.config, ...wrong } };
}

/** What is wrong, in one order, without the file and line that only the command has. */
function findingsOf({ message }: { readonly message: string }): string[] {
  const lines = message.split('\n').map((line) => line.replace(/^\/\S+\.yaml:\d+: /, ''));
  return lines.sort();
}

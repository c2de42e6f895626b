import { nameOnTerminal } from '../../activities/show-invisible.ts';
import { BuildFailed } from '../../client/build-failed.ts';
import type { BuildHandle, BuildInfo, BuildProgress } from '../../client/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { HostOptions } from '../host/options.ts';
import { withClient } from '../host/with-client.ts';
import { Speed } from '../progress/speed.ts';
import { progressView } from '../progress/view.ts';
import { duration } from '../text/amounts.ts';
import { tableLines } from '../text/columns.ts';
import { printable } from '../text/one-line.ts';
import { paletteFor } from '../text/palette.ts';

/** `tunesmith status [NAME]`: all builds, or how far the newest of one name is, also where a schedule began it. */
export async function status(name: string | undefined, options: HostOptions): Promise<number> {
  if (name === undefined) tellAll(await allBuilds(options), options);
  else
    await withClient(options, async ({ client, server }) =>
      tellOne(await client.newest(name), server.uiUrl, options),
    );
  return exitCodes.ok;
}

function allBuilds(options: HostOptions): Promise<BuildInfo[]> {
  return withClient(
    options,
    async ({ client }) => {
      const builds: BuildInfo[] = [];
      for await (const build of client.list()) builds.push(build);
      return builds;
    },
    () => [],
  );
}

function tellAll(builds: readonly BuildInfo[], { json }: HostOptions): void {
  if (json === true) return void process.stdout.write(`${JSON.stringify(builds, null, 2)}\n`);
  if (builds.length === 0)
    return void process.stdout.write('no builds yet; `tunesmith run CONFIG` starts one\n');
  const palette = paletteFor(process.stdout);
  const lines = tableLines(
    [
      { header: 'build', cells: builds.map(({ id }) => id) },
      { header: 'recipe', cells: builds.map(({ recipe }) => recipe), keep: 1 },
      { header: 'state', cells: builds.map(({ state }) => state) },
      { header: 'started', cells: builds.map(({ startedAt }) => local(startedAt)), keep: 3 },
      { header: 'took', cells: builds.map(took), align: 'right', keep: 2 },
    ],
    process.stdout.columns || 100,
    palette.dim,
  );
  process.stdout.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}

async function tellOne(build: BuildHandle, uiUrl: string | undefined, { json }: HostOptions): Promise<void> {
  const info = await build.info();
  const progress: BuildProgress | undefined = info.state === 'running' ? await build.progress() : undefined;
  const dataset = info.state === 'completed' ? await build.result() : undefined;
  const error = info.state === 'failed' ? await failureOf(build) : undefined;
  if (json === true)
    return void process.stdout.write(`${JSON.stringify({ ...info, progress, dataset, error }, null, 2)}\n`);
  const palette = paletteFor(process.stdout);
  const lines = [
    `${palette.bold(nameOnTerminal(info.id))}: ${info.state}, started ${local(info.startedAt)}, ${took(info)}`,
  ];
  if (dataset !== undefined) lines.push(`${dataset.rows} rows in ${nameOnTerminal(dataset.location)}`);
  if (error !== undefined) lines.push(error.message);
  if (info.state === 'running')
    lines.push(
      ...(progress === undefined
        ? [palette.yellow('no worker answers; `tunesmith run` with the same config goes on with it')]
        : progressView(progress, new Speed(), {
            name: info.id,
            width: process.stdout.columns || 80,
            palette,
            seconds: (Date.now() - info.startedAt.getTime()) / 1000,
          })),
    );
  if (uiUrl !== undefined) lines.push(build.uiUrl(uiUrl));
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Why a build failed, in the words that `run` told. */
async function failureOf(build: BuildHandle): Promise<{ kind: string; message: string }> {
  const error: unknown = await build.result().then(
    () => new Error('it ended well meanwhile'),
    (reason: unknown) => reason,
  );
  const message = printable(error instanceof Error ? error.message : String(error));
  return { kind: error instanceof BuildFailed ? error.kind : 'Error', message };
}

function took({ startedAt, closedAt }: BuildInfo): string {
  return duration(((closedAt?.getTime() ?? Date.now()) - startedAt.getTime()) / 1000);
}

/** 2026-11-21 01:14 in the user's time zone. */
function local(date: Date): string {
  return date.toLocaleString('sv-SE').slice(0, 16);
}

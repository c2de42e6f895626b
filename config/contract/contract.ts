import { z } from 'zod';
import { FleetSchema } from '../../schemas/build/fleet.ts';
import { NoticeSchema } from '../../schemas/build/notice.ts';
import { noticeEvents } from '../../schemas/build/notify.ts';
import { ProgressSchema } from '../../schemas/build/progress.ts';
import { queues } from '../../schemas/build/queue.ts';
import { StartOptionsSchema } from '../../schemas/build/start.ts';
import { DatasetSchema } from '../../schemas/build/task.ts';
import { recipes } from '../../schemas/recipes/index.ts';
import { configJsonSchema, inputSchema } from '../json-schema.ts';
import { freeFields, pathFields } from '../paths.ts';

/** Raised when something that clients rely on goes or changes its meaning; what is only added leaves it as it is. */
export const contractVersion = 1;

const shapes = {
  options: ['How a build is made', StartOptionsSchema],
  dataset: ['What a finished build returns', DatasetSchema],
  progress: ['How far a build is', ProgressSchema],
  pause: ['True pauses a build, false lets it go on', z.boolean()],
  notice: ['What receivers of `notify` are posted', NoticeSchema],
  fleet: ['What workers know by name: fleet.yaml', FleetSchema],
} as const;

const description =
  'A config as a person writes it. Paths are absolute (of the workers) or s3://bucket/...; endpoints and the store may be ' +
  'names of the fleet of the workers.';

const fileOf = (name: string) => `${name}.schema.json`;

/**
 * What programs in any language need to start, follow and steer builds by Temporal's own clients, as JSON by file name:
 * the index, and a JSON Schema (2020-12) for each thing that is sent or comes back.
 */
export function contract(): Record<string, unknown> {
  const own = Object.entries(shapes).map(([name, [title, schema]]): [string, unknown] => [
    fileOf(name),
    { title, ...inputSchema(schema) },
  ]);
  const configs = recipes.map(({ name, workflow }): [string, unknown] => [
    fileOf(workflow),
    { description, ...configJsonSchema(name) },
  ]);
  const index = {
    version: contractVersion,
    taskQueue: queues.builds,
    workflows: recipes.map(({ name, workflow, title, paper }) => ({
      type: workflow,
      recipe: name,
      title,
      ...(paper === undefined ? {} : { paper }),
      arguments: [fileOf(workflow), fileOf('options')],
      result: fileOf('dataset'),
    })),
    queries: [{ name: 'progress', arguments: [], result: fileOf('progress') }],
    signals: [{ name: 'pause', arguments: [fileOf('pause')] }],
    updates: [],
    // What `notify` of a config or fleet has posted, signed as Standard Webhooks has it: an event is `build.<event>` in a
    // notice's `type`, and is sent by a workflow of this type that the build starts.
    notices: {
      events: [...noticeEvents],
      payload: fileOf('notice'),
      workflow: { type: 'notify', id: 'tunesmith-notify/<workflow>/<run>/<event>' },
    },
    // What a client makes absolute before it sends a file's config; `*` stands for every entry of a list. An input's files
    // stand under `files` wherever it is, but within `free`, whose keys are the user's own names.
    paths: { fields: pathFields, inputs: 'files', free: [...freeFields] },
    failures: [
      { type: 'ConfigError', means: 'the arguments are wrong: a line a finding, as `path: problem`' },
      {
        type: 'BuildRunning',
        means: 'another build of the dataset is under way, and this one was not to wait',
      },
    ],
  };
  return { 'index.json': index, ...Object.fromEntries([...configs, ...own]) };
}

/** A file of the contract as it is kept in the repository. */
export function contractText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

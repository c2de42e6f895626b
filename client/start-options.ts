import { createHash, randomUUID } from 'node:crypto';
import type { WorkflowStartOptions } from '@temporalio/client';
import {
  InternalWorkflowStartOptionsSymbol,
  type InternalWorkflowStartOptions,
} from '@temporalio/client/lib/internal.js';
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { BuildConfig } from '../schemas/build/build.ts';
import { queues, searchAttributeNames } from '../schemas/build/queue.ts';
import type { StartOptions } from '../schemas/build/start.ts';
import { recipeOf } from '../schemas/recipes/index.ts';
import { configDigest } from '../config/config-digest.ts';
import { ConfigError } from '../config/config-error.ts';
import { tooLarge } from '../config/config-size.ts';

const [recipeKey, datasetKey, kindKey] = searchAttributeNames.map((name) =>
  defineSearchAttributeKey(name, 'KEYWORD'),
);

/** What is sent to start a build, by us now or by a schedule later. */
export interface StartOfBuild {
  readonly workflowType: string;
  readonly digest: string;
  readonly attributes: SearchAttributePair[];
  readonly options: {
    readonly workflowId: string;
    readonly taskQueue: string;
    readonly args: [BuildConfig] | [BuildConfig, StartOptions];
    readonly memo: Record<string, unknown>;
  } & Required<Pick<WorkflowStartOptions, 'staticSummary' | 'staticDetails'>>;
}

/**
 * The server knows a request by its id, and answers one that it has seen with the build that it gave; the SDK has no public
 * option for it.
 */
export function requestedAs(
  idempotencyKey: string | undefined,
): Pick<InternalWorkflowStartOptions, typeof InternalWorkflowStartOptionsSymbol> {
  if (idempotencyKey === undefined) return {};
  return { [InternalWorkflowStartOptionsSymbol]: { requestId: `tunesmith:${idempotencyKey}` } };
}

/**
/**
 * Id of a build that waits while its dataset's name is taken by another one: of a key always the same, so that the server
 * knows a start that is tried again.
 */
export function idBeside(name: string, idempotencyKey: string | undefined): string {
  const own =
    idempotencyKey === undefined
      ? randomUUID().replaceAll('-', '')
      : createHash('sha256').update(idempotencyKey).digest('hex');
  return `${name}-${own.slice(0, 12)}`;
}

/**
 * Throws ConfigError for a config that is larger than Temporal takes.
 * @param how the build is to be made, such as with prompts in place of the files that the config names
 */
export function startOfBuild(config: BuildConfig, how?: StartOptions): StartOfBuild {
  const large = tooLarge({ ...config, ...how });
  if (large !== undefined) throw new ConfigError(config.name, [large]);
  const { name, store } = config;
  const recipe = recipeOf(config.recipe);
  const digest = configDigest(config);
  const values = [
    [recipeKey, recipe.name],
    [datasetKey, name],
    [kindKey, 'build'],
  ] as const;
  return {
    workflowType: recipe.workflow,
    digest,
    attributes: values.flatMap(([key, value]) => (key === undefined ? [] : [{ key, value }])),
    options: {
      workflowId: name,
      taskQueue: queues.builds,
      args: how === undefined ? [config] : [config, how],
      memo: { configDigest: digest, recipe: recipe.name, store },
      staticSummary: `${recipe.title} → ${name}`,
      staticDetails: [recipe.paper, `Dataset **${name}** in \`${store.uri}\``].filter(Boolean).join('\n\n'),
    },
  };
}

import type { AnyRole, ServiceRole } from '../../../schemas/inference/role.ts';
import type { Question, ServiceQuestion, ServiceTask } from '../../../schemas/inference/question.ts';
import { digestOf } from '../../digest.ts';

/** What a service is asked. It has no seed: the same text has the same answer, whichever row it is of. */
export function serviceQuestionOf(role: ServiceRole, task: ServiceTask): ServiceQuestion {
  const { model, api, extraBody, revision, label } = role;
  return {
    model,
    api,
    extraBody,
    task,
    ...(revision === undefined ? {} : { revision }),
    ...(label === undefined ? {} : { label }),
  };
}

export function addressOf(question: Question): string {
  return digestOf(question);
}

const besides = new Set([
  'endpoint',
  'price',
  'batch',
  'chatTemplate',
  'maxTokensField',
  'seedField',
  'stream',
  'transport',
  'batchApi',
]);

/**
 * What of a role decides its answers: not the endpoint's URL, limits or price, nor how texts are batched, nor how
 * questions travel (activities/inference/manner.ts), nor the file of its chat template: what that renders stands in its
 * questions.
 */
export function roleIdentity(role: AnyRole): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(role).filter(([name]) => !besides.has(name)));
}

/** Folder of a stage's answers by one model: readable, and apart for every other model or sampling. */
export function answerGroup(stage: string, role: AnyRole): string {
  const model = role.model
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 60);
  // A mix's shares decide which row is asked how, and no answer: each question says its own sampling.
  const { samplings, ...identity } = roleIdentity(role);
  const mixed = samplings === undefined ? identity : { ...identity, samplings: true };
  return `${stage}-${model}-${digestOf(mixed).slice(0, 8)}`;
}

/**
 * Folder of a shard's answers inside the group: the bits of its index, one folder a bit. When a grown table is cut
 * into twice as many shards, a shard finds its rows' answers in the folder above.
 */
export function shardBits(index: number, shards: number): string[] {
  const bits = Math.log2(shards);
  return bits === 0 ? [] : Array.from(index.toString(2).padStart(bits, '0'));
}

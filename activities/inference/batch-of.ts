import { isService, type AnyRole, type Batch, type ServiceRole } from '../../schemas/inference/role.ts';
import type { Question } from '../../schemas/inference/question.ts';
import { digestOf } from '../digest.ts';
import type { BatchLimits } from './batch-limits.ts';
import { adapters } from './services/index.ts';

/** With which other questions of its endpoint a role's question may share a request. */
export function batchOf(role: AnyRole, question: Question): { batch?: BatchLimits } {
  if (!isService(role) || !('task' in question)) return {};
  const { model, api, extraBody } = question;
  if (adapters[api].travelsAlone?.(question) === true) return {};
  const key = `${api} ${model} ${digestOf(extraBody)} ${adapters[api].shared(question)}`;
  return { batch: { key, ...limitsOf(role) } };
}

/** The same before a question is known: how many rows share a request. */
export function batchSize(role: AnyRole): { batch?: BatchLimits } {
  return isService(role) ? { batch: { key: role.model, ...limitsOf(role) } } : {};
}

function limitsOf({ api, batch }: ServiceRole): Batch {
  return { ...batch, rows: Math.min(batch.rows, adapters[api].mostTexts ?? Infinity) };
}

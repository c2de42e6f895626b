import { z } from 'zod';

const CountSchema = z.number().nonnegative().catch(0);

const FailureSchema = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
  line: z.number().nullish(),
});

/** A batch as a server tells of it. Copies of OpenAI's API leave fields out, and have states of their own. */
export const BatchJobSchema = z.object({
  id: z.string().min(1),
  status: z.string().transform((status) => status.toLowerCase()),
  input_file_id: z.string().nullish(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z
    .object({ data: z.array(FailureSchema).nullish() })
    .transform(({ data }) => data ?? [])
    .nullish()
    .catch(null),
  request_counts: z
    .object({ total: CountSchema, completed: CountSchema, failed: CountSchema })
    .nullish()
    .catch(null),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
  created_at: z.number().nullish().catch(null),
  completed_at: z.number().nullish().catch(null),
});
export type BatchJob = z.output<typeof BatchJobSchema>;
export type BatchFailure = z.output<typeof FailureSchema>;

export const BatchListSchema = z.object({
  data: z.array(BatchJobSchema),
  has_more: z.boolean().nullish(),
  last_id: z.string().nullish(),
});

export const FileSchema = z.object({ id: z.string().min(1) });

/** What the batch has come to; `under way` in any state that is none of the last ones. */
export function endOf({ status }: Pick<BatchJob, 'status'>): 'done' | 'failed' | 'under way' {
  if (status === 'failed') return 'failed';
  // Expired and cancelled ones have the answers that there were by then.
  return status === 'completed' || status === 'expired' || status === 'cancelled' ? 'done' : 'under way';
}

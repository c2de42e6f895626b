import { z } from 'zod';

/** What a process of ours used from its start to its end, all threads together. */
export const UsageSchema = z.object({
  pid: z.int(),
  program: z.string(),
  /** User and system CPU time in milliseconds. */
  userMs: z.number(),
  systemMs: z.number(),
  /** Highest resident set in MiB (VmHWM); null where there is no /proc. */
  peakMiB: z.number().nullable(),
});
export type Usage = z.infer<typeof UsageSchema>;

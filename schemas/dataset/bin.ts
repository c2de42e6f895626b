import { z } from 'zod';

/** One bar of a histogram: values from `from` up to, not including, `to`. */
export const BinSchema = z.object({ from: z.number(), to: z.number(), count: z.int().nonnegative() });
export type Bin = z.infer<typeof BinSchema>;

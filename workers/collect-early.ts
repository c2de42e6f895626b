import { setFlagsFromString } from 'node:v8';

/**
 * V8 lets the heap grow to four times what is alive where the machine has much memory: measured, 350 MB for 60 MB of
 * rows under way. A worker shares its host with others, so it collects early: measured with 20,000 rows, 385 MB of resident memory at 12 percent and 430 at 30, for a tenth of the time.
 */
export function collectEarly(): void {
  setFlagsFromString('--heap-growing-percent=16');
}

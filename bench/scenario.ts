import type { Measure } from './measure.ts';
import type { Workshop } from './work/workshop.ts';

/** One set-up of the benchmark, which gives some of its figures. */
export interface Scenario {
  /** For --only and the table. */
  readonly name: string;
  /** One line: what is run against what. */
  readonly title: string;
  /** Servers that it starts besides the stand-in endpoint. */
  readonly needs: readonly ('temporal' | 's3')[];
  run(workshop: Workshop): Promise<Measure[]>;
}

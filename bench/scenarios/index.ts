import type { Scenario } from '../scenario.ts';
import { events } from './events.ts';
import { killed } from './killed.ts';
import { manyRows } from './many-rows.ts';
import { matching } from './matching.ts';
import { memory } from './memory.ts';
import { nearestOthers } from './nearest-others.ts';
import { onS3 } from './on-s3.ts';
import { passingFaults } from './passing-faults.ts';
import { quickAnswers } from './quick-answers.ts';
import { rebuild } from './rebuild.ts';
import { steady } from './steady.ts';
import { templateIndex } from './template-index.ts';
import { translatedRows } from './translated-rows.ts';
import { twoEndpoints } from './two-endpoints.ts';
import { unevenAnswers } from './uneven-answers.ts';

/** In the order of the table in docs/benchmarks.md. */
export const scenarios: readonly Scenario[] = [
  steady,
  quickAnswers,
  manyRows,
  unevenAnswers,
  memory,
  passingFaults,
  killed,
  events,
  rebuild,
  twoEndpoints,
  onS3,
  translatedRows,
  templateIndex,
  matching,
  nearestOthers,
];

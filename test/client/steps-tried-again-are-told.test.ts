import { temporal } from '@temporalio/proto';
import { expect, it } from 'vitest';
import { addLanes } from '../../client/progress/add-lanes.ts';
import { triedAgain } from '../../client/progress/tried-again.ts';

const { PENDING_ACTIVITY_STATE_SCHEDULED: scheduled, PENDING_ACTIVITY_STATE_STARTED: started } =
  temporal.api.enums.v1.PendingActivityState;
const lastFailure = {
  message: 'Activity task failed',
  cause: { message: 's3://bucket/x cannot be used: it does not answer (ECONNREFUSED).' },
};

it('tells the cause of steps that failed and wait for their next try, not of those at work', () => {
  const failing = triedAgain([
    { state: scheduled, attempt: 3, lastFailure },
    { state: started, attempt: 2, lastFailure },
    { state: scheduled, attempt: 1 },
  ]);
  expect(failing).toEqual([
    's3://bucket/x cannot be used: it does not answer (ECONNREFUSED). (try 3 follows)',
  ]);
});

it('names each cause once, of the build and of its lanes', () => {
  const build = { phase: 'answer', paused: false, stages: [], lanes: ['a', 'b'] };
  const lanes = ['no space', 'no space', 'no answer'].map((why) => ({
    stages: [],
    beats: [],
    failing: [why],
  }));
  expect(addLanes(build, lanes, ['no answer']).waiting).toEqual(['no answer', 'no space']);
});

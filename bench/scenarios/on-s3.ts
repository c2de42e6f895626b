import { idealSeconds, saturation } from '../results/saturation.ts';
import type { Scenario } from '../scenario.ts';
import { openBucket } from '../work/bucket.ts';
import { runEngine } from '../work/run-engine.ts';

const service = { latencyMs: 200, slots: 64 };

/** The steady case with an S3 server as the store, beside the same with a folder. */
export const onS3: Scenario = {
  name: 'on-s3',
  title: '2,000 rows, 200 ms, 64 slots, store on S3',
  needs: ['temporal', 's3'],
  async run(workshop) {
    const rows = workshop.rows(2000);
    const prompts = await workshop.prompts(rows);
    const bucket = await openBucket(workshop);
    const s3 = await runEngine(workshop, {
      files: [prompts],
      service,
      store: bucket.store('store'),
      env: bucket.env,
    });
    const folder = await runEngine(workshop, { files: [prompts], service });
    const ideal = idealSeconds(rows, service);
    return [
      {
        name: 'saturation on S3, first request to last answer',
        unit: 'share',
        ours: saturation(s3.stats, service),
        target: { atLeast: 0.97 },
        raw: { rows, s3, folder },
      },
      { name: 'whole build on S3 against the ideal', unit: 'share', ours: ideal / s3.seconds },
      { name: 'whole build in a folder against the ideal', unit: 'share', ours: ideal / folder.seconds },
    ];
  },
};

import { parseArgs } from 'node:util';
import { campaign } from './campaign.ts';

/** `npm run chaos -- [--seconds N] [--seed N] [--rows N]`: an hour by default; exit code 1 where anything was not as it must be. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3600' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    rows: { type: 'string', default: '800' },
  },
});
const [seconds, seed, rows] = [Number(values.seconds), Number(values.seed), Number(values.rows)];
console.log(`chaos for ${seconds} s, seed ${seed}, ${rows} rows a build`);
const figures = await campaign({ seconds, seed, rows, say: (line) => console.log(line) });
console.log(JSON.stringify({ seed, ...figures }, null, 2));
process.exit(figures.faults.length === 0 ? 0 : 1);

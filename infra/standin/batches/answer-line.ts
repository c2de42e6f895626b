import { diceFrom, fingerprint } from '../dice.ts';
import type { Faults } from '../faults.ts';
import { fateOf } from '../faults.ts';
import { RequestProblem } from '../http/problem.ts';
import { modelNamed } from '../models.ts';
import type { StandinSettings } from '../options.ts';
import type { Route } from '../router.ts';
import type { Mark, Tally } from '../stats.ts';
import type { BatchLine, LineOutcome } from './batch.ts';

interface Answering {
  readonly routeOf: (path: string) => Route | undefined;
  readonly settings: StandinSettings;
  readonly faults: () => Faults;
  readonly tally: Tally;
}

/** Answers a line of a batch as the same request would be, at once; `/stats` counts its answer as any other. */
export function answerLine({
  routeOf,
  settings,
  faults,
  tally,
}: Answering): (line: BatchLine) => LineOutcome {
  let lines = 0;
  return ({ url, body }) => {
    try {
      const route = routeOf(url);
      if (route === undefined) throw new RequestProblem(404, `Unknown request: POST ${url}.`);
      const { api, model } = route;
      const job = api.prepare(body, model);
      if (job.model !== undefined) modelNamed(job.model, settings);
      if (job.promptTokens > settings.contextLength)
        throw new RequestProblem(
          400,
          `This model's maximum context length is ${settings.contextLength} tokens.`,
          {
            code: 'context_length_exceeded',
            param: job.promptField,
          },
        );
      lines++;
      const { batchErrorRate, refusalRate, refusedShare } = faults();
      if (diceFrom(`line ${settings.faultSeed} ${lines}`).chance(batchErrorRate))
        throw new RequestProblem(500, 'The server had an error.', { type: 'server_error' });
      const refusing = { ...faults(), errorRate: 0, dropRate: 0, hangRate: 0, refusalRate, refusedShare };
      if (fateOf(refusing, settings.faultSeed, lines, job.key) === 'refuse')
        throw new RequestProblem(400, 'The prompt was flagged by the content filter.', {
          code: 'content_filter',
        });
      const mark: Mark = {
        fingerprint: fingerprint(api.paths[0], JSON.stringify(body)),
        api: api.name,
        texts: [],
      };
      const { promptTokens, completionTokens, content } = job.render();
      if (typeof content !== 'string') throw new RequestProblem(400, 'A line of a batch cannot be streamed.');
      tally.read(mark);
      tally.answered(mark, promptTokens, completionTokens);
      return { status: 200, body: JSON.parse(content) };
    } catch (error) {
      const { status, message, details } =
        error instanceof RequestProblem ? error : new RequestProblem(500, String(error));
      return { status, body: { error: { message, ...details } } };
    }
  };
}

import { z } from 'zod';
import { bestCandidate, bestOfTeachers, topScores } from '../../../../schemas/recipes/lmsys-synth/answers.ts';
import { implementSet, implementStreamingSet, type Verdict } from '../../../engine/sets/set-stage.ts';

/** The best first; of equally good ones the seed draws, whichever dataset they are of. */
export const bestFirst = (seed: number): string => `score DESC, md5('${seed}-' || id), id`;

export const bestCandidateSet = implementSet(bestCandidate, (_, seed) => ({
  keep: `SELECT id, count(*) OVER (PARTITION BY instruction_hash) AS candidates FROM input
    QUALIFY row_number() OVER (PARTITION BY instruction_hash ORDER BY ${bestFirst(seed)}) = 1`,
  otherwise: 'a better candidate',
  why: `SELECT input.id, 'a better candidate' AS reason, score || ', and the best has ' ||
      max(score) OVER (PARTITION BY instruction_hash) AS detail FROM input
    QUALIFY row_number() OVER (PARTITION BY instruction_hash ORDER BY ${bestFirst(seed)}) > 1`,
}));

export const bestOfTeachersSet = implementSet(bestOfTeachers, (_, seed) => ({
  keep: `SELECT id, count(*) OVER (PARTITION BY instruction_hash) AS teachers,
      count(*) OVER (PARTITION BY instruction_hash, score) > 1 AS teachers_agree FROM input
    QUALIFY row_number() OVER (PARTITION BY instruction_hash ORDER BY ${bestFirst(seed)}) = 1`,
  otherwise: 'another teacher is better',
  why: `SELECT id, 'another teacher is better' AS reason, teacher || ' has ' || score || ', and the best ' ||
      max(score) OVER (PARTITION BY instruction_hash) AS detail FROM input
    QUALIFY row_number() OVER (PARTITION BY instruction_hash ORDER BY ${bestFirst(seed)}) > 1`,
}));

const ranked = { id: z.string(), score: z.int(), topic: z.string().nullable() };

/** In memory are the topics, each with its count. Rows without a topic are of none, and have no limit. */
export const topScoresSet = implementStreamingSet(topScores, ranked, ({ size, maxTopicShare }, seed) => ({
  read: `SELECT id, score, ${maxTopicShare === undefined ? 'NULL::VARCHAR' : 'topic'} AS topic FROM input
    ORDER BY ${bestFirst(seed)}`,
  async *decide(rows): AsyncGenerator<Verdict<object>> {
    const most = Math.max(1, Math.floor(size * (maxTopicShare ?? 1)));
    const taken = new Map<string, number>();
    let kept = 0;
    for await (const { id, score, topic } of rows) {
      const before = topic === null ? 0 : (taken.get(topic) ?? 0);
      if (kept === size) yield { id, reject: 'below the best', detail: score };
      else if (before === most)
        yield { id, reject: 'enough of its topic', detail: `${topic ?? ''}, score ${score}` };
      else {
        kept += 1;
        if (topic !== null) taken.set(topic, before + 1);
        yield { id };
      }
    }
  },
}));

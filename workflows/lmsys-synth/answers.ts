import { languageOf } from '../../schemas/inference/languages.ts';
import { sample } from '../../schemas/recipes/common/sample.ts';
import {
  answerInstruction,
  bestCandidate,
  bestOfTeachers,
  drawCandidates,
  scoreAnswer,
  topScores,
} from '../../schemas/recipes/lmsys-synth/answers.ts';
import { bestAndWorst, continueConversation } from '../../schemas/recipes/lmsys-synth/arms.ts';
import { measureLanguage } from '../../schemas/recipes/lmsys-synth/languages.ts';
import {
  bestTeacherOf,
  type LmsysSynthConfig,
  type Taught,
} from '../../schemas/recipes/lmsys-synth/recipe.ts';
import type { Dataset, PublishAs, TableRef } from '../../schemas/build/task.ts';
import type { Build } from '../engine/build.ts';
import type { Answers, Instructions, ScoredAnswers, Winners } from './rows.ts';

/** A teacher's answers in a language, and where a judge scored them: all of them, and each instruction's best. */
export interface TaughtAnswers {
  readonly answers: Answers;
  readonly scored?: ScoredAnswers;
  readonly best?: ScoredAnswers;
}

/** Section 2, responses: the teacher answers; repetitions are evicted. Section 3.3: a judge scores. */
export async function taught(
  instructions: Instructions,
  { teacher, language }: Taught,
  config: LmsysSynthConfig,
): Promise<TaughtAnswers> {
  const { candidates, ...answering } = config.answers;
  const answers: Answers = instructions
    .labelled(`${teacher}-${language}`)
    .through(drawCandidates, { candidates })
    .through(answerInstruction, { teacher, ...answering });
  if (config.roles.judge === undefined) return { answers };
  const scored = await answers.through(scoreAnswer, config.score).made();
  const best: ScoredAnswers = candidates === 1 ? scored : await scored.select(bestCandidate, {});
  return { answers, scored, best };
}

/** A teacher's answers in a language as datasets: the pairs, and what else is wanted of them. */
export async function published(
  build: Build,
  { answers, scored, best }: TaughtAnswers,
  { teacher, language, ...names }: Taught,
  config: LmsysSynthConfig,
  compared: Promise<readonly TableRef[]>,
): Promise<Dataset[]> {
  // Flows of other datasets are under way meanwhile: a card tells of what its own rows came through.
  const as: PublishAs = { language: [languageOf(language).tag], tables: 'lineage' };
  // Section 3.3: the best stay.
  const top = config.best === undefined ? best : await best?.select(topScores, config.best);
  const chosen: Answers = top ?? answers;

  // Section 4.1: how much is in the language. Appendix D: as many rows as the dataset that it is compared with.
  const measured = await chosen.through(measureLanguage, leastShare(language, config)).made();
  const pairs: typeof measured =
    config.limit === undefined ? measured : await measured.select(sample, { size: config.limit });
  const publishPairs = async () => {
    const beside = await compared;
    return build.publish(pairs, {
      ...as,
      name: names.name,
      ...(beside.length === 0 ? {} : { beside: [...beside] }),
    });
  };
  const datasets = [publishPairs()];

  // What the same answers are besides: preferences among candidates, and conversations that go on.
  if (scored !== undefined && config.preference !== undefined) {
    const preferences = await scored.select(bestAndWorst, config.preference);
    const rows = preferences.without('instruction', 'response', 'score', 'candidate', 'teacher_tokens');
    datasets.push(build.publish(rows, { ...as, name: names.preference, kind: 'preference' }));
  }
  if (config.turns !== undefined) {
    const { candidates: _, ...answering } = config.answers;
    const going = pairs.through(continueConversation, { teacher, ...answering, turns: config.turns });
    const rows = (await going.made()).without('instruction', 'response', 'teacher_tokens');
    datasets.push(build.publish(rows, { ...as, name: names.conversations, kind: 'conversation' }));
  }
  return Promise.all(datasets);
}

/** Of all teachers' answers to an instruction the best, where a judge scored those of several. */
export async function winnersOf(
  build: Build,
  taught: readonly TaughtAnswers[],
  language: string,
): Promise<Winners | undefined> {
  const [first, ...others] = taught.flatMap(({ best }) => best ?? []);
  if (first === undefined || others.length === 0) return undefined;
  const together = await build.union([first, ...others], `best-${language}`);
  return together.select(bestOfTeachers, {});
}

/** What the pairs' cards compare them with: another dataset's topics, and the best of all teachers' answers. */
export async function tablesBeside(
  topics: TableRef | undefined,
  winners: Winners | undefined,
): Promise<readonly TableRef[]> {
  return [
    ...(topics === undefined ? [] : [topics]),
    ...(winners === undefined ? [] : [await winners.table()]),
  ];
}

/** The best teachers' answers as a dataset, where it is wanted; its card says who wins how often. */
export async function bestTeacher(
  build: Build,
  winners: Winners | undefined,
  language: string,
  config: LmsysSynthConfig,
): Promise<Dataset[]> {
  if (!config.bestTeacher || winners === undefined) return [];
  const pairs = winners.through(measureLanguage, leastShare(language, config));
  const name = bestTeacherOf(config, language);
  return [await build.publish(pairs, { name, language: [languageOf(language).tag] })];
}

/** Answers of another language are dropped only where that is asked for. */
function leastShare(language: string, { translation }: LmsysSynthConfig): { min?: number | undefined } {
  return language === translation.from ? {} : { min: translation.minShare };
}

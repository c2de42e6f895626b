import type { Dataset } from '../../schemas/build/task.ts';
import { datasetsOf, type LmsysSynthConfig } from '../../schemas/recipes/lmsys-synth/recipe.ts';
import { openBuild } from '../engine/build.ts';
import { bestTeacher, published, tablesBeside, taught, winnersOf } from './answers.ts';
import { inLanguage, instructionsOf, topicsBeside, utterancesOf } from './instructions.ts';
import { logAnswers } from './log-answers.ts';

/**
 * Building Instruction-Tuning Datasets from Human-Written Instructions with Open-Weight Large Language Models (Ma et al.,
 * 2025).
 *
 * What people first asked in chat logs is answered anew by one teacher or several, in its own language and translated.
 */
export async function lmsysSynth(config: LmsysSynthConfig): Promise<Dataset> {
  const build = await openBuild(config);
  const datasets = datasetsOf(config);

  // Section 2, instructions: the first utterance of conversations that are not toxic, ...
  const utterances = await (await utterancesOf(build, config)).made();
  // ... each once; section 5.1: what they are about, and what another dataset's are.
  const instructions = instructionsOf(utterances, config);
  const topics = topicsBeside(build, config);

  const answered = [...new Set(datasets.map(({ language }) => language))].map(async (code) => {
    // Section 4: the same instructions in another language, by translation.
    const asked = await inLanguage(await instructions, code, config);
    // Section 2, responses, and 3.3: each teacher answers, and a judge scores.
    const teachers = datasets
      .filter(({ language }) => language === code)
      .map((teacher) => ({ teacher, answers: taught(asked, teacher, config) }));
    // Who wins an instruction is told in every teacher's card.
    const winners = Promise.all(teachers.map(({ answers }) => answers)).then((all) =>
      winnersOf(build, all, code),
    );
    const compared = Promise.all([topics, winners]).then((found) => tablesBeside(...found));
    const pairs = teachers.map(async ({ teacher, answers }) =>
      published(build, await answers, teacher, config, compared),
    );
    const best = winners.then((found) => bestTeacher(build, found, code, config));
    const made = await Promise.all([...pairs, best, compared.then(() => [])]);
    return made.flat();
  });

  // Section 3.2, baselines: the logs' own answers.
  const arms = config.arms.map((arm) => logAnswers(build, utterances, arm, config));
  const [pairs, baselines] = await Promise.all([
    Promise.all(answered),
    Promise.all(arms),
    instructions,
    topics,
  ]);
  return build.result([...pairs.flat(), ...baselines]);
}

import {
  dropToxic,
  moderateConversation,
  readConversation,
} from '../../schemas/recipes/lmsys-synth/conversations.ts';
import {
  distinctInstruction,
  fewOfTemplate,
  signInstruction,
  takeInstruction,
  takeKnownInstruction,
} from '../../schemas/recipes/lmsys-synth/instructions.ts';
import { distinctTranslation, putIntoLanguage } from '../../schemas/recipes/lmsys-synth/languages.ts';
import { deduplicate } from '../../schemas/recipes/common/near-duplicates.ts';
import type { LmsysSynthConfig } from '../../schemas/recipes/lmsys-synth/recipe.ts';
import { commonTopics, tagTopics, takeOtherInstruction } from '../../schemas/recipes/lmsys-synth/topics.ts';
import { recordShape } from '../../schemas/table/record.ts';
import type { TableRef } from '../../schemas/build/task.ts';
import type { Build } from '../engine/build.ts';
import type { Instructions, Utterances } from './rows.ts';

/** Section 2: the first utterances of conversations that are not toxic; or what a dataset made of them. */
export async function utterancesOf(build: Build, config: LmsysSynthConfig): Promise<Utterances> {
  const { conversations, dataset, instructions, translation } = config;
  const { templates: _, ...taking } = instructions;
  const language = translation.from;
  if (dataset !== undefined) {
    const rows = await build.import('records', dataset, recordShape);
    const { ignoreCase } = taking;
    return rows.through(takeKnownInstruction, { ignoreCase, language }).without('fields');
  }
  if (conversations === undefined) throw new Error('a config names conversations or a dataset');
  const { columns, ...table } = conversations;
  const log = await build.import('records', table, recordShape);
  const read = log
    .through(readConversation, { columns, id: table.id, languages: config.languages })
    .without('fields')
    .through(dropToxic, config.toxicity);
  const clean: typeof read =
    config.roles.moderator === undefined ? read : read.through(moderateConversation, config.toxicity);
  return clean
    .without('flags')
    .through(takeInstruction, { ...taking, language })
    .without('messages');
}

/** Section 5.1, Figure 2: the topics of another dataset's instructions, where the config names one. */
export async function topicsBeside(
  build: Build,
  { topics: { attempts, most, atLeast, beside } }: LmsysSynthConfig,
): Promise<TableRef | undefined> {
  if (beside === undefined) return undefined;
  const { name, instruction: column, ...table } = beside;
  const other = await build.import('records', table, recordShape, name);
  const tagged = other
    .through(takeOtherInstruction, { column })
    .without('fields')
    .through(tagTopics, { attempts, most });
  const topics = await tagged.select(commonTopics, { atLeast });
  return topics.table();
}

/** Sections 2 and 5.1: each instruction once, with its topics where they are wanted. */
export async function instructionsOf(
  utterances: Utterances,
  config: LmsysSynthConfig,
): Promise<Instructions> {
  const each: Instructions = await utterances.select(distinctInstruction, {});
  const { templates } = config.instructions;
  const few = templates === undefined ? each : await each.select(fewOfTemplate, templates);
  const distinct = await unlikeOthers(few, config);
  if (config.roles.tagger === undefined) return distinct;
  const { attempts, most, atLeast } = config.topics;
  return distinct.through(tagTopics, { attempts, most }).select(commonTopics, { atLeast });
}

/** Instructions that are unlike all others, where that is wanted. */
async function unlikeOthers(
  instructions: Instructions,
  { nearDuplicates }: LmsysSynthConfig,
): Promise<Instructions> {
  if (nearDuplicates === undefined) return instructions;
  const { similarity, peers, ...shape } = nearDuplicates;
  const permutations = shape.bands * shape.rows;
  const signed = await instructions
    .through(signInstruction, shape)
    .select(deduplicate, { similarity, peers, permutations });
  return signed.without('fingerprint', 'bands', 'sketch');
}

/** Section 4: the instructions in a language, without those that became equal to another one. */
export async function inLanguage(
  instructions: Instructions,
  code: string,
  { translation, instructions: { ignoreCase }, turns }: LmsysSynthConfig,
): Promise<Instructions> {
  const { from, maxCharacters, attempts } = translation;
  if (code === from) return instructions;
  return instructions
    .labelled(code)
    .through(putIntoLanguage, { from, to: code, maxCharacters, attempts, ignoreCase, turns })
    .select(distinctTranslation, {});
}

import type { RecipeCode } from '../common/recipe-code.ts';
import { lmsysSynthAnalysis } from './analysis/index.ts';
import { answerInstructionStage, drawCandidatesStage } from './answers/answer-instruction.ts';
import { bestAndWorstSet } from './answers/best-and-worst.ts';
import { bestCandidateSet, bestOfTeachersSet, topScoresSet } from './answers/best.ts';
import { continueConversationStage } from './answers/continue-conversation.ts';
import { randomLogAnswerSet, takeLogAnswerStage } from './answers/log-answers.ts';
import { scoreAnswerStage } from './answers/score-answer.ts';
import { dropToxicStage } from './conversations/drop-toxic.ts';
import { moderateConversationStage } from './conversations/moderate-conversation.ts';
import { readConversationStage } from './conversations/read-conversation.ts';
import { distinctInstructionSet } from './instructions/distinct-instruction.ts';
import { fewOfTemplateSet } from './instructions/few-of-template.ts';
import { takeInstructionStage } from './instructions/take-instruction.ts';
import { takeKnownInstructionStage } from './instructions/take-known-instruction.ts';
import { distinctTranslationSet } from './languages/distinct-translation.ts';
import { measureLanguageStage } from './languages/measure-language.ts';
import { putIntoLanguageStage } from './languages/put-into-language.ts';
import { commonTopicsSet, tagTopicsStage, takeOtherInstructionStage } from './topics/topics.ts';

const rows = [
  readConversationStage,
  dropToxicStage,
  moderateConversationStage,
  takeInstructionStage,
  takeKnownInstructionStage,
  putIntoLanguageStage,
  drawCandidatesStage,
  answerInstructionStage,
  scoreAnswerStage,
  measureLanguageStage,
  takeLogAnswerStage,
  continueConversationStage,
  tagTopicsStage,
  takeOtherInstructionStage,
];

const sets = [
  distinctInstructionSet,
  fewOfTemplateSet,
  distinctTranslationSet,
  commonTopicsSet,
  bestCandidateSet,
  bestOfTeachersSet,
  topScoresSet,
  randomLogAnswerSet,
  bestAndWorstSet,
];

export const lmsysSynth: RecipeCode = {
  analyses: { 'lmsys-synth': lmsysSynthAnalysis },
  rows,
  sets,
};

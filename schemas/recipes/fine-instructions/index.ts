import type { Recipe } from '../../build/recipe.ts';
import { sample } from '../common/sample.ts';
import { BankManifestSchema } from './bank.ts';
import { DistilGenericizerSchema, distilGenericizerStages } from './distil-genericizer.ts';
import { DistilInstantiatorSchema, distilInstantiatorStages } from './distil-instantiator.ts';
import { FineInstructionsSchema, fineInstructionsStages } from './recipe.ts';
import { bankStages, TemplateBankSchema } from './template-bank.ts';
import { TuneEmbedderSchema, tuneEmbedderStages } from './tune-embedder.ts';

const fineInstructionsPaper =
  'FineInstructions: Scaling Synthetic Instructions to Pre-Training Scale (Patel et al.)';

/** What a small model is trained on. */
const exampleColumns = {
  instruction: 'The prompt, its messages as one text',
  response: 'What is to be answered; `null` where there is nothing to answer',
  is_null: 'Whether the answer is `null`',
  stratum: 'The classes that the example was drawn from',
};

export const fineInstructionsRecipes: readonly Recipe[] = [
  {
    name: 'template-bank',
    workflow: 'templateBank',
    title: 'FineInstructions: a bank of templates from queries',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: TemplateBankSchema,
    stages: [...bankStages],
    manifests: {
      folder: 'banks/',
      file: /^banks\/(?<name>[^/]+)\/v(?<version>\d+)\/manifest\.json$/,
      tables: (manifest) => [BankManifestSchema.parse(manifest).table],
    },
  },
  {
    name: 'fine-instructions',
    workflow: 'fineInstructions',
    title: 'FineInstructions: templates matched to documents',
    paper: fineInstructionsPaper,
    schema: FineInstructionsSchema,
    stages: [...bankStages, ...fineInstructionsStages],
    hidden: ['compatible'],
  },
  {
    name: 'tune-embedder',
    workflow: 'tuneEmbedder',
    title: 'FineInstructions: pairs to fine-tune the embedder on',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: TuneEmbedderSchema,
    stages: [...bankStages, sample, ...tuneEmbedderStages],
    task: 'sentence-similarity',
    about: {
      instruction: 'A template that was found for the document',
      response: 'The part of the document that it was found for',
      chunk: '0 for the whole document, else the number of the part',
      compatible: 'Whether the judge holds template and document compatible',
    },
  },
  {
    name: 'distil-genericizer',
    workflow: 'distilGenericizer',
    title: 'FineInstructions: examples to distil the genericizer with',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: DistilGenericizerSchema,
    stages: [...distilGenericizerStages],
    hidden: ['text', 'prompt_messages', 'completion'],
    about: exampleColumns,
  },
  {
    name: 'distil-instantiator',
    workflow: 'distilInstantiator',
    title: 'FineInstructions: examples to distil the instantiator with',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: DistilInstantiatorSchema,
    stages: [...distilInstantiatorStages],
    hidden: ['text', 'prompt_messages', 'completion'],
    about: exampleColumns,
  },
];

import type { Recipe } from '../recipe.ts';
import { refuseSecrets } from '../secrets.ts';
import { sample } from '../sets/sample.ts';
import * as backAndForth from './back-and-forth.ts';
import * as distilGenericizer from './distil-genericizer.ts';
import * as distilInstantiator from './distil-instantiator.ts';
import * as fineInstructions from './fine-instructions.ts';
import * as generate from './generate.ts';
import * as multilingual from './multilingual.ts';
import * as templateBank from './template-bank.ts';
import * as tuneEmbedder from './tune-embedder.ts';

const fineInstructionsPaper =
  'FineInstructions: Scaling Synthetic Instructions to Pre-Training Scale (Patel et al.)';

/** What a small model is trained on. */
const exampleColumns = {
  instruction: 'The prompt, its messages as one text',
  response: 'What is to be answered; `null` where there is nothing to answer',
  is_null: 'Whether the answer is `null`',
  stratum: 'The classes that the example was drawn from',
};

/** Every recipe, one entry each. Its workflow and its stages' functions carry the same names. */
const registered: readonly Recipe[] = [
  {
    name: 'generate',
    workflow: 'generate',
    title: 'Generate: one prompt a row',
    paper: undefined,
    schema: generate.GenerateSchema,
    stages: [generate.answer],
    givenPrompts: generate.givenPrompts,
    promptColumn: generate.promptColumn,
  },
  {
    name: 'back-and-forth',
    workflow: 'backAndForth',
    title: 'Back-and-forth translation',
    paper: 'Better Alignment with Instruction Back-and-Forth Translation (Nguyen et al., 2024)',
    schema: backAndForth.BackAndForthSchema,
    stages: [
      backAndForth.fitContext,
      backAndForth.backtranslate,
      backAndForth.score,
      backAndForth.rewrite,
      backAndForth.distil,
      backAndForth.keepDocument,
      backAndForth.measure,
      sample,
    ],
  },
  {
    name: 'template-bank',
    workflow: 'templateBank',
    title: 'FineInstructions: a bank of templates from queries',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: templateBank.TemplateBankSchema,
    stages: [...templateBank.bankStages],
  },
  {
    name: 'fine-instructions',
    workflow: 'fineInstructions',
    title: 'FineInstructions: templates matched to documents',
    paper: fineInstructionsPaper,
    schema: fineInstructions.FineInstructionsSchema,
    stages: [...templateBank.bankStages, ...fineInstructions.fineInstructionsStages],
    hidden: ['compatible'],
  },
  {
    name: 'tune-embedder',
    workflow: 'tuneEmbedder',
    title: 'FineInstructions: pairs to fine-tune the embedder on',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: tuneEmbedder.TuneEmbedderSchema,
    stages: [...templateBank.bankStages, sample, ...tuneEmbedder.tuneEmbedderStages],
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
    schema: distilGenericizer.DistilGenericizerSchema,
    stages: [...distilGenericizer.distilGenericizerStages],
    hidden: ['text', 'prompt_messages', 'completion'],
    about: exampleColumns,
  },
  {
    name: 'distil-instantiator',
    workflow: 'distilInstantiator',
    title: 'FineInstructions: examples to distil the instantiator with',
    paper: fineInstructionsPaper,
    prompts: 'fine-instructions',
    schema: distilInstantiator.DistilInstantiatorSchema,
    stages: [...distilInstantiator.distilInstantiatorStages],
    hidden: ['text', 'prompt_messages', 'completion'],
    about: exampleColumns,
  },
  {
    name: 'multilingual',
    workflow: 'multilingual',
    title: 'Multilingual response-first generation',
    paper:
      'Improving Multilingual Instruction Finetuning via Linguistically Natural and Diverse Datasets (Indurthi et al., 2024)',
    schema: multilingual.MultilingualSchema,
    stages: [...multilingual.multilingualStages],
    hidden: ['text', 'bands', 'sketch', 'fingerprint'],
    promptProblem: multilingual.promptProblem,
    translations: multilingual.translations,
  },
];

/**
 * Every recipe, its config refusing secrets wherever they stand. Here and not in the parts' schemas, since those also
 * read the plans of builds that began when secrets were not looked for.
 */
export const recipes: readonly Recipe[] = registered.map((recipe) => ({
  ...recipe,
  schema: recipe.schema.superRefine(refuseSecrets()),
}));

export class UnknownRecipe extends Error {
  override name = 'UnknownRecipe';
}

/** The recipe of a name. Throws UnknownRecipe with the names that there are. */
export function recipeOf(name: string): Recipe {
  const recipe = recipes.find((each) => each.name === name);
  if (recipe === undefined)
    throw new UnknownRecipe(
      `no recipe is called "${name}"; there are ${recipes.map((each) => each.name).join(', ')}`,
    );
  return recipe;
}

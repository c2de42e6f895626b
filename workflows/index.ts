import { backAndForth as backAndForthRecipe } from './back-and-forth.ts';
import { distilGenericizer as distilGenericizerRecipe } from './fine-instructions/distil-genericizer.ts';
import { distilInstantiator as distilInstantiatorRecipe } from './fine-instructions/distil-instantiator.ts';
import { workflowOf } from './engine/workflow-of.ts';
import { fineInstructions as fineInstructionsRecipe } from './fine-instructions/fine-instructions.ts';
import { generate as generateRecipe } from './generate.ts';
import { lmsysSynth as lmsysSynthRecipe } from './lmsys-synth/lmsys-synth.ts';
import { magpie as magpieRecipe } from './magpie/magpie.ts';
import { multilingual as multilingualRecipe } from './multilingual/multilingual.ts';
import { templateBank as templateBankRecipe } from './fine-instructions/template-bank.ts';
import { tuneEmbedder as tuneEmbedderRecipe } from './fine-instructions/tune-embedder.ts';

// Every export is a workflow type: one recipe a line, and the engine's own. Recipes are given by functions, so that the bundle
// evaluates a recipe's modules only in a workflow of its type (workers/workflow-bundle.ts).
export { datasetLock } from './engine/dataset-lock.ts';
export { lane } from './engine/lane.ts';
export { notify } from './engine/notify.ts';
export const backAndForth = workflowOf(() => backAndForthRecipe);
export const distilGenericizer = workflowOf(() => distilGenericizerRecipe);
export const distilInstantiator = workflowOf(() => distilInstantiatorRecipe);
export const fineInstructions = workflowOf(() => fineInstructionsRecipe);
export const generate = workflowOf(() => generateRecipe);
export const lmsysSynth = workflowOf(() => lmsysSynthRecipe);
export const magpie = workflowOf(() => magpieRecipe);
export const multilingual = workflowOf(() => multilingualRecipe);
export const templateBank = workflowOf(() => templateBankRecipe);
export const tuneEmbedder = workflowOf(() => tuneEmbedderRecipe);

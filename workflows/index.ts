import { backAndForth as backAndForthRecipe } from './back-and-forth.ts';
import { distilGenericizer as distilGenericizerRecipe } from './fine-instructions/distil-genericizer.ts';
import { distilInstantiator as distilInstantiatorRecipe } from './fine-instructions/distil-instantiator.ts';
import { begunAgain } from './engine/begun-again.ts';
import { fineInstructions as fineInstructionsRecipe } from './fine-instructions/fine-instructions.ts';
import { generate as generateRecipe } from './generate.ts';
import { multilingual as multilingualRecipe } from './multilingual/multilingual.ts';
import { templateBank as templateBankRecipe } from './fine-instructions/template-bank.ts';
import { tuneEmbedder as tuneEmbedderRecipe } from './fine-instructions/tune-embedder.ts';

// Every export is a workflow type: one recipe a line, and the engine's lane.
export { lane } from './engine/lane.ts';
export const backAndForth = begunAgain(backAndForthRecipe);
export const distilGenericizer = begunAgain(distilGenericizerRecipe);
export const distilInstantiator = begunAgain(distilInstantiatorRecipe);
export const fineInstructions = begunAgain(fineInstructionsRecipe);
export const generate = begunAgain(generateRecipe);
export const multilingual = begunAgain(multilingualRecipe);
export const templateBank = begunAgain(templateBankRecipe);
export const tuneEmbedder = begunAgain(tuneEmbedderRecipe);

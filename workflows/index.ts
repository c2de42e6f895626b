// Every export is a workflow type: one recipe a line, and the engine's lane.
export { backAndForth } from './back-and-forth.ts';
export { distilGenericizer } from './distil-genericizer.ts';
export { distilInstantiator } from './distil-instantiator.ts';
export { fineInstructions } from './fine-instructions.ts';
export { generate } from './generate.ts';
export { multilingual } from './multilingual.ts';
export { lane } from './engine/lane.ts';
export { templateBank } from './template-bank.ts';
export { tuneEmbedder } from './tune-embedder.ts';

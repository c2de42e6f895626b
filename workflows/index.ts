// Every export is a workflow type: one recipe a line, and the engine's lane.
export { backAndForth } from './back-and-forth.ts';
export { generate } from './generate.ts';
export { lane } from './engine/lane.ts';

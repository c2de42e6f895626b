import type { Command } from 'commander';
import { addRelease } from './lmsys-synth/command.ts';
import { addSimilarities } from './fine-instructions/command.ts';

/** Adds a command that only one recipe has; `end` exits with the code that the command gives. */
export type AddCommand = (program: Command, end: (code: Promise<number>) => Promise<never>) => void;

export const recipeCommands: readonly AddCommand[] = [addSimilarities, addRelease];

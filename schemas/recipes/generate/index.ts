import type { Recipe } from '../../build/recipe.ts';
import { answer, answerMessages, GenerateSchema, givenPrompts, promptColumn } from './recipe.ts';

export const generateRecipes: readonly Recipe[] = [
  {
    name: 'generate',
    workflow: 'generate',
    title: 'Generate: one prompt a row',
    paper: undefined,
    schema: GenerateSchema,
    stages: [answer, answerMessages],
    kinds: ['pair', 'conversation'],
    givenPrompts: givenPrompts,
    promptColumn: promptColumn,
  },
];

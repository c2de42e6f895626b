import type { Command } from 'commander';
import { json } from '../flags.ts';

/** Adds `tunesmith new recipe`; `end` exits with the code that the command gives. */
export function addNew(program: Command, end: (code: Promise<number>) => Promise<never>): void {
  const command = program.command('new').description('begin something of your own');
  command
    .command('recipe')
    .argument('<name>', 'what configs will call it: small letters, digits and "-"')
    .argument('[dir]', 'new folder (default: named after the recipe)')
    .description('write a recipe of your own that works, to change')
    .addOption(json())
    .action(async (name: string, dir: string | undefined, options: { json?: boolean }) =>
      end((await import('./new-recipe.ts')).newRecipe(name, dir, options)),
    );
}

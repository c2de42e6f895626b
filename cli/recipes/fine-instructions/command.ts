import type { Command } from 'commander';
import { fleet, home, json, positive } from '../../flags.ts';
import type { SimilaritiesOptions } from './similarities.ts';

export function addSimilarities(program: Command, end: (code: Promise<number>) => Promise<never>): void {
  program
    .command('similarities')
    .argument('<config>', 'YAML or JSON file of the recipe fine-instructions')
    .description("show how like a bank's templates and a corpus are, to choose a threshold")
    .option('--documents <n>', 'documents to draw from the corpus', positive, 200)
    .option('--seed <n>', "draws them (default: the config's seed)", positive)
    .addOption(fleet())
    .addOption(home())
    .addOption(json())
    .action(async (config: string, options: SimilaritiesOptions) =>
      end((await import('./similarities.ts')).similarities(config, options)),
    );
}

import { join } from 'node:path';
import type { CompilerOptions, Diagnostic } from 'typescript';
import { installed, publicModules, typesOf } from './program.ts';
import type { RecipeFinding } from './recipe-unusable.ts';
import type { RecipeFolder } from './recipe-folder.ts';
import { whatWorkflowsMayNot } from './workflow-rules.ts';

/**
 * Checks a recipe's files as an editor would, against the types of the running program; and that its workflow, which is
 * replayed, does not reach out of itself.
 */
export async function checkTypes(folder: RecipeFolder): Promise<RecipeFinding[]> {
  const { default: ts } = await import('typescript');
  const own = Object.fromEntries(publicModules.map((module) => [`tunesmith/${module}`, [typesOf(module)]]));
  const options: CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(installed('@types/node'), '..')],
    paths: {
      ...own,
      zod: [join(installed('zod'), 'index.d.cts')],
      '@temporalio/workflow': [installed('@temporalio/workflow')],
    },
  };
  const program = ts.createProgram(folder.sources, options);
  const finding = ({ file, start, messageText }: Diagnostic): RecipeFinding => {
    const problem = ts.flattenDiagnosticMessageText(messageText, '\n  ');
    if (file === undefined) return { file: folder.root, problem };
    const { line, character } = file.getLineAndCharacterOfPosition(start ?? 0);
    return { file: file.fileName, line: line + 1, column: character + 1, problem };
  };
  const sources = program.getSourceFiles().filter(({ fileName }) => folder.sources.includes(fileName));
  const wrong = sources.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ]);
  return [...wrong.map(finding), ...whatWorkflowsMayNot(ts, program, folder)];
}

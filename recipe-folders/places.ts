import { readFile } from 'node:fs/promises';
import type { Node, SourceFile } from 'typescript';
import type { RecipeFinding } from './recipe-unusable.ts';
import type { RecipeFolder } from './recipe-folder.ts';

type Place = Pick<RecipeFinding, 'file' | 'line' | 'column'>;

/** Where a recipe's files say something; the recipe's file where none is found to. */
export interface Places {
  /** Where the property `name` has this text. */
  named(name: string): Place;
  /** Where the property `workflow` has this text. */
  workflow(name: string): Place;
  /** Where a property of `prompts` has this name. */
  prompt(name: string): Place;
}

/** Looks through a folder's sources for where names are given. */
export async function placesIn(folder: RecipeFolder): Promise<Places> {
  const { default: ts } = await import('typescript');
  const sources = await Promise.all(
    folder.sources.map(async (path) =>
      ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.ES2023, true),
    ),
  );
  const find = (isIt: (node: Node) => boolean): Place => {
    for (const source of sources) {
      const found = firstIn(source, isIt);
      if (found === undefined) continue;
      return placeOf(source, found);
    }
    return { file: folder.recipe };
  };
  const firstIn = (node: Node, isIt: (node: Node) => boolean): Node | undefined =>
    isIt(node) ? node : ts.forEachChild(node, (child) => firstIn(child, isIt));
  const nameOf = (node: Node): string | undefined =>
    ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name))
      ? node.name.text
      : undefined;
  const says = (node: Node, property: string, text: string): boolean =>
    nameOf(node) === property &&
    ts.isPropertyAssignment(node) &&
    ts.isStringLiteralLike(node.initializer) &&
    node.initializer.text === text;
  return {
    named: (name) => find((node) => says(node, 'name', name)),
    workflow: (name) => find((node) => says(node, 'workflow', name)),
    prompt: (name) => find((node) => nameOf(node) === name && nameOf(node.parent.parent) === 'prompts'),
  };
}

function placeOf(source: SourceFile, node: Node): Place {
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: source.fileName, line: line + 1, column: character + 1 };
}

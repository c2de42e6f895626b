import type TypeScript from 'typescript';
import type { Identifier, Node, Program, SourceFile } from 'typescript';
import type { RecipeFinding } from './recipe-unusable.ts';
import type { RecipeFolder } from './recipe-folder.ts';

const advice = 'a workflow is replayed; do this in a stage (in stages/), which runs once a row';
/** Modules that run in Temporal's sandbox. */
const mayImport = new Set(['tunesmith/workflow', 'tunesmith/recipe', '@temporalio/workflow', 'zod']);
/** What Temporal gives in the sandbox in the place of Node's. */
const given = new Set(['console', 'setTimeout', 'clearTimeout', 'Buffer']);

/**
 * What is not deterministic in a workflow and the files that it imports of its folder: globals of Node, and modules that
 * are neither of the sandbox nor the folder's own.
 */
export function whatWorkflowsMayNot(
  ts: typeof TypeScript,
  program: Program,
  folder: RecipeFolder,
): RecipeFinding[] {
  const checker = program.getTypeChecker();
  const findings: RecipeFinding[] = [];
  const told = (source: SourceFile, node: Node, problem: string): void => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
    findings.push({ file: source.fileName, line: line + 1, column: character + 1, problem });
  };
  const isOfNode = (name: Identifier): boolean => {
    const declared = checker.getSymbolAtLocation(name)?.declarations ?? [];
    return (
      declared.length > 0 &&
      declared.every((each) =>
        /[\\/]node_modules[\\/](@types[\\/]node|undici-types)[\\/]/.test(each.getSourceFile().fileName),
      )
    );
  };
  const seen = new Set<string>();
  const look = (source: SourceFile): void => {
    if (seen.has(source.fileName)) return;
    seen.add(source.fileName);
    const visit = (node: Node): void => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
        const typesOnly = ts.isImportDeclaration(node)
          ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
          : node.isTypeOnly;
        const { moduleSpecifier: from } = node;
        if (from === undefined || typesOnly || !ts.isStringLiteral(from)) return;
        const file = ownFile(from.text, source);
        if (file !== undefined) look(file);
        else if (!mayImport.has(from.text)) told(source, from, `it may not import "${from.text}": ${advice}`);
        return;
      }
      if (ts.isTypeNode(node)) return;
      // A member carries its object's name, which is looked at by itself.
      const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      // What is taken out of globalThis could be anything of Node's.
      const reachesOut = (name: Identifier) => name.text === 'globalThis' || isOfNode(name);
      if (ts.isIdentifier(node) && !isMember && !given.has(node.text) && reachesOut(node))
        told(source, node, `it may not use ${node.text}: ${advice}`);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(source, visit);
  };
  const ownFile = (specifier: string, from: SourceFile): SourceFile | undefined => {
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      from.fileName,
      program.getCompilerOptions(),
      ts.sys,
    );
    const path = resolvedModule?.resolvedFileName;
    return path !== undefined && folder.sources.includes(path) ? program.getSourceFile(path) : undefined;
  };
  const workflow = program.getSourceFile(folder.workflow);
  if (workflow !== undefined) look(workflow);
  return findings;
}

import { languageOf } from '../../../schemas/inference/languages.ts';
import { domainPrompt, type Domain } from '../../../schemas/recipes/magpie/control.ts';
import type { RowContext } from '../../engine/rows/row-context.ts';
import { PromptError } from '../../prompts/prompt.ts';
import { drawWeighted } from '../common/draws.ts';
import { openIdentifier, type Identifier } from '../common/identify.ts';

/** The domain that a row is drawn in; undefined where the config has none. */
export function drawDomain(control: readonly Domain[], seed: number, id: string): Domain | undefined {
  const byName = new Map(control.map((each) => [each.name, each]));
  const name = drawWeighted([...byName.keys()], (each) => byName.get(each)?.weight ?? 0, seed, id, 'domain');
  return name === undefined ? undefined : byName.get(name);
}

/** A domain's system prompt, with the language's after it; undefined where it has none. */
export function systemOf(
  domain: Domain | undefined,
  { promptNamed }: Pick<RowContext, 'promptNamed'>,
): string | undefined {
  if (domain === undefined) return undefined;
  const filled = (name: string, slots: Readonly<Record<string, string>>) => {
    const prompt = promptNamed(name);
    if (prompt === undefined) throw new PromptError(`control: there is no prompt ${name}.md`);
    return prompt
      .fill(slots)
      .map(({ content }) => content)
      .join('\n\n');
  };
  const { system, prompt, language } = domain;
  const parts = [
    ...(system === undefined ? [] : [system]),
    ...(prompt === undefined ? [] : [filled(domainPrompt(prompt), {})]),
    ...(language === undefined ? [] : [filled('in-language', { language: languageOf(language).name })]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** Tells languages apart where the config asks for one; the library takes 190 MB. */
export function openIdentifierFor(control: readonly Domain[]): Promise<Identifier> {
  return control.some(({ language }) => language !== undefined)
    ? openIdentifier()
    : Promise.resolve(() => undefined);
}

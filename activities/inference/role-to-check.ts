import type { LanguageQuestion, Message } from '../../schemas/inference/question.ts';
import { mannerOf, type Manner } from './manner.ts';
import { questionOf } from './question-of.ts';
import type { TranslationWay } from '../../schemas/inference/languages.ts';
import { isService, type AnyRole } from '../../schemas/inference/role.ts';

/** A role that will ask an endpoint. */
export interface RoleToCheck {
  readonly role: string;
  readonly model: string;
  readonly api: AnyRole['api'];
  /** Whether its questions go by the Batch API. @default they do not */
  readonly batch?: boolean;
  /** Which of a reward model's numbers is meant. @default the only one */
  readonly label?: number;
  /** What it sends, but for the text: a question for each way that it is sampled. @default not known */
  readonly sends?: readonly LanguageQuestion[];
  /** How its questions travel. */
  readonly manner?: Manner;
  /** The ways that it is to translate, where it is a translator. @default none */
  readonly translations?: readonly TranslationWay[];
}

export function roleToCheck(name: string, role: AnyRole): RoleToCheck {
  const { model, api } = role;
  const checked = { role: name, model, api };
  if (isService(role)) return role.label === undefined ? checked : { ...checked, label: role.label };
  const ways = role.samplings ?? [role.sampling];
  const messages: Message[] = [
    ...(role.system === undefined ? [] : [{ role: 'system' as const, content: role.system }]),
    { role: 'user', content: 'Hello' },
  ];
  return {
    ...checked,
    sends: ways.map((way) => questionOf(role, messages, 0, way)),
    ...(role.transport === 'batch'
      ? // A line of a batch cannot be sent once more in another way: what must be written otherwise is a finding.
        { batch: true, manner: { maxTokensField: 'max_tokens' as const, ...mannerOf(role) } }
      : { manner: mannerOf(role) }),
  };
}

import type { TranslationWay } from '../../schemas/inference/languages.ts';
import { isService, type AnyRole } from '../../schemas/inference/role.ts';

/** A role that will ask an endpoint. */
export interface RoleToCheck {
  readonly role: string;
  readonly model: string;
  readonly api: AnyRole['api'];
  /** Which of a reward model's numbers is meant. @default the only one */
  readonly label?: number;
  /** The ways that it is to translate, where it is a translator. @default none */
  readonly translations?: readonly TranslationWay[];
}

export function roleToCheck(name: string, role: AnyRole): RoleToCheck {
  const { model, api } = role;
  const label = isService(role) ? role.label : undefined;
  return { role: name, model, api, ...(label === undefined ? {} : { label }) };
}

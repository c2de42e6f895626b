import type { TranslationWay } from '../../schemas/inference/languages.ts';
import type { AnyRole } from '../../schemas/inference/role.ts';

/** A role that will ask an endpoint. */
export interface RoleToCheck {
  readonly role: string;
  readonly model: string;
  readonly api: AnyRole['api'];
  /** The ways that it is to translate, where it is a translator. @default none */
  readonly translations?: readonly TranslationWay[];
}

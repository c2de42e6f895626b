import type { Domain } from '../../../schemas/recipes/magpie/control.ts';
import { cleanInstruction } from '../../../schemas/recipes/magpie/instructions.ts';
import { reject } from '../../engine/rows/outcome.ts';
import { implement } from '../../engine/rows/row-stage.ts';
import { faultOf } from './cleaning/fault-of.ts';
import { openIdentifierFor, systemOf } from './control.ts';

export const cleanInstructionStage = implement(
  cleanInstruction,
  ({ drawn, finish, domain, language }, context) => {
    const { params, opened } = context;
    const system = systemOf(
      params.control.find(({ name }) => name === domain),
      context,
    );
    const fault = faultOf({ text: drawn, finish, system, language }, params.cleaning, opened);
    return fault === undefined ? { instruction: drawn.trim() } : reject(fault.reason, fault.detail, drawn);
  },
  { open: ({ control }: { control: readonly Domain[] }) => openIdentifierFor(control) },
);

import type { z } from 'zod';
import type { Doors } from './doors.ts';

/** Something that programs and agents may ask: one entry makes the HTTP route, its OpenAPI, and the MCP tool. */
export interface Operation {
  /** Name of the MCP tool, and the OpenAPI operation's id. */
  readonly name: string;
  readonly about: string;
  /** It starts, steers or ends builds: of tools, there with --allow-builds only; by HTTP, for tokens that may. */
  readonly writes: boolean;
  readonly method: 'get' | 'post';
  /** `{name}` stands for a field of the input; what else there is comes from the query, or the JSON body. */
  readonly path: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodType;
  /** Throws an error of the client's, or InputRefused. */
  readonly run: (doors: Doors, input: unknown) => Promise<unknown>;
}

export function operation<Input extends z.ZodObject>(
  told: Omit<Operation, 'input' | 'run'> & {
    readonly input: Input;
    readonly run: (doors: Doors, input: z.output<Input>) => Promise<unknown>;
  },
): Operation {
  const { input, run } = told;
  return { ...told, run: async (doors, given) => run(doors, parsed(input, given)) };
}

/** What was asked cannot be read: a line a finding. */
export class InputRefused extends Error {
  override name = 'InputRefused';
}

function parsed<Input extends z.ZodType>(input: Input, given: unknown): z.output<Input> {
  const read = input.safeParse(given);
  if (read.success) return read.data;
  throw new InputRefused(
    read.error.issues
      .map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '))
      .join('\n'),
  );
}

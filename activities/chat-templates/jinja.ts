import { Environment, Interpreter, Template } from '@huggingface/jinja';
import { DateWanted } from './date-wanted.ts';
import { strftime } from './strftime.ts';
import { TemplateRaised } from './template-raised.ts';

export interface JinjaTemplate {
  /** Throws TemplateRaised, DateWanted, or whatever a fault of the template's makes the interpreter throw. */
  render(variables: Readonly<Record<string, unknown>>): string;
  /** Whether a rendering printed the date so far. */
  readonly printsDate: boolean;
}

/**
 * Compiles a template as transformers does. Globals are ours and not `Template.render`'s: its `strftime_now` prints the
 * day of the clock, which would make every day's prompts new ones.
 */
export function compileJinja(source: string, day: string | undefined): JinjaTemplate {
  const { parsed } = new Template(source);
  let printsDate = false;
  const globals = {
    ...{ true: true, True: true, false: false, False: false, none: null, None: null },
    range,
    raise_exception: (message: string) => {
      throw new TemplateRaised(message);
    },
    strftime_now: (format: string) => {
      if (day === undefined) throw new DateWanted();
      printsDate = true;
      return strftime(day, format);
    },
  };
  return {
    render(variables) {
      const environment = new Environment();
      for (const [name, value] of Object.entries({ ...globals, ...variables })) environment.set(name, value);
      return String(new Interpreter(environment).run(parsed).value);
    },
    get printsDate() {
      return printsDate;
    },
  };
}

/** Python's. */
function range(first: number, end?: number, step = 1): number[] {
  const [from, to] = end === undefined ? [0, first] : [first, end];
  if (step === 0) throw new Error('range() arg 3 must not be zero');
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, at) => from + at * step);
}

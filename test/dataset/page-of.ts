import { parseHTML } from 'linkedom';
import { z } from 'zod';

interface Element {
  readonly textContent: string;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
}
interface Page {
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element> & { readonly length: number };
}

const WindowSchema = z.custom<{ readonly document: Page }>();

/** A page as a browser reads it; the project is compiled without a browser's types. */
export function pageOf(html: string): Page {
  return WindowSchema.parse(parseHTML(html)).document;
}

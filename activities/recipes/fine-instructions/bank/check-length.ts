import { BankUnusable } from './bank-unusable.ts';

/** Throws BankUnusable where vectors cannot be compared. */
export function checkLength(what: 'documents' | 'templates', length: number, dimensions: number): void {
  if (length === dimensions) return;
  throw new BankUnusable(
    what === 'documents'
      ? `documents are embedded in ${length} dimensions, templates in ${dimensions}: the models differ`
      : `descriptions are embedded in ${dimensions} and in ${length} dimensions: the embedder's answers differ`,
  );
}

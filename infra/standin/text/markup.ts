/** A heading or a phrase as it would be said: no Markdown or reStructuredText signs, numbering, links or site name. */
export function plain(line: string): string {
  return line
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])/g, '$1')
    .replace(/<[^>]{1,80}>/g, '')
    .replace(/:[a-z]+:`~?([^`<]+)(?:<[^>]*>)?`/g, '$1')
    .replace(/\{#[^}]*\}|:[a-z_]+:/g, '')
    .replace(/^\s*#{1,6}\s*|\s*#+\s*$/g, '')
    .replace(/[`*]|(?<!\w)_|_(?!\w)|¶/g, '')
    .replace(
      /^\s*(?:(?:chapter|section|part|appendix)\s+)?(?:[IVXLC]+|\d{1,3}|[A-Z])?(?:\.\d+)*[.):]\s+/i,
      '',
    )
    .replace(/^\s*\d+(?:\.\d+)+\s+/, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s.:,;|–—-]+$/, '')
    .trim();
}

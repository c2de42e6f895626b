const tag = /<(\/?)fi>/g;
/** Also what was meant as a tag: `<FI>`, `< fi >`, `<fi kind="x">`, `<fi `. */
const anyTag = /<\s?\/?\s?fi\b/gi;

/** A template's spans to fill in, in their order, or what is wrong with its tags. */
export function readTags(
  template: string,
): { readonly spans: readonly string[]; readonly words: string } | string {
  const tags = [...template.matchAll(tag)];
  if ((template.match(anyTag) ?? []).length !== tags.length) return '<fi> tag misspelt';
  const spans: string[] = [];
  let words = '';
  let from = 0;
  let open = false;
  for (const match of tags) {
    const closing = match[1] === '/';
    if (!closing && open) return '<fi> tag within a <fi> tag';
    if (closing && !open) return '<fi> tag closed but not opened';
    const text = template.slice(from, match.index);
    if (closing) spans.push(text.trim());
    else words += text;
    from = match.index + match[0].length;
    open = !closing;
  }
  if (open) return '<fi> tag not closed';
  return { spans, words: words + template.slice(from) };
}

/** Whether a text has a `<fi>` tag, of whatever spelling, left in it. */
export function hasTags(text: string): boolean {
  return text.search(anyTag) !== -1;
}

/** Section 3.2: a template's complexity, its number of `<fi>` tags. */
export function complexityOf(template: string): number {
  return template.match(/<fi>/g)?.length ?? 0;
}

/** What a page says that came in place of an answer, a proxy's or a firewall's; undefined of what is no page. */
export function pageText(body: string): string | undefined {
  if (!/^\s*<(?:!doctype|html|head|body|title)\b/i.test(body)) return undefined;
  const text = body
    .slice(0, LONGEST)
    .replaceAll(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${PAGE}${text === '' ? '' : `: ${text}`}`;
}

const LONGEST = 20_000;
const PAGE = 'a page of HTML';

/** Whether these are the words of a page. */
export function isPage(words: string): boolean {
  return words.startsWith(PAGE);
}

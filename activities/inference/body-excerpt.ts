/** More than people are shown: keys are taken out before it is cut (serverWords), and half a key is a secret too. */
const longest = 4000;

/** The beginning of a body that is no answer, for a message. */
export function bodyExcerpt(body: unknown): string {
  // An empty body is undefined to the SDK.
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  if (text === '' || text === '""') return '(empty)';
  return text.slice(0, longest);
}

/** A URL for people: without what could hold a secret (user, password, query). */
export function displayUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}

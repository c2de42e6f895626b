/** Whether an http(s) URL holds a user or password, which would be kept in a build's plan and history. */
export function holdsCredentials(url: string): boolean {
  return /^https?:\/\/[^/?#]*@/i.test(url);
}

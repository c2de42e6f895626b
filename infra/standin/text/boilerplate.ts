const SIGNS = [
  /\ball rights reserved\b/i,
  /\bcopyright\b|\(c\) ?\d{4}|©/i,
  /\b(click|tap) (here|below|the link)\b/i,
  /\b(subscribe|sign up|sign in|log ?in|register) (to|for|now|here)\b/i,
  /\b(share|follow us|tweet|pin) (this|on|it)\b/i,
  /\bprivacy policy\b|\bterms of (use|service)\b|\bcookies?\b.*\b(accept|consent|use)\b/i,
  /\b(previous|next) (post|article|page|chapter)\b|\btable of contents\b|\bback to top\b/i,
  /\bleave a (comment|reply)\b|\bcomments? (are closed|off)\b/i,
  /\blicensed under\b|\bpermission is (hereby )?granted\b|\bproject gutenberg\b/i,
  /(\.\s?){5,}\d+\s*$/,
  /\]\(https?:\/\/[^)]*(badge|shields)[^)]*\)/i,
  /^\s*<[^>]+>\s*$/,
];

/** Text that belongs to the page, not to the subject: notices, menus, badges, calls to share. */
export function isBoilerplate(text: string): boolean {
  if (SIGNS.some((sign) => sign.test(text))) return true;
  return (text.match(/[|»›]/g)?.length ?? 0) >= 3 || /^\W*(https?:\/\/\S+)\W*$/.test(text);
}

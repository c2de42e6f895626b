/** Keys of an object store have no globs of their own: `*` and `?` stay within a folder, `**` crosses, {a,b} and [0-9] choose. */
export function globPattern(glob: string): RegExp {
  let source = '';
  let braces = 0;
  for (let index = 0; index < glob.length; index += 1) {
    const char = glob.charAt(index);
    if (glob.startsWith('**/', index)) {
      source += '(?:.*/)?';
      index += 2;
    } else if (glob.startsWith('**', index)) {
      source += '.*';
      index += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '[' && classAt(glob, index) !== undefined) {
      const inside = classAt(glob, index) ?? '';
      source += `[${inside.replace(/^!/, '^').replace(/[\\[\]]/g, '\\$&')}]`;
      index += inside.length + 1;
    } else if (char === '{') {
      source += '(?:';
      braces += 1;
    } else if (char === '}' && braces > 0) {
      source += ')';
      braces -= 1;
    } else if (char === ',' && braces > 0) source += '|';
    else source += char.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  return new RegExp(`^${source}${')'.repeat(braces)}$`, 'su');
}

/** What stands in `[0-9]`; undefined where a bracket stands for itself. */
function classAt(glob: string, at: number): string | undefined {
  return /^\[(!?[^\]/!][^\]/]*)\]/.exec(glob.slice(at))?.[1];
}

/** The part of a glob that every match begins with. */
export function literalPrefix(glob: string): string {
  return /^[^*?{[]*/.exec(glob)?.[0] ?? '';
}

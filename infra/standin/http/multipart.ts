/** A part of a multipart body. */
export interface FormPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly text: string;
}

/** The parts of a multipart/form-data body, by name; undefined where it is none. */
export function parseMultipart(body: Buffer, type: string): ReadonlyMap<string, FormPart> | undefined {
  const found = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) return undefined;
  const [, ...pieces] = `\r\n${body.toString('utf8')}`.split(`\r\n--${boundary}`);
  return new Map(
    pieces.flatMap((piece) => {
      const part = partOf(piece);
      return part === undefined ? [] : [[part.name, part] as const];
    }),
  );
}

function partOf(piece: string): FormPart | undefined {
  const end = piece.indexOf('\r\n\r\n');
  const head = piece.slice(0, end);
  const name = /\bname="([^"]*)"/i.exec(head)?.[1];
  if (end < 0 || name === undefined) return undefined;
  return { name, filename: /\bfilename="([^"]*)"/i.exec(head)?.[1], text: piece.slice(end + 4) };
}

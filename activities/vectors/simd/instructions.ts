/** WebAssembly instructions as bytes, as many as the kernel needs (webassembly.github.io/spec, binary format). */
export type Code = readonly number[];

/** LEB128 of an unsigned number. */
export function unsigned(number: number): Code {
  const rest = number >>> 7;
  return rest === 0 ? [number & 127] : [(number & 127) | 128, ...unsigned(rest)];
}

function signed(number: number): Code {
  const low = number & 127;
  const rest = number >> 7;
  const last = (rest === 0 && low < 64) || (rest === -1 && low >= 64);
  return last ? [low] : [low | 128, ...signed(rest)];
}

export const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
export const section = (id: number, body: Code): Code => [id, ...unsigned(body.length), ...body];

export const i32Type: Code = [0x7f];
export const v128Type: Code = [0x7b];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const constant = (number: number): Code => [0x41, ...signed(number)];
export const plus: Code = [0x6a];
export const times: Code = [0x6c];
const below: Code = [0x49];

/** Runs the body, and again while what `at` has come to is below `end`. */
export const repeat = (body: Code, at: number, end: number): Code => [
  ...[0x03, 0x40],
  ...body,
  ...[...get(at), ...get(end), ...below, 0x0d, 0x00],
  0x0b,
];

/** Moves a pointer on by so many bytes. */
export const advance = (pointer: number, by: Code): Code => [
  ...get(pointer),
  ...by,
  ...plus,
  ...set(pointer),
];

const simd = (operation: number, ...rest: Code): Code => [0xfd, ...unsigned(operation), ...rest];
export const loadFour: Code = simd(0x00, 4, 0);
export const zeros: Code = simd(0x0c, ...Array<number>(16).fill(0));
export const addFour: Code = simd(0xe4);
export const multiplyFour: Code = simd(0xe6);
const lane = (at: number): Code => simd(0x1f, at);
const add: Code = [0x92];

/** The sum of a local's four numbers. */
export const sumOf = (local: number): Code => [
  ...[...get(local), ...lane(0), ...get(local), ...lane(1), ...add],
  ...[...get(local), ...lane(2), ...get(local), ...lane(3), ...add],
  ...add,
];
export const store = (offset: number): Code => [0x38, 2, ...unsigned(offset)];

/**
 * What a record holds under a name that a person or a file gave. `record[name]` also finds what every object has:
 * `constructor`, `toString`, `__proto__`.
 */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

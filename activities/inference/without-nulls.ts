/** A request's body without the fields that a role's `extraBody` takes out of it (`top_p: null`). */
export function withoutNulls(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fields = Object.entries(body);
  return fields.some(([, value]) => value === null)
    ? Object.fromEntries(fields.filter(([, value]) => value !== null))
    : body;
}

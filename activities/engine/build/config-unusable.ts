/** A config that cannot be built, found by the worker: a role without its endpoint, a column that is not there. */
export class ConfigUnusable extends Error {
  override name = 'ConfigUnusable';
}

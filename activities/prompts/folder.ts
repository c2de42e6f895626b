/** The recipes' own prompt files; the build copies them beside the compiled code. */
export const promptFolder = new URL('./', import.meta.url);

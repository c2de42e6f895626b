/** What every output says when no language model is at work. */
export const standInNote = 'A rule-based stand-in, not a language model, wrote this text.';
export const standInStart = 'No model endpoint is set: a rule-based stand-in answers, not a language model.';
export const standInAdvice = 'Set OPENAI_BASE_URL (and OPENAI_API_KEY, OPENAI_MODEL) to use real models.';

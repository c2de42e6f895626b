const opening =
  /^(?:i(?:'|’)?m (?:very |really )?sorry|sorry,|i apologi[sz]e|unfortunately,? i (?:can(?:'|’)?t|cannot|am unable)|i (?:can(?:'|’)?t|cannot|won(?:'|’)?t|am (?:not able|unable) to) (?:help|assist|provide|fulfil|fulfill|answer|write|create|generate|comply|do that)|as an ai\b)/i;

/** Whether an answer is a model's refusal rather than what was asked for. English wordings of chat models. */
export function isRefusal(answer: string): boolean {
  const text = answer.trim();
  return text.length < 600 && opening.test(text);
}

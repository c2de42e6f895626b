/** Where templates open a user's turn at the end of a prompt: Llama 3, ChatML, Gemma, Phi, Mistral and Llama 2, Vicuna. */
const OPEN =
  /(?:<\|start_header_id\|>user<\|end_header_id\|>\s*|<\|im_start\|>user\n|<start_of_turn>user\n+|<\|user\|>\n?|(?:<s>|<\/s>) ?\[INST\] ?|(?:^|\n)(?:USER|User): ?)$/;

/** Where they open others. */
const SYSTEM = /<\|start_header_id\|>system<\|end_header_id\|>\s*|<\|im_start\|>system\n|<\|system\|>\n/;
const ASSISTANT =
  /<\|start_header_id\|>assistant<\|end_header_id\|>\s*|<\|im_start\|>assistant\n|<start_of_turn>model\n|<\|assistant\|>\n|\[\/INST\]/g;
const END = /<\|eot_id\|>|<\|im_end\|>|<end_of_turn>|<\|end\|>|<\/s>/;

export interface Turns {
  readonly system: string | undefined;
  /** The assistant's last answer, where there is one. */
  readonly lastAnswer: string | undefined;
}

/** What stands before a user's turn that a raw prompt opens at its end; undefined where it opens none. */
export function turnsOf(prompt: string): Turns | undefined {
  const open = OPEN.exec(prompt);
  if (open === null) return undefined;
  const before = prompt.slice(0, open.index);
  const system = SYSTEM.exec(before);
  const answer = [...before.matchAll(ASSISTANT)].at(-1);
  return {
    system: system === null ? undefined : turnAt(before, system.index + system[0].length),
    lastAnswer: answer === undefined ? undefined : turnAt(before, answer.index + answer[0].length),
  };
}

function turnAt(text: string, at: number): string {
  return text.slice(at).split(END, 1)[0]?.trim() ?? '';
}

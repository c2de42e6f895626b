/** Where chat templates begin the assistant's turn: ChatML, Llama 3, Gemma, Mistral, Phi, and plain "Assistant:". */
const ANSWER =
  /<\|im_start\|>assistant\n|<\|start_header_id\|>assistant<\|end_header_id\|>\s*|<start_of_turn>model\n|\[\/INST\] ?|<\|assistant\|>\s*|^assistant:[ \t]*/gim;

/** What templates put around turns. */
const MARKS =
  /<\|im_start\|>\w+\n?|<\|start_header_id\|>\w+<\|end_header_id\|>\s*|<start_of_turn>\w+\n?|\[\/?INST\]|<\|[^|<>\n]{1,40}\|>|<\/?s>|<(?:bos|eos|end_of_turn)>|^(?:user|human|system|assistant):[ \t]*/gim;

/** A rendered conversation's last answer, and all before it, without the template's marks. */
export function answerIn(text: string): { prompt: string; answer: string } {
  const last = [...text.matchAll(ANSWER)].at(-1);
  if (!last) return { prompt: '', answer: plain(text) };
  return {
    prompt: plain(text.slice(0, last.index)),
    answer: plain(text.slice(last.index + last[0].length)),
  };
}

function plain(text: string): string {
  return text.replaceAll(MARKS, '\n').trim();
}

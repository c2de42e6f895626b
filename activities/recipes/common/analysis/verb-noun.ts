export interface VerbNoun {
  /** Infinitive. */
  readonly verb: string;
  /** Singular. */
  readonly noun: string;
}

const object = '#Verb (#Determiner|#Adjective|#Value|#Adverb|#Possessive)* #Noun+';

/** Finds the first verb of an English text that has a noun as its object. Loads its library when it is wanted. */
export async function openVerbNoun(): Promise<(text: string) => VerbNoun | undefined> {
  const { default: nlp } = await import('compromise');
  return (text) => {
    const found = nlp(nlp(text).match(object).first().text('text'));
    // Both change the text in place.
    found.verbs().toInfinitive();
    found.nouns().toSingular();
    const verb = found.match('#Verb').first().text('normal').trim();
    const noun = found.match('#Noun').last().text('normal').trim();
    return verb === '' || noun === '' ? undefined : { verb, noun };
  };
}

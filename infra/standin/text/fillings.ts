import type { Passage } from './passages.ts';
import { excerptTag } from './excerpt.ts';
import type { Subject } from './subject.ts';

/** What a document has to fill a template's spans with, the next one each time. */
export class Fillings {
  #document: string;
  #passages: readonly Passage[];
  #names: string[];
  #numbers: string[];
  #years: string[];
  #subjects: string[];
  #given = new Map<string, string>();

  constructor(document: string, subject: Subject, near: Passage, passages: readonly Passage[]) {
    const passage = document.slice(near.start, near.end).replace(/\s+/g, ' ');
    const start = document.slice(0, 6_000).replace(/\s+/g, ' ');
    this.#document = document;
    this.#passages = passages.filter((other) => other !== near);
    this.#names = distinct([...namesIn(passage), ...namesIn(start)]);
    this.#numbers = distinct([...numbersIn(passage), ...numbersIn(start)]);
    this.#years = this.#numbers.filter((number) => /^(1\d|20)\d\d$/.test(number));
    const { title, aspects } = subject;
    this.#subjects = distinct([title?.focus ?? '', title?.topic ?? '', ...aspects, ...nounsIn(passage)]);
  }

  /** For a span's description; the same one gets the same words. */
  for(description: string): string {
    const given = this.#given.get(description) ?? this.#pick(description.toLowerCase());
    this.#given.set(description, given);
    return given;
  }

  #pick(description: string): string {
    if (/\byear|date\b/.test(description)) return this.#years.shift() ?? this.#numbers.shift() ?? '1900';
    if (/\bnumber|amount|percent|age|quantity|how many\b/.test(description))
      return this.#numbers.shift() ?? '3';
    if (/\b(text|article|code|program|paragraphs?|e-?mail|essay)\b/.test(description)) return this.#excerpt();
    if (/\b(name|person|place|country|city|company|author|title)\b/.test(description))
      return this.#names.shift() ?? this.#subject();
    if (/\b(action|task|to do|activity)\b/.test(description)) return `understand ${this.#subject()}`;
    return this.#subject();
  }

  #subject(): string {
    return this.#subjects.shift() ?? this.#names.shift() ?? 'this subject';
  }

  #excerpt(): string {
    for (const { start, end } of this.#passages.slice(0, 8)) {
      const tag = excerptTag(this.#document, start, end);
      if (tag !== undefined) return tag;
    }
    return this.#subject();
  }
}

function distinct(found: string[]): string[] {
  return [...new Set(found)].filter(
    (text) => text.length >= 1 && text.length <= 60 && !/[<>[\]\n]/.test(text),
  );
}

function namesIn(text: string): string[] {
  const names = text.match(/(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,2}/g) ?? [];
  return names.filter((name) => !/^(The|This|That|These|In|It|And|But|For|When|If)\b/.test(name));
}

function numbersIn(text: string): string[] {
  return text.match(/(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w,.]\w)/g) ?? [];
}

function nounsIn(passage: string): string[] {
  return [
    ...passage.matchAll(
      /\b(?:the|a|an|of) ([a-z]{4,}(?: [a-z]{4,})?)(?= (?:is|are|was|of|and|in|that|which)\b|[,.])/g,
    ),
  ].map(([, noun]) => noun ?? '');
}

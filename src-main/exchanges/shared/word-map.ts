// What does a venue's word stand for? A word that is not listed has no meaning, also one that every object happens to have.

/** Undefined for a word that is not in the list itself, like `constructor`. */
export function meaningOf<Meaning>(words: Readonly<Record<string, Meaning>>, word: string): Meaning | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

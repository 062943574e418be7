/** Characters of a token: what English text comes to with the tokenisers of today's models. */
const charactersPerToken = 4;

/** The simulator's tokeniser. It knows no words: every four characters are a token. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

const sentence =
  "The service keeps its documents in small pieces, finds those that fit a question, and lets the model answer from them. ";

/** Some text of a number of tokens, from a place on that differs from one text to the next. */
export function textOf(tokens: number, place: number): string {
  const length = tokens * charactersPerToken;
  const start = place % sentence.length;
  return sentence
    .repeat(Math.ceil((start + length) / sentence.length))
    .slice(start, start + length);
}

const words =
  " the of and to in is that for it with as on are this by be from or an which you can model data when " +
  "more service request time answer each it's question document search because then small";
const answerWords = words.split(/(?= )/);

/** The token at a place of an answer. */
export function answerToken(index: number): string {
  return answerWords[(index * 7) % answerWords.length] ?? "";
}

import type { Text } from "../servers/downstream";
import { tokensIn } from "./tokens";

/** Stands in for OPEA's template: the same parts, in our words, and about as long. */
export const promptHead =
  "### Answer the question of a user, as a polite and truthful assistant does. Below are passages that " +
  "were found in a local collection of documents. Use what in them belongs to the question, and leave " +
  "out what does not. Where neither they nor what you know give the answer, say so and invent nothing.\n" +
  "### Passages: ";
const beforeQuestion = "\n### Question: ";
const promptEnd = "\n### Answer:\n";

/** Tokens that all prompts begin with. */
export const promptHeadTokens = tokensIn(promptHead);

const templateTokens = tokensIn(promptHead + beforeQuestion + promptEnd);

export interface RagPrompt {
  readonly prompt: Text;
  readonly sharedPrefixTokens: number;
}

/** Where there are no texts but only their lengths, the prompt is a length too. */
export function ragPrompt(question: Text, documents: readonly Text[]): RagPrompt {
  const sharedPrefixTokens = promptHeadTokens;
  if (question.text === "") {
    const tokens = documents.reduce((sum, document) => sum + document.tokens, question.tokens);
    return { prompt: { tokens: tokens + templateTokens, text: "" }, sharedPrefixTokens };
  }
  const passages = documents.map(({ text }) => text).join("\n");
  const text = promptHead + passages + beforeQuestion + question.text + promptEnd;
  return { prompt: { tokens: tokensIn(text), text }, sharedPrefixTokens };
}

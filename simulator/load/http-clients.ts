import type { WallClock } from "../model/wall-clock";
import { type Address, HttpCaller } from "../services/http-call";
import { textOf } from "../text/tokens";
import type { AskedQuestion } from "./load-generator";

export interface HttpClients {
  readonly ask: (asked: AskedQuestion) => void;
  readonly close: () => void;
}

/** Clients that put their questions to the megaservice over HTTP and read the stream to its end. */
export function httpClients(megaservice: () => Address | undefined, clock: WallClock): HttpClients {
  const caller = new HttpCaller();
  return {
    ask: ({ number, tokens, maxTokens, mistaken, patience }) => {
      const address = megaservice();
      if (address === undefined) return;
      const messages = textOf(tokens, number * 41);
      const question = { messages, max_tokens: maxTokens, stream: true };
      const body = mistaken ? "{" : JSON.stringify(question);
      const call = caller.post(address, { path: "/v1/chatqna", body }, ignoringReader);
      if (patience !== undefined) clock.after(patience, () => call.destroy());
    },
    close: () => {
      caller.close();
    },
  };
}

const ignoringReader = {
  status: () => undefined,
  piece: () => undefined,
  end: () => undefined,
};

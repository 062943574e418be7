import type { Deployment } from "../deployment/deployment";
import type { Clock } from "../model/clock";
import { type Question, questionDefaults } from "../servers/megaservice-server";
import type { AskedQuestion } from "./load-generator";

/** Clients that call the megaservice without a socket: for time that is virtual. */
export function directClients(
  deployment: Deployment,
  clock: Clock,
): (asked: AskedQuestion) => void {
  return ({ tokens, maxTokens, mistaken, patience }) => {
    const server = deployment.slots.megaservice?.current;
    if (server === undefined) return;
    const began = clock.now();
    const answered = (status: number): void => {
      const seconds = clock.now() - began;
      const sizes = { requestBytes: 60 + 4 * tokens, responseBytes: status === 200 ? 0 : 21 };
      server.answered({ method: "POST", handler: "/v1/chatqna", status, seconds, ...sizes });
    };
    if (mistaken) {
      answered(500);
      return;
    }
    const question: Question = {
      ...questionDefaults,
      text: { tokens, text: "" },
      maxTokens,
      ignoreEos: false,
      streamed: true,
    };
    let over = false;
    const end = (status: number): void => {
      over = true;
      answered(status);
    };
    const running = server.ask(question, {
      token: () => undefined,
      done: () => {
        end(200);
      },
      failed: end,
      broken: () => {
        end(200);
      },
    });
    if (patience === undefined) return;
    clock.after(patience, () => {
      if (over) return;
      running.cancel();
      end(200);
    });
  };
}

import type { Clock } from "../model/clock";
import { Random } from "../model/random";
import type { Answer, Downstream, PromptClient } from "../servers/downstream";
import type { GenerateCall, LlmServer } from "../servers/llm-server";
import type { SimulatedServer } from "../servers/server";
import type { Connections, Deployment } from "./deployment";
import { RoundRobin } from "./round-robin";
import type { ServerSlot } from "./server-slot";

/** Seconds from one service to the next and back: a compose network. */
const hopSeconds = 3e-4;

/** Bytes of messages that nobody writes, for the metrics of the Python services. */
const bytes = { embedding: 9_000, document: 1_400, prompt: 2_400, short: 180 } as const;

/** The servers call each other's methods: for time that is virtual, where there are no sockets. */
export function directConnections(deployment: Deployment, clock: Clock): Connections {
  const { llm, embedding, reranking, retriever, guardrails, guardrailsLlm } = deployment.slots;
  const engines = new RoundRobin(llm);
  const ranking = new Random(deployment.config.seed, "ranking");
  const carrier = new Carrier(clock);

  const downstream: Downstream = {
    ...(guardrails !== undefined && {
      guard: (question, truth, done) => {
        carrier.call(
          guardrails,
          "/v1/guardrails",
          [bytes.short, bytes.short],
          done,
          (server, answer) => {
            server.check(question.tokens, truth, (verdict) => {
              answer(verdict === undefined ? 500 : 200, verdict === "safe");
            });
          },
        );
      },
    }),
    embed: (question, truth, done) => {
      truth.inputTokens = question.tokens;
      carrier.call(embedding, "/embed", [bytes.short, bytes.embedding], done, (server, answer) => {
        const inputs = [question.tokens];
        const call = { route: "/embed", method: "single", inputs, truncate: true } as const;
        server.encode(call, (result) => {
          answer(result.ok ? 200 : result.failure.status, "");
        });
      });
    },
    retrieve: ({ count }, _truth, done) => {
      const sizes = [bytes.embedding, count * bytes.document] as const;
      carrier.call(retriever, "/v1/retrieval", sizes, done, (server, answer) => {
        server.retrieve(count, (found) => {
          const texts = (found ?? []).map((tokens) => ({ tokens, text: "" }));
          answer(found === undefined ? 500 : 200, texts);
        });
      });
    },
    ...(reranking !== undefined && {
      rerank: ({ question, documents }, truth, done) => {
        const inputs = documents.map(({ tokens }) => question.tokens + tokens);
        truth.inputTokens = inputs.reduce((sum, tokens) => sum + tokens, 0);
        carrier.call(
          reranking,
          "/rerank",
          [bytes.document, bytes.short],
          done,
          (server, answer) => {
            const call = {
              route: "/rerank",
              method: "batch",
              inputs,
              truncate: true,
              truth,
            } as const;
            server.encode(call, (result) => {
              answer(result.ok ? 200 : result.failure.status, shuffled(documents.length, ranking));
            });
          },
        );
      },
    }),
    generate: ({ prompt, sharedPrefixTokens, maxTokens, ignoreEos, streamed }, truth, client) => {
      const call: GenerateCall = {
        route: "/v1/chat/completions",
        inputTokens: prompt.tokens,
        sharedPrefixTokens,
        maxNewTokens: maxTokens,
        ignoreEos,
        truth,
      };
      return carrier.generate(engines.next(), call, streamed, client);
    },
  };
  return {
    downstream,
    judge: (tokens, truth, done) => {
      const call: GenerateCall = {
        route: "/v1/chat/completions",
        inputTokens: tokens + 200,
        maxNewTokens: 20,
        truth,
      };
      carrier.generate(guardrailsLlm, call, false, {
        token: () => undefined,
        finished: () => {
          done(true);
        },
        failed: () => {
          done(false);
        },
      });
    },
  };
}

/** Carries calls to servers and answers back, and lets the servers count the answers. */
class Carrier {
  constructor(private readonly clock: Clock) {}

  /** `serve` answers with a status and, if it is 200, a value. */
  call<S extends SimulatedServer, T>(
    slot: ServerSlot<S> | undefined,
    handler: string,
    [requestBytes, responseBytes]: readonly [number, number],
    done: (answer: Answer<T>) => void,
    serve: (server: S, answer: (status: number, value: T) => void) => void,
  ): void {
    this.clock.after(hopSeconds, () => {
      const server = slot?.current;
      if (server === undefined) {
        done({ ok: false, status: 0 });
        return;
      }
      const began = this.clock.now();
      serve(server, (status, value) => {
        const seconds = this.clock.now() - began;
        const sizes = { requestBytes, responseBytes: status === 200 ? responseBytes : 50 };
        server.answered({ method: "POST", handler, status, seconds, ...sizes });
        // Whoever died in the meantime did not answer.
        const lost = slot?.current !== server;
        done(status === 200 ? { ok: true, value } : { ok: false, status: lost ? 0 : status });
      });
    });
  }

  generate(
    slot: ServerSlot<LlmServer> | undefined,
    call: GenerateCall,
    streamed: boolean,
    client: PromptClient,
  ): { cancel: () => void } {
    const server = slot?.current;
    if (server === undefined) {
      client.failed({ status: 0, inStream: false });
      return { cancel: () => undefined };
    }
    const began = this.clock.now();
    const answered = (status: number): void => {
      server.answered({
        method: "POST",
        handler: call.route,
        status,
        requestBytes: bytes.prompt,
        responseBytes: streamed ? 0 : 600,
        seconds: this.clock.now() - began,
      });
    };
    return server.generate(call, {
      token: () => {
        client.token("");
      },
      finished: () => {
        answered(200);
        client.finished("");
      },
      failed: ({ status }) => {
        // TGI begins every stream with 200 and tells failures inside; vLLM refuses before it begins.
        const inStream = streamed && (server.tellsErrorsInStreams || status >= 500);
        answered(inStream ? 200 : status);
        client.failed({ status, inStream });
      },
    });
  }
}

function shuffled(count: number, random: Random): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => ({ index, score: random.next() }));
  return order.sort((one, other) => other.score - one.score).map(({ index }) => index);
}

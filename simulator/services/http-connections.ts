import type { Connections } from "../deployment/deployment";
import type { WallClock } from "../model/wall-clock";
import type { Answer, Downstream, PromptCall, PromptClient, Text } from "../servers/downstream";
import type { Running } from "../servers/server";
import { tokensIn } from "../text/tokens";
import type { TruthStage } from "../truth/truth-log";
import { requestHeader } from "./call-truth";
import { type Address, HttpCaller } from "./http-call";
import { type Fields, isFields, listIn, numberIn, textIn } from "./json-fields";
import { FrameReader } from "./sse";

/** Where the services are; undefined those that the deployment does not have. */
export interface Addresses {
  /** Of several replicas the next one, at each call. */
  readonly llm: () => Address | undefined;
  readonly embedding: () => Address | undefined;
  readonly reranking: () => Address | undefined;
  readonly retriever: () => Address | undefined;
  readonly guardrails: () => Address | undefined;
  readonly guardrailsLlm: () => Address | undefined;
}

/** The servers call each other over HTTP, as the real ones do. */
export class HttpConnections implements Connections {
  readonly downstream: Downstream;
  private readonly caller = new HttpCaller();

  constructor(
    private readonly addresses: Addresses,
    private readonly has: { readonly guardrails: boolean; readonly reranking: boolean },
    private readonly model: string,
    private readonly clock: WallClock,
  ) {
    this.downstream = this.createDownstream();
  }

  readonly judge: Connections["judge"] = (tokens, truth, done) => {
    const content = "x".repeat(4 * (tokens + 200));
    const body = { model: this.model, messages: [{ role: "user", content }], max_tokens: 20 };
    this.json(
      this.addresses.guardrailsLlm(),
      "/v1/chat/completions",
      body,
      truth,
      () => true,
      ({ ok }) => {
        done(ok);
      },
    );
  };

  close(): void {
    this.caller.close();
  }

  private createDownstream(): Downstream {
    const { addresses, has } = this;
    return {
      ...(has.guardrails && {
        guard: ({ text }, truth, done) => {
          const passed = (value: unknown): boolean | undefined =>
            isFields(value) ? value["downstream_black_list"] === undefined : undefined;
          this.json(addresses.guardrails(), "/v1/guardrails", { text }, truth, passed, done);
        },
      }),
      embed: ({ text, tokens }, truth, done) => {
        truth.inputTokens = tokens;
        this.text(addresses.embedding(), "/embed", { inputs: text }, truth, (answer) => {
          // The first vector, still as text: `[[1,2]]` without its outer brackets.
          done(answer.ok ? { ok: true, value: answer.value.slice(1, -1) } : answer);
        });
      },
      retrieve: ({ question, embedding, count }, truth, done) => {
        const search = JSON.stringify({ text: question.text, k: count, search_type: "similarity" });
        const body = `${search.slice(0, -1)},"embedding":${embedding}}`;
        this.json(addresses.retriever(), "/v1/retrieval", body, truth, documentsOf, done);
      },
      ...(has.reranking && {
        rerank: ({ question, documents }, truth, done) => {
          const body = { query: question.text, texts: documents.map(({ text }) => text) };
          this.json(addresses.reranking(), "/rerank", body, truth, orderOf, done);
        },
      }),
      generate: (call, truth, client) =>
        call.streamed ? this.stream(call, truth, client) : this.whole(call, truth, client),
    };
  }

  private promptBody({ prompt, maxTokens, ignoreEos, streamed }: PromptCall): object {
    return {
      model: this.model,
      messages: [{ role: "user", content: prompt.text }],
      max_tokens: maxTokens,
      top_p: 0.95,
      stream: streamed,
      frequency_penalty: 0,
      temperature: 0.01,
      ...(ignoreEos && { ignore_eos: true }),
    };
  }

  private whole(call: PromptCall, truth: TruthStage, client: PromptClient): Running {
    const body = this.promptBody(call);
    const address = this.addresses.llm();
    return this.json(address, "/v1/chat/completions", body, truth, contentOf, (answer) => {
      if (answer.ok) {
        client.finished(answer.value);
      } else {
        client.failed({ status: answer.status, inStream: false });
      }
    });
  }

  private stream(call: PromptCall, truth: TruthStage, client: PromptClient): Running {
    let status = 0;
    let failed = false;
    const reader = new FrameReader((data) => {
      if (data === "[DONE]") return;
      const value: unknown = JSON.parse(data);
      if (!isFields(value)) return;
      if (value["error"] !== undefined) failed = true;
      const piece = deltaOf(value);
      if (piece !== undefined && piece !== "") client.token(piece);
    });
    return this.post(this.addresses.llm(), "/v1/chat/completions", this.promptBody(call), truth, {
      status: (code) => {
        status = code;
      },
      piece: (text) => {
        if (status === 200) reader.push(text);
      },
      end: (complete) => {
        if (status === 200 && complete && !failed) client.finished("");
        else client.failed({ status: complete ? status : 0, inStream: complete && status === 200 });
      },
    });
  }

  private json<T>(
    address: Address | undefined,
    path: string,
    body: object | string,
    truth: TruthStage | undefined,
    read: (value: unknown) => T | undefined,
    done: (answer: Answer<T>) => void,
  ): Running {
    return this.text(address, path, body, truth, (answer) => {
      if (!answer.ok) {
        done(answer);
        return;
      }
      const value = read(JSON.parse(answer.value));
      done(value === undefined ? { ok: false, status: 200 } : { ok: true, value });
    });
  }

  private text(
    address: Address | undefined,
    path: string,
    body: object | string,
    truth: TruthStage | undefined,
    done: (answer: Answer<string>) => void,
  ): Running {
    let status = 0;
    let text = "";
    return this.post(address, path, body, truth, {
      status: (code) => {
        status = code;
      },
      piece: (piece) => {
        text += piece;
      },
      end: (complete) => {
        if (complete && status === 200) done({ ok: true, value: text });
        else done({ ok: false, status: complete ? status : 0 });
      },
    });
  }

  private post(
    address: Address | undefined,
    path: string,
    body: object | string,
    truth: TruthStage | undefined,
    reader: Parameters<HttpCaller["post"]>[2],
  ): Running {
    if (address === undefined) {
      reader.end(false);
      return { cancel: () => undefined };
    }
    let cancelled = false;
    const inTime = (action: () => void): void => {
      if (!cancelled) this.clock.enter(action);
    };
    const headers = truth === undefined ? {} : { [requestHeader]: String(truth.request) };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const call = this.caller.post(
      address,
      { path, body: text, headers },
      {
        status: (status) => {
          reader.status(status);
        },
        piece: (piece) => {
          inTime(() => {
            reader.piece(piece);
          });
        },
        end: (complete) => {
          inTime(() => {
            reader.end(complete);
          });
        },
      },
    );
    return {
      cancel: () => {
        cancelled = true;
        call.destroy();
      },
    };
  }
}

function documentsOf(value: unknown): readonly Text[] | undefined {
  const documents = isFields(value) ? listIn(value, "retrieved_docs") : undefined;
  return documents?.flatMap((document) => {
    const text = isFields(document) ? textIn(document, "text") : undefined;
    return text === undefined ? [] : [{ text, tokens: tokensIn(text) }];
  });
}

function orderOf(value: unknown): readonly number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((rank) => (isFields(rank) ? (numberIn(rank, "index") ?? []) : []));
}

function choiceOf(value: Fields): Fields | undefined {
  const choice = listIn(value, "choices")?.[0];
  return isFields(choice) ? choice : undefined;
}

function deltaOf(value: Fields): string | undefined {
  const delta = choiceOf(value)?.["delta"];
  return isFields(delta) ? textIn(delta, "content") : undefined;
}

function contentOf(value: unknown): string | undefined {
  const message = isFields(value) ? choiceOf(value)?.["message"] : undefined;
  return isFields(message) ? textIn(message, "content") : undefined;
}

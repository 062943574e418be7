import type { TeiRoute, TeiServer } from "../servers/tei-server";
import type { Failure } from "../servers/server";
import { tokensIn } from "../text/tokens";
import type { TruthLog } from "../truth/truth-log";
import { healthy, withBody, wrongFields } from "./axum";
import { endTruth, truthOf } from "./call-truth";
import type { Exchange } from "./exchange";
import type { Handler, Routes } from "./http-service";
import { type Fields, textIn, textsIn } from "./json-fields";
import { rankOf, vectorOf } from "./encodings";

/** TEI's HTTP API: `router/src/http/server.rs` of 1.7. OPEA starts it with `--auto-truncate`. */
export function teiRoutes(log: TruthLog, role: string): Routes<TeiServer> {
  const embed = withBody<TeiServer>((exchange, server, fields) => {
    const texts = inputsOf(fields, "inputs");
    if (texts === undefined) {
      wrongFields(exchange, "missing field `inputs`");
      return;
    }
    const method = textIn(fields, "inputs") === undefined ? "batch" : "single";
    const call = { route: "/embed", method, inputs: texts.map(tokensIn) } as const;
    encode({ exchange, server, log, role }, call, () => {
      exchange.send(200, "application/json", `[${texts.map(vectorOf).join(",")}]`);
    });
  });
  const openAiEmbed = withBody<TeiServer>((exchange, server, fields) => {
    const texts = inputsOf(fields, "input");
    if (texts === undefined) {
      wrongFields(exchange, "missing field `input`");
      return;
    }
    const method = textIn(fields, "input") === undefined ? "batch" : "single";
    const inputs = texts.map(tokensIn);
    encode({ exchange, server, log, role }, { route: "/v1/embeddings", method, inputs }, () => {
      const data = texts.map(
        (text, index) => `{"object":"embedding","embedding":${vectorOf(text)},"index":${index}}`,
      );
      const tokens = inputs.reduce((sum, count) => sum + count, 0);
      const usage = JSON.stringify({ prompt_tokens: tokens, total_tokens: tokens });
      const model = JSON.stringify(server.limits.model);
      const body = `{"object":"list","data":[${data.join(",")}],"model":${model},"usage":${usage}}`;
      exchange.send(200, "application/json", body);
    });
  });
  const rerank = withBody<TeiServer>((exchange, server, fields) => {
    const query = textIn(fields, "query");
    const texts = textsIn(fields, "texts");
    if (query === undefined || texts === undefined) {
      wrongFields(exchange, `missing field \`${query === undefined ? "query" : "texts"}\``);
      return;
    }
    if (texts.length === 0) {
      failure(exchange, { status: 400, kind: "empty", message: "`texts` cannot be empty" });
      return;
    }
    const inputs = texts.map((text) => tokensIn(query) + tokensIn(text));
    encode({ exchange, server, log, role }, { route: "/rerank", method: "batch", inputs }, () => {
      const ranks = texts.map((text, index) => ({ index, score: rankOf(query, text) }));
      ranks.sort((one, other) => other.score - one.score);
      exchange.json(200, ranks);
    });
  });
  const handlers = new Map<string, Handler<TeiServer>>([
    ["GET /health", healthy],
    ["GET /ping", healthy],
    [
      "GET /info",
      (exchange, server) => {
        exchange.json(200, infoOf(server));
      },
    ],
    ["POST /embed", embed],
    ["POST /v1/embeddings", openAiEmbed],
    ["POST /rerank", rerank],
  ]);
  return {
    handlers,
    notFound: (exchange, pathExists) => {
      exchange.send(pathExists ? 405 : 404, "text/plain", "");
    },
  };
}

interface Call {
  readonly exchange: Exchange;
  readonly server: TeiServer;
  readonly log: TruthLog;
  readonly role: string;
}

function encode(
  { exchange, server, log, role }: Call,
  call: {
    readonly route: TeiRoute;
    readonly method: "single" | "batch";
    readonly inputs: readonly number[];
  },
  answer: () => void,
): void {
  const truth = truthOf(exchange, log, role);
  truth.stage.inputTokens = call.inputs.reduce((sum, tokens) => sum + tokens, 0);
  server.encode({ ...call, truncate: true }, (result) => {
    endTruth(log, truth, result.ok ? "ok" : "failed", result.ok ? 200 : result.failure.status);
    if (result.ok) answer();
    else failure(exchange, result.failure);
  });
}

function inputsOf(fields: Fields, name: string): readonly string[] | undefined {
  const single = textIn(fields, name);
  return single === undefined ? textsIn(fields, name) : [single];
}

function infoOf({ limits }: TeiServer): object {
  return {
    model_id: limits.model,
    model_sha: null,
    model_dtype: "float32",
    model_type:
      limits.task === "embed"
        ? { embedding: { pooling: "cls" } }
        : { reranker: { id2label: {}, label2id: {} } },
    max_concurrent_requests: limits.maxConcurrentRequests,
    max_input_length: limits.maxInputLength,
    max_batch_tokens: limits.maxBatchTokens,
    max_batch_requests: null,
    max_client_batch_size: limits.maxClientBatchSize,
    auto_truncate: true,
    tokenization_workers: 2,
    version: limits.version,
    sha: null,
    docker_label: null,
  };
}

/** As TEI names its kinds of errors in answers; its counters have other names for them. */
const errorTypes: Readonly<Record<string, string>> = {
  overloaded: "Overloaded",
  tokenization: "Validation",
  batch_size: "Validation",
  model_type: "Backend",
  inference: "Backend",
  empty: "Empty",
};

function failure(exchange: Exchange, { status, kind, message }: Failure): void {
  exchange.json(status, { error: message, error_type: errorTypes[kind] ?? "Backend" });
}

import type { DataprepServer } from "../servers/dataprep-server";
import type { GuardrailsServer } from "../servers/guardrails-server";
import { questionDefaults } from "../servers/megaservice-server";
import type { OpeaServer } from "../servers/opea-server";
import type { RetrieverServer } from "../servers/retriever-server";
import { textOf, tokensIn } from "../text/tokens";
import type { TruthLog } from "../truth/truth-log";
import { endTruth, truthOf } from "./call-truth";
import type { Exchange } from "./exchange";
import type { Handler, Routes } from "./http-service";
import { type Fields, listIn, numberIn, parseObject, textIn } from "./json-fields";

/** Routes that every service of OPEA has, and what FastAPI answers elsewhere. */
export function opeaRoutes<S extends OpeaServer>(
  title: string,
  own: readonly (readonly [string, Handler<S>])[],
): Routes<S> {
  const health: Handler<S> = (exchange) => {
    exchange.json(200, {
      "Service Title": title,
      "Service Description": "OPEA Microservice Infrastructure",
    });
  };
  return {
    handlers: new Map<string, Handler<S>>([
      ["GET /v1/health_check", health],
      ["GET /health", health],
      ...own,
    ]),
    notFound: (exchange, pathExists) => {
      if (pathExists) exchange.json(405, { detail: "Method Not Allowed" });
      else exchange.json(404, { detail: "Not Found" });
    },
  };
}

export function retrieverRoutes(log: TruthLog): Routes<RetrieverServer> {
  let places = 0;
  const retrieve = withBody<RetrieverServer>((exchange, server, fields) => {
    const question = textIn(fields, "text");
    if (question === undefined || listIn(fields, "embedding") === undefined) {
      unprocessable(exchange, question === undefined ? "text" : "embedding");
      return;
    }
    const truth = truthOf(exchange, log, "retriever");
    server.retrieve(numberIn(fields, "k") ?? questionDefaults.k, (found) => {
      const status = found === undefined ? 500 : 200;
      if (found !== undefined) truth.stage.documents = found.length;
      endTruth(log, truth, found === undefined ? "failed" : "ok", status);
      if (found === undefined) {
        internalError(exchange);
        return;
      }
      const documents = found.map((tokens) => ({ text: textOf(tokens, (places += 37)) }));
      exchange.json(200, { retrieved_docs: documents, initial_query: question, top_n: 1 });
    });
  });
  return opeaRoutes("opea_service@retriever", [["POST /v1/retrieval", retrieve]]);
}

export function dataprepRoutes(log: TruthLog): Routes<DataprepServer> {
  const ingest: Handler<DataprepServer> = (exchange, server) => {
    const truth = truthOf(exchange, log, "dataprep");
    server.ingest(Buffer.byteLength(exchange.body), (chunks) => {
      const status = chunks === undefined ? 500 : 200;
      if (chunks !== undefined) truth.stage.documents = chunks;
      endTruth(log, truth, chunks === undefined ? "failed" : "ok", status);
      if (chunks === undefined) internalError(exchange);
      else exchange.json(200, { status: 200, message: "Data preparation succeeded" });
    });
  };
  const list: Handler<DataprepServer> = (exchange) => {
    exchange.json(200, []);
  };
  const remove: Handler<DataprepServer> = (exchange, server) => {
    server.clear();
    exchange.json(200, { status: true });
  };
  return opeaRoutes("opea_service@dataprep", [
    ["POST /v1/dataprep/ingest", ingest],
    ["POST /v1/dataprep/get", list],
    ["POST /v1/dataprep/delete", remove],
  ]);
}

export function guardrailsRoutes(log: TruthLog): Routes<GuardrailsServer> {
  const check = withBody<GuardrailsServer>((exchange, server, fields) => {
    const question = textIn(fields, "text");
    if (question === undefined) {
      unprocessable(exchange, "text");
      return;
    }
    const truth = truthOf(exchange, log, "guardrails");
    server.check(tokensIn(question), truth.stage, (verdict) => {
      endTruth(
        log,
        truth,
        verdict === undefined ? "failed" : "ok",
        verdict === undefined ? 500 : 200,
      );
      if (verdict === undefined) internalError(exchange);
      else if (verdict === "safe") exchange.json(200, { text: question });
      else exchange.json(200, { text: unsafeWords, downstream_black_list: [".*"] });
    });
  });
  return opeaRoutes("opea_service@guardrails", [["POST /v1/guardrails", check]]);
}

/** What the guardrails say in place of an answer. */
export const unsafeWords = "Violated policies: O1, please check your input.";

export function internalError(exchange: Exchange): void {
  exchange.send(500, "text/plain; charset=utf-8", "Internal Server Error");
}

function withBody<S>(handle: (exchange: Exchange, server: S, fields: Fields) => void): Handler<S> {
  return (exchange, server) => {
    const fields = parseObject(exchange.body);
    if (fields === undefined || fields === null) unprocessable(exchange, "");
    else handle(exchange, server, fields);
  };
}

/** FastAPI's own answer to a body that does not fit. */
function unprocessable(exchange: Exchange, field: string): void {
  const loc = field === "" ? ["body"] : ["body", field];
  exchange.json(422, { detail: [{ type: "missing", loc, msg: "Field required", input: null }] });
}

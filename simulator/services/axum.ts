import type { Exchange } from "./exchange";
import type { Handler } from "./http-service";
import { type Fields, parseObject } from "./json-fields";

/** Refuses what axum refuses before the handlers of TGI and TEI see it: none of that is counted. */
export function withBody<Server>(
  handle: (exchange: Exchange, server: Server, fields: Fields) => void,
): Handler<Server> {
  return (exchange, server) => {
    if (exchange.header("content-type")?.startsWith("application/json") !== true) {
      plain(exchange, 415, "Expected request with `Content-Type: application/json`");
      return;
    }
    const fields = parseObject(exchange.body);
    if (fields === undefined) plain(exchange, 400, "Failed to parse the request body as JSON");
    else if (fields === null) wrongFields(exchange, "invalid type, expected struct");
    else handle(exchange, server, fields);
  };
}

export function wrongFields(exchange: Exchange, problem: string): void {
  const text = `Failed to deserialize the JSON body into the target type: ${problem}`;
  plain(exchange, 422, text);
}

/** What `/health` and `/ping` answer while the server is well. */
export function healthy(exchange: Exchange): void {
  exchange.send(200, "text/plain", "");
}

function plain(exchange: Exchange, status: number, text: string): void {
  exchange.send(status, "text/plain; charset=utf-8", text);
}

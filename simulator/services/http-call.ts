import { Agent, type ClientRequest, request } from "node:http";

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface CallOptions {
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AnswerReader {
  status(status: number): void;
  piece(text: string): void;
  /** Complete, or not: the connection was lost or never came about. */
  end(complete: boolean): void;
}

/** Connections that are kept between calls. `close` ends them. */
export class HttpCaller {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });

  post(
    { host, port }: Address,
    { path, body, headers }: CallOptions,
    reader: AnswerReader,
  ): ClientRequest {
    let over = false;
    const end = (complete: boolean): void => {
      if (over) return;
      over = true;
      reader.end(complete);
    };
    const call = request({
      agent: this.agent,
      host,
      port,
      path,
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        ...headers,
      },
    });
    call.on("response", (response) => {
      reader.status(response.statusCode ?? 0);
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        if (!over) reader.piece(text);
      });
      response.on("end", () => {
        end(response.complete);
      });
      response.on("error", () => {
        end(false);
      });
    });
    call.on("error", () => {
      end(false);
    });
    call.end(body);
    return call;
  }

  close(): void {
    this.agent.destroy();
  }
}

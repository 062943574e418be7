import type { IncomingMessage, ServerResponse } from "node:http";

/** A request that was read whole, and the answer to it. */
export class Exchange {
  /** Bytes of an answer with a `Content-Length`. */
  responseBytes = 0;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    readonly body: string,
  ) {}

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return typeof value === "string" ? value : undefined;
  }

  /** The client is still there. */
  get isOpen(): boolean {
    return !this.response.destroyed && !this.response.writableEnded;
  }

  get hasBegun(): boolean {
    return this.response.headersSent;
  }

  json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.send(status, "application/json", JSON.stringify(value), headers);
  }

  send(
    status: number,
    contentType: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    if (!this.isOpen) return;
    this.responseBytes = Buffer.byteLength(body);
    this.response.writeHead(status, {
      ...(body !== "" && { "Content-Type": contentType }),
      "Content-Length": this.responseBytes,
      ...headers,
    });
    this.response.end(body);
  }

  /** Begins a stream of server-sent events. */
  stream(contentType: string, headers: Readonly<Record<string, string>> = {}): void {
    if (!this.isOpen) return;
    this.response.writeHead(200, { "Content-Type": contentType, ...headers });
  }

  write(text: string): void {
    if (this.isOpen) this.response.write(text);
  }

  end(text = ""): void {
    if (!this.isOpen) return;
    if (text === "") this.response.end();
    else this.response.end(text);
  }

  /** Breaks the connection off, in the middle of whatever was sent. */
  cut(): void {
    this.response.destroy();
  }

  /** The client went away before the answer was complete. */
  onGone(gone: () => void): void {
    this.response.once("close", () => {
      if (!this.response.writableFinished) gone();
    });
  }
}

import { setTimeout as delay } from "node:timers/promises";
import type { Properties } from "../../../../providers/process/property-values";

/** Grafana's API with the provider's way of trying again, settled by its configuration. */
export class GrafanaClient {
  private readonly url: string;
  private readonly authorization: string;
  private readonly retries: number;
  private readonly waitMilliseconds: number;
  private readonly retriedStatuses: readonly RegExp[];

  /** Other than resources', a provider's own properties come as JSON text, strings apart. */
  constructor(config: Properties) {
    this.url = String(config["url"]);
    this.authorization = `Basic ${Buffer.from(String(config["auth"])).toString("base64")}`;
    this.retries = Number(config["retries"] ?? 3);
    this.waitMilliseconds = Number(config["retryWait"] ?? 2) * 1000;
    const given = config["retryStatusCodes"];
    const codes = (
      typeof given === "string" ? JSON.parse(given) : ["429", "5xx", "401", "412"]
    ) as readonly string[];
    this.retriedStatuses = codes.map((code) => new RegExp(`^${code.replaceAll("x", "\\d")}$`));
  }

  /** @throws Error with status and body, as the real one does, but for a 404: that is undefined */
  async call(method: string, path: string, body?: object): Promise<Properties | undefined> {
    for (let attempt = 0; ; attempt++) {
      if (attempt > 0) await delay(this.waitMilliseconds);
      const response = await this.send(method, path, body).catch((error: unknown) => {
        if (attempt >= this.retries) throw error;
      });
      if (response === undefined) continue;
      if (this.isRetried(response.status) && attempt < this.retries) continue;
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`status: ${response.status}, body: ${text}`);
      return JSON.parse(text) as Properties;
    }
  }

  private send(method: string, path: string, body: object | undefined): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: this.authorization, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  private isRetried(status: number): boolean {
    return this.retriedStatuses.some((code) => code.test(String(status)));
  }
}

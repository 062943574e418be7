import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { StackOutputs } from "./outputs";

/** A target as Prometheus sees it. */
export interface ScrapedTarget {
  readonly job: string;
  readonly component: string;
  readonly url: string;
  /** `unknown` until the first scrape. */
  readonly health: "up" | "down" | "unknown";
  readonly lastError: string;
}

export class PrometheusApi {
  constructor(private readonly stack: StackOutputs) {}

  async targets(): Promise<readonly ScrapedTarget[]> {
    const { activeTargets } = await this.query<{ activeTargets: readonly ApiTarget[] }>("targets");
    return activeTargets.map((target) => ({
      job: target.labels["job"] ?? "",
      component: target.labels["component"] ?? "",
      url: target.scrapeUrl,
      health: target.health,
      lastError: target.lastError,
    }));
  }

  async ruleCount(): Promise<number> {
    const { groups } = await this.query<{ groups: readonly { rules: readonly unknown[] }[] }>(
      "rules",
    );
    return groups.reduce((sum, { rules }) => sum + rules.length, 0);
  }

  /** Whether there is a page at `path`: Prometheus can be built without any. */
  async hasPage(path: string): Promise<boolean> {
    const { status, type } = await this.get(path);
    return status === 200 && type.startsWith("text/html");
  }

  urlOf(path: string): string {
    return new URL(path, this.stack.prometheusUrl).href;
  }

  /** What `/api/v1/<endpoint>` answers, whatever its status. Rejects where nothing answers in 5 s. */
  async ask(endpoint: string, parameters: Readonly<Record<string, string>>): Promise<Answer> {
    return this.get(`/api/v1/${endpoint}?${new URLSearchParams(parameters).toString()}`);
  }

  private async query<T>(endpoint: string): Promise<T> {
    const { status, body } = await this.get(`/api/v1/${endpoint}`);
    if (status !== 200) {
      throw new Error(`${this.stack.prometheusUrl}/api/v1/${endpoint} answered ${status}`);
    }
    return (JSON.parse(body) as { data: T }).data;
  }

  private get(path: string): Promise<Answer> {
    const { prometheusUrl, prometheusAccess, prometheusCaFile } = this.stack;
    const url = new URL(path, prometheusUrl);
    const options: https.RequestOptions = {
      timeout: 5_000,
      ...(prometheusAccess && {
        auth: `${prometheusAccess.username}:${prometheusAccess.password}`,
      }),
      ...(prometheusCaFile !== undefined && { ca: readFileSync(prometheusCaFile) }),
    };
    const client = url.protocol === "https:" ? https : http;
    return new Promise((resolve, reject) => {
      const request = client.get(url, options, (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (body += chunk));
        response.on("end", () => {
          const type = response.headers["content-type"] ?? "";
          resolve({ status: response.statusCode ?? 0, type, body });
        });
      });
      request.on("timeout", () => request.destroy(new Error(`${url.host} does not answer`)));
      request.on("error", reject);
    });
  }
}

interface ApiTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
  readonly health: ScrapedTarget["health"];
  readonly lastError: string;
}

/** As it came over HTTP. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

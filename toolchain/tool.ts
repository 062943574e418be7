/** What this project can be asked to find or to obtain. */
export const toolNames = [
  /** The engine and, in the same directory, its Node language host. */
  "pulumi",
  "prometheus",
  "promtool",
  /** A home directory with `bin/`, `conf/` and `public/`. */
  "grafana",
  "node_exporter",
  /** And, in the same directory, amtool. */
  "alertmanager",
  "actionlint",
  /** And, in the same directory, kube-controller-manager and kube-scheduler. */
  "kube-apiserver",
  "kwok",
  "etcd",
  "promtool-2.42",
  "promtool-2.52",
  "promtool-3",
  /** For the contract tests of the boards, beside an older `prometheus`. */
  "prometheus-3",
] as const;
export type ToolName = (typeof toolNames)[number];

/** Where a tool is found, in the order in which the places are looked at. */
export type Source = "environment" | "PATH" | "cache" | "release" | "distribution" | "go build";

/** A tool that is there and of a version that will do. */
export interface Tool {
  readonly name: ToolName;
  /** `major.minor.patch`, as the program itself says. */
  readonly version: string;
  /** Absolute path of the executable; for Grafana of its home directory. */
  readonly path: string;
  /** The directory to put on PATH: the one that holds the executable. */
  readonly directory: string;
  readonly from: Source;
  /** How a tool found in the cache had come there. */
  readonly origin?: "release" | "distribution" | "go build";
  /**
   * Debian's Prometheus reads its web pages from disk; start it with `--web.local-assets=<assets>`.
   * Absent where the pages are inside the program, and where it has none (a Go build).
   */
  readonly assets?: string;
}

/** A tool that could not be had. */
export interface Missing {
  readonly name: ToolName;
  /** What was tried, in order, each with its outcome: `PATH: no prometheus`. */
  readonly tried: readonly string[];
  /** What the user can do about it, one sentence. */
  readonly remedy: string;
}

export function isMissing(found: Tool | Missing): found is Missing {
  return "remedy" in found;
}

/** The one line for people: what is missing, what was tried, what to do. */
export function describeMissing(missing: Missing): string {
  return `${missing.name} cannot be had (${missing.tried.join("; ")}). ${missing.remedy}`;
}

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The tools that `npm test` found or fetched, told to the tests by the environment. */
export const testTools = {
  /** Holds `pulumi` and `pulumi-language-nodejs`. */
  pulumiDirectory: process.env["CHATQNA_MONITORING_PULUMI_DIR"],
  prometheus: process.env["CHATQNA_MONITORING_TEST_PROMETHEUS"],
  /** Of release 3, beside the one above where that is older. */
  prometheus3: process.env["CHATQNA_MONITORING_TEST_PROMETHEUS_3"],
  actionlint: process.env["CHATQNA_MONITORING_TEST_ACTIONLINT"],
  /** Why there is none, where npm test looked for it. */
  actionlintMissing: process.env["CHATQNA_MONITORING_TEST_ACTIONLINT_MISSING"],
  alertmanager: process.env["CHATQNA_MONITORING_TEST_ALERTMANAGER"],
  /** Beside it. */
  amtool: besideAlertmanager("amtool"),
  /** The directory that holds Grafana's `bin`, `conf` and `public`. */
  grafanaHome: process.env["CHATQNA_MONITORING_TEST_GRAFANA_HOME"],
  /** Why there is none, where npm test looked for it. */
  grafanaMissing: process.env["CHATQNA_MONITORING_TEST_GRAFANA_HOME_MISSING"],
  promtool: {
    "2.42": process.env["CHATQNA_MONITORING_TEST_PROMTOOL_2_42"],
    "2.52": process.env["CHATQNA_MONITORING_TEST_PROMTOOL_2_52"],
    "3": process.env["CHATQNA_MONITORING_TEST_PROMTOOL_3"],
  },
} as const;

function besideAlertmanager(program: string): string | undefined {
  const alertmanager = process.env["CHATQNA_MONITORING_TEST_ALERTMANAGER"];
  if (alertmanager === undefined) return undefined;
  const path = join(dirname(alertmanager), program);
  return existsSync(path) ? path : undefined;
}

/** For `skip`: the reason why a test cannot run here, or false. */
export function unless(tool: string | undefined, name: string): string | false {
  return tool === undefined && `${name} was not looked for: run the tests with npm test`;
}

/** Why there is no Prometheus 3, or false. */
export function missingPrometheus3(): string | false {
  if (testTools.prometheus3 !== undefined) return false;
  return (
    process.env["CHATQNA_MONITORING_TEST_PROMETHEUS_3_MISSING"] ??
    "Prometheus 3 was not looked for: run the tests with npm test"
  );
}

export function runTool(tool: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool} ${args.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout + stderr;
}

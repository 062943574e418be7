import { parseSize } from "../settings/quantity";
import type { PrometheusSettings } from "../settings/settings";
import type { ConfigFile, Container, Text } from "./workload";
import { renderYaml } from "./yaml-text";

/** Prometheus as its own image runs it: github.com/prometheus/prometheus, Dockerfile. */
export function prometheusContainer(settings: PrometheusSettings): Container {
  return {
    image: { repository: "docker.io/prom/prometheus", tag: `v${settings.version}` },
    user: "65534:65534",
    configDirectory: "/etc/prometheus",
    storagePaths: { data: "/prometheus" },
    tmpfs: ["/tmp"],
    memoryBytes: parseSize(settings.memoryLimit),
    healthCommand: healthCommand(settings),
    reachesTargets: true,
  };
}

const probePath = "secrets/probe.yml";

/**
 * The image has busybox' wget, and promtool for the case that Prometheus asks who is there: it reads
 * the password from a file, where wget would show it in the process list. And for TLS, which the
 * images' wget need not speak.
 */
function healthCommand(settings: PrometheusSettings): readonly Text[] {
  const { port, tls } = settings;
  const address = `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`;
  if (!probesWithFile(settings)) {
    return ["wget", "--quiet", "--output-document=/dev/null", `${address}/-/ready`];
  }
  const clientFile: Text = ["--http.config.file=", { ref: "file", path: probePath }];
  return ["promtool", "check", "ready", `--url=${address}`, clientFile];
}

/** Whether the health check's client needs more than an address. */
export function probesWithFile({ authentication, tls }: PrometheusSettings): boolean {
  return authentication !== undefined || tls !== undefined;
}

/** @param passwordFile Another file of the workload: the monitor's password. */
export function probeFile(
  { authentication, tls }: PrometheusSettings,
  passwordFile: string,
): ConfigFile {
  return {
    path: probePath,
    content: renderYaml({
      ...(authentication !== undefined && {
        basic_auth: {
          username: authentication.monitor.username,
          password_file: { filled: [{ ref: "file", path: passwordFile }] },
        },
      }),
      // It asks at the container's own loopback, for which no certificate is made.
      ...(tls !== undefined && { tls_config: { insecure_skip_verify: true } }),
    }),
    secret: true,
    onChange: "nothing",
  };
}

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
 * the password from a file, where wget would show it in the process list.
 */
function healthCommand({ port, authentication }: PrometheusSettings): readonly Text[] {
  const address = `http://127.0.0.1:${port}`;
  if (authentication === undefined) {
    return ["wget", "--quiet", "--output-document=/dev/null", `${address}/-/ready`];
  }
  const account: Text = ["--http.config.file=", { ref: "file", path: probePath }];
  return ["promtool", "check", "ready", `--url=${address}`, account];
}

/** @param passwordFile Another file of the workload. */
export function probeFile(username: string, passwordFile: string): ConfigFile {
  return {
    path: probePath,
    content: renderYaml({
      basic_auth: { username, password_file: { filled: [{ ref: "file", path: passwordFile }] } },
    }),
    secret: true,
    onChange: "nothing",
  };
}

import type { ExporterSettings } from "../../settings/exporters-schema";
import { addressOfUrl } from "../../settings/address";
import type { Component, Target } from "../../targets/target";
import type { Workload } from "../workload";
import {
  type Exporter,
  type WatchedDeployment,
  exporterWorkload,
  mebibytes,
  nobody,
  serviceAddress,
  wget,
} from "./exporter";

/**
 * Whether what people open answers: the UI, and the service behind `/v1/chatqna`. Undefined where
 * there is nothing to probe.
 *
 * The route itself is not probed. A question costs an inference, and a request that is no question
 * is an error in the megaservice's own request counters; OPEA's boards leave its health check out.
 *
 * Source: github.com/prometheus/blackbox_exporter v0.28.0: blackbox.yml (the image's own
 * configuration, which will do), main.go (`/-/healthy`), Dockerfile (no user of its own).
 */
export function blackboxExporter(
  settings: ExporterSettings["blackbox"],
  watched: WatchedDeployment | undefined,
): Exporter | undefined {
  const pages = [...pagesOf(watched), ...settings.urls.map(ownPage)];
  if (pages.length === 0) return undefined;
  const workload = exporterWorkload({
    name: "blackbox-exporter",
    container: {
      image: { repository: "docker.io/prom/blackbox-exporter", tag: "v0.28.0" },
      user: nobody,
      memoryBytes: mebibytes(64),
      healthCommand: wget(port, "/-/healthy"),
      reachesTargets: true,
      calls: pages.map(({ url }) => addressOfUrl(url)),
    },
    args: [
      "--config.file=/etc/blackbox_exporter/config.yml",
      ["--web.listen-address=", { ref: "listen", port: "web" }],
    ],
    port,
    readinessPath: "/-/healthy",
  });
  return { workload, targets: pages.map((page) => probeTarget(workload, page)) };
}

interface Page {
  /** The label `probe`: what the page is to people. */
  readonly name: string;
  readonly component: Component;
  readonly url: string;
}

const port = 9115;

/**
 * Of the image's own configuration: GET, and any 2xx is well. It asks by IPv4 first, as the network
 * of docker compose has no IPv6 unless somebody asked for it.
 */
const probeModule = "http_2xx";

function pagesOf(watched: WatchedDeployment | undefined): readonly Page[] {
  if (watched === undefined) return [];
  // Where a proxy stands before the UI, people come through it.
  const ui = serviceAddress(watched, "nginx") ?? serviceAddress(watched, "ui");
  const megaservice = serviceAddress(watched, "megaservice");
  return [
    ...(ui === undefined ? [] : [page("ui", `http://${ui.address}/`)]),
    // The router of the microservices connector has no health check.
    ...(megaservice?.service.software === "opea"
      ? [page("chatqna", `http://${megaservice.address}/v1/health_check`)]
      : []),
  ];
}

function page(name: string, url: string): Page {
  return { name, component: "megaservice", url };
}

function ownPage(url: string): Page {
  return { name: new URL(url).host, component: "megaservice", url };
}

function probeTarget(workload: Workload, { name, component, url }: Page): Target {
  return {
    job: "prometheus-blackbox-exporter",
    component,
    address: new URL(url).host,
    servedBy: { workload: workload.name, port: "web" },
    probe: { module: probeModule, url },
    metricsPath: "/probe",
    scheme: "http",
    labels: { probe: name },
  };
}

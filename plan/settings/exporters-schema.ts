import { z } from "zod";
import { flag } from "./kinds";
import { hostPort, httpUrl, port } from "./network-kinds";
import { count } from "./quantity-kinds";
import { settingDocs } from "./registries";

/** A switch whose default follows from other settings, and from what there is to measure. */
function enabled(otherwise: string) {
  return flag().register(settingDocs, { description: "Whether it runs.", otherwise }).optional();
}

const node = z.strictObject({
  enabled: enabled(
    "true, unless `targets.static` has a job `prometheus-node-exporter`; on platform `process` if a node_exporter can be had",
  ),
  port: port()
    .register(settingDocs, {
      description:
        "On platform `process`: its port, on loopback. Not 9100, which the host's own node_exporter has where there is one.",
    })
    .default(19100),
});

const cadvisor = z.strictObject({
  enabled: enabled("true on platform `docker`, unless `targets.static` has a job `cadvisor`"),
  dockerSocket: flag()
    .register(settingDocs, {
      description:
        "True: it may read Docker's socket and run as root, and so knows containers by name and has their network traffic. Whoever takes it over then owns the host.",
    })
    .default(false),
});

const redis = z.strictObject({
  enabled: enabled(
    "true on platform `docker` where there is a Redis to measure, unless `targets.static` has a job `prometheus-redis-exporter`",
  ),
  address: hostPort()
    .register(settingDocs, {
      description: "The Redis to measure, without a password.",
      otherwise: "the vector store of the deployment, if it is Redis",
      example: "10.0.0.7:6379",
    })
    .optional(),
});

const blackbox = z.strictObject({
  enabled: enabled(
    "true on platform `docker` where there is something to probe, unless `targets.static` has a job `prometheus-blackbox-exporter`",
  ),
  urls: z
    .array(
      httpUrl().register(settingDocs, {
        description: "One page.",
        example: "https://chat.example/",
      }),
    )
    .register(settingDocs, {
      description:
        "Pages to probe beside the UI and the health of the deployment; they are up when they answer 2xx.",
    })
    .default([]),
});

const dcgm = z.strictObject({
  enabled: enabled("true on platform `docker` beside a deployment with `hardware: nvidia`"),
});

const gaudi = z.strictObject({
  // Docker refuses to start a container with a device that the host has not, and who has how many
  // cards is not known. The image is made for one release of the driver.
  enabled: flag()
    .register(settingDocs, {
      description: "Whether it runs. With it, `cards` must be right, or it does not start.",
    })
    .default(false),
  cards: count()
    .register(settingDocs, { description: "How many Gaudi cards the host has." })
    .default(8),
});

/** What makes measurable that has no `/metrics` of its own. */
export const exportersSchema = z.strictObject({
  node: node
    .register(settingDocs, { description: "node_exporter: the host's processors, memory, disks." })
    .prefault({}),
  cadvisor: cadvisor
    .register(settingDocs, { description: "cAdvisor: processors, memory, disks by container." })
    .prefault({}),
  redis: redis
    .register(settingDocs, { description: "redis_exporter: Redis and its search indexes." })
    .prefault({}),
  blackbox: blackbox
    .register(settingDocs, {
      description: "blackbox_exporter: whether pages answer, and how fast.",
    })
    .prefault({}),
  dcgm: dcgm.register(settingDocs, { description: "dcgm-exporter: NVIDIA GPUs." }).prefault({}),
  gaudi: gaudi
    .register(settingDocs, { description: "Intel's metric exporter: Gaudi cards." })
    .prefault({}),
});

export type ExporterSettings = z.output<typeof exportersSchema>;

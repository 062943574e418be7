import { z } from "zod";
import { flag } from "./kinds";
import { hostPort, httpUrl, port } from "./network-kinds";
import { count } from "./quantity-kinds";
import { settingDocs } from "./registries";

/** A switch whose default follows from the deployment. */
function enabled(where: string) {
  return flag()
    .register(settingDocs, { description: "Whether it runs.", otherwise: where })
    .optional();
}

/** A switch of what is on unless it is turned off. */
function on(description: string) {
  return flag().register(settingDocs, { description }).default(true);
}

function listensOn(number: number) {
  return port()
    .register(settingDocs, { description: "Its port on the host, on loopback." })
    .default(number);
}

const node = z.strictObject({
  enabled: on("False: the host is not measured."),
  port: listensOn(9100),
});

const cadvisor = z.strictObject({
  enabled: on("False: containers are not measured. It runs where containers do."),
  port: listensOn(8080),
  dockerSocket: flag()
    .register(settingDocs, {
      description:
        "True: it may read Docker's socket and run as root, and so knows containers by name and has their network traffic. Whoever takes it over then owns the host.",
    })
    .default(false),
});

const redis = z.strictObject({
  enabled: on("False: Redis is not measured. It runs where there is a Redis to measure."),
  port: listensOn(9121),
  address: hostPort()
    .register(settingDocs, {
      description: "The Redis to measure, without a password.",
      otherwise: "the vector store of the deployment, if it is Redis",
      example: "10.0.0.7:6379",
    })
    .optional(),
});

const blackbox = z.strictObject({
  enabled: on("False: nothing is probed. It runs where there is something to probe."),
  port: listensOn(9115),
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
  enabled: enabled("with `hardware: nvidia`"),
  port: listensOn(9400),
});

const gaudi = z.strictObject({
  enabled: enabled("with `hardware: gaudi`"),
  // Not 41611, its own default: a Gaudi host often runs one there already (GenAIExamples #1702).
  port: listensOn(41612),
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

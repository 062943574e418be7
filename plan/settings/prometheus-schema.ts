import { z } from "zod";
import { droppedMetrics } from "../prometheus/dropped-metrics";
import { flag, oneOf, text, version } from "./kinds";
import { labelName, userName } from "./name-kinds";
import { ipAddress, port } from "./network-kinds";
import { count, duration, size } from "./quantity-kinds";
import { remoteWriteSchema } from "./remote-write-schema";
import { bcryptHash, secret } from "./secret-kinds";
import { settingDocs } from "./registries";
import { tlsSchema } from "./tls-schema";

/** What an external label must not be called, and why. */
const reservedExternalLabels = {
  env: "chatqna-monitoring:environment sets it",
  stack: "it is the stack's name",
  job: "it is a label of every target",
  instance: "it is a label of every target",
  component: "it is a label of every target",
  container: "it is a label of targets",
  namespace: "it is a label of targets",
};

const authentication = z.strictObject({
  users: z
    .record(
      userName(),
      bcryptHash().register(settingDocs, {
        description: "The bcrypt hash of the user's password, as `htpasswd -nB NAME` makes it.",
      }),
    )
    .register(settingDocs, {
      description:
        "Who may ask Prometheus: user name to bcrypt hash. The hash is stored, never made again.",
    }),
  monitor: z
    .strictObject({
      username: userName().register(settingDocs, {
        description: "One of `users`.",
        example: "monitor",
      }),
      password: secret("a password").register(settingDocs, {
        description: "The password behind that user's hash.",
      }),
    })
    .register(settingDocs, {
      description: "The account that our own probes and Grafana's datasource use.",
    }),
});

const limits = z.strictObject({
  bodySize: size().register(settingDocs, { description: "The largest body." }).default("16MB"),
  samples: count()
    .register(settingDocs, { description: "Samples, after those dropped by default." })
    .default(50_000),
  labels: count().register(settingDocs, { description: "Labels of one series." }).default(64),
  labelNameLength: count()
    .register(settingDocs, { description: "Length of a label's name, in bytes." })
    .default(128),
  labelValueLength: count()
    .register(settingDocs, { description: "Length of a label's value, in bytes." })
    .default(1024),
});

const retention = z.strictObject({
  time: duration()
    .register(settingDocs, { description: "Samples older than this are removed.", example: "90d" })
    .default("15d"),
  size: size()
    .register(settingDocs, {
      description: "The oldest samples are removed when the blocks take more than this.",
      example: "40GB",
    })
    .default("2GB"),
});

export const prometheusSchema = z.strictObject({
  version: version("3.16.0")
    .register(settingDocs, { description: "The release to run, 2.42.0 or later." })
    .default("3.16.0"),
  port: port()
    .register(settingDocs, { description: "The port on the host.", example: 9095 })
    .default(9090),
  bind: ipAddress()
    .register(settingDocs, {
      description: "The address it listens on. Other than loopback wants `authentication`.",
      example: "0.0.0.0",
    })
    .default("127.0.0.1"),
  scrapeInterval: duration()
    .register(settingDocs, { description: "Between two scrapes of a target.", example: "15s" })
    .default("5s"),
  scrapeTimeout: duration()
    .register(settingDocs, {
      description: "How long a scrape may take; at most the scrape interval.",
      otherwise: "10s, or the scrape interval if that is shorter",
    })
    .optional(),
  evaluationInterval: duration()
    .register(settingDocs, {
      description: "Between two evaluations of the rules; at least the scrape interval.",
      otherwise: "15s, or the scrape interval if that is longer",
    })
    .optional(),
  retention: retention
    .register(settingDocs, { description: "How long samples are kept." })
    .prefault({}),
  volumeSize: size()
    .register(settingDocs, {
      description: "The room for the data, of which `retention.size` may be at most 80 %.",
      example: "50GB",
    })
    .default("4GB"),
  memoryLimit: size()
    .register(settingDocs, { description: "The memory it may use.", example: "2GiB" })
    .default("512MiB"),
  externalLabels: z
    .record(labelName(reservedExternalLabels), text("the value of a label"))
    .register(settingDocs, {
      description:
        "Labels of everything that leaves this Prometheus, beside `stack` and `env`. Labels of targets, like `job`, are no external labels.",
    })
    .default({}),
  remoteWrite: z
    .array(remoteWriteSchema)
    .register(settingDocs, { description: "Where samples are sent as well." })
    .default([]),
  agent: flag()
    .register(settingDocs, {
      description:
        "True: it only scrapes and sends to `remoteWrite`; it keeps nothing, evaluates no rule and answers no query (docs/scaling.md).",
    })
    .default(false),
  authentication: authentication
    .register(settingDocs, { description: "Who may ask Prometheus; anybody where absent." })
    .optional(),
  tls: tlsSchema
    .register(settingDocs, {
      description:
        "HTTPS in place of HTTP, with files of this machine. On platform docker they are read here at each `pulumi up`, and copied to the server. On platform kubernetes with a Secret of the cluster.",
    })
    .optional(),
  limits: limits
    .register(settingDocs, {
      description: "What one scrape may bring; a target over a limit counts as down.",
    })
    .prefault({}),
  keep: z
    .array(
      oneOf(droppedMetrics.map(({ name }) => name)).register(settingDocs, {
        description: "A metric that is dropped by default.",
      }),
    )
    .register(settingDocs, {
      description:
        "Metrics to keep that are dropped by default, because nothing of ours reads them.",
    })
    .default([]),
});

import { z } from "zod";
import { flag, text } from "./kinds";
import { headerName, identifier, metricPattern, userName } from "./name-kinds";
import { certificates } from "./certificate-kinds";
import { hostName, httpUrl } from "./network-kinds";
import { count, duration } from "./quantity-kinds";
import { settingDocs } from "./registries";
import { privateKey, secret } from "./secret-kinds";

/** Where a value is absent, Prometheus' own default of its release counts. */
const queue = z.strictObject({
  minShards: count()
    .register(settingDocs, {
      description: "How many senders there are at the start; more when samples pile up.",
      otherwise: "Prometheus' own: 1",
    })
    .optional(),
  maxShards: count()
    .register(settingDocs, {
      description: "The most senders: requests to the receiver at the same time.",
      otherwise: "Prometheus' own: 50, before 2.44 200",
      example: 10,
    })
    .optional(),
  capacity: count()
    .register(settingDocs, {
      description:
        "Samples that wait at each sender before reading goes on; three to ten times `maxSamplesPerSend`. Memory grows with `maxShards` × (`capacity` + `maxSamplesPerSend`).",
      otherwise: "Prometheus' own: 10000, before 2.44 2500",
    })
    .optional(),
  maxSamplesPerSend: count()
    .register(settingDocs, {
      description: "The most samples in one request.",
      otherwise: "Prometheus' own: 2000, before 2.44 500",
      example: 5000,
    })
    .optional(),
  batchSendDeadline: duration()
    .register(settingDocs, {
      description: "How long a sample waits for others to fill a request.",
      otherwise: "Prometheus' own: 5s",
    })
    .optional(),
  minBackoff: duration()
    .register(settingDocs, {
      description: "The pause after a first failure; it doubles with each.",
      otherwise: "Prometheus' own: 30ms",
    })
    .optional(),
  maxBackoff: duration()
    .register(settingDocs, {
      description: "The longest pause between two tries.",
      otherwise: "Prometheus' own: 5s",
      example: "30s",
    })
    .optional(),
  retryOnRateLimit: flag()
    .register(settingDocs, {
      description:
        "True: samples that the receiver refuses with 429, too many requests, are sent again. False: they are lost.",
      otherwise: "Prometheus' own: `false`",
      example: "true",
    })
    .optional(),
  sampleAgeLimit: duration()
    .register(settingDocs, {
      description:
        "Older samples are not sent: after an outage the newest come sooner. Prometheus 2.50 or later.",
      otherwise: "Prometheus' own: all are sent",
      example: "30m",
    })
    .optional(),
});

const tls = z.strictObject({
  ca: certificates()
    .register(settingDocs, {
      description:
        "Who signed the receiver's certificate, PEM, where the image or machine does not know it.",
    })
    .optional(),
  certificate: certificates()
    .register(settingDocs, {
      description: "The certificate that Prometheus shows, PEM, together with `key`.",
    })
    .optional(),
  key: privateKey()
    .register(settingDocs, { description: "The key of `certificate`, PEM." })
    .optional(),
  serverName: hostName()
    .register(settingDocs, {
      description: "The name that the receiver's certificate is for.",
      otherwise: "the host of `url`",
    })
    .optional(),
});

export const remoteWriteSchema = z.strictObject({
  name: identifier("a name").register(settingDocs, {
    description: "Unique; stands in Prometheus' own metrics.",
    example: "mimir",
  }),
  url: httpUrl().register(settingDocs, {
    description: "Where the samples are sent.",
    example: "https://mimir.example/api/v1/push",
  }),
  username: userName()
    .register(settingDocs, { description: "The account, together with `password`." })
    .optional(),
  password: secret("a password")
    .register(settingDocs, { description: "The account's password." })
    .optional(),
  bearerToken: secret("a token")
    .register(settingDocs, { description: "A token, in place of `username` and `password`." })
    .optional(),
  headers: z
    .record(headerName(), text("the value of a header"))
    .register(settingDocs, {
      description:
        "Headers of each request, like `X-Scope-OrgID`, the tenant of Mimir. They are no secrets.",
    })
    .default({}),
  timeout: duration()
    .register(settingDocs, { description: "How long a request may take." })
    .default("30s"),
  only: z
    .array(
      metricPattern().register(settingDocs, {
        description: "A whole metric name, or a regular expression for it.",
        example: "chatqna:.*",
      }),
    )
    .register(settingDocs, { description: "Which metrics are sent; all where empty." })
    .default([]),
  queue: queue
    .register(settingDocs, {
      description:
        "How samples wait and are sent; for a receiver that is slow, far away or metered.",
    })
    .prefault({}),
  tls: tls
    .register(settingDocs, {
      description:
        "With an `https://` URL: whom Prometheus trusts, and what it shows. Texts, so that they are the same on every platform: `pulumi config set --path '…tls.ca' < ca.pem`.",
    })
    .optional(),
});

import { z } from "zod";
import { version } from "./kinds";
import { fileName, objectName } from "./name-kinds";
import { podsSchema } from "./pods-schema";
import { hostPort } from "./network-kinds";
import { size } from "./quantity-kinds";
import { settingDocs } from "./registries";

const objectStorage = z.strictObject({
  secretName: objectName("a Secret").register(settingDocs, {
    description: "A Secret of the namespace that has Thanos' configuration of the storage.",
    example: "thanos-objstore",
  }),
  key: fileName()
    .register(settingDocs, { description: "Its key in the Secret." })
    .default("objstore.yml"),
  endpoint: hostPort().register(settingDocs, {
    description: "Where the storage is: a NetworkPolicy lets the pod out to there.",
    example: "s3.eu-central-1.amazonaws.com:443",
  }),
});

/** Absent: no sidecar. */
export const thanosSchema = z.strictObject({
  version: version("0.42.2")
    .register(settingDocs, { description: "The release to run." })
    .default("0.42.2"),
  memoryLimit: size()
    .register(settingDocs, { description: "The memory it may use." })
    .default("256MiB"),
  objectStorage: objectStorage
    .register(settingDocs, {
      description: "Where each block of two hours goes once Prometheus has written it.",
      otherwise: "nothing is uploaded",
    })
    .optional(),
  access: z
    .array(podsSchema)
    .register(settingDocs, {
      description:
        "Which pods may ask the sidecar: those of Thanos Query. It finds them all by the Service `prometheus-thanos`, port `grpc`.",
    })
    .default([]),
});

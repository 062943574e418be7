import { z } from "zod";
import { text } from "./kinds";
import { kubernetesName, objectLabel } from "./name-kinds";
import { settingDocs } from "./registries";

/** Pods of another namespace, whom something of the stack lets in. */
export const podsSchema = z.strictObject({
  namespace: kubernetesName("a namespace").register(settingDocs, {
    description: "The namespace the pods are in.",
    example: "oauth2-proxy",
  }),
  podLabels: z
    .record(objectLabel(), text("the value of a label"))
    .register(settingDocs, { description: "Labels the pods have; all pods where empty." })
    .default({}),
});

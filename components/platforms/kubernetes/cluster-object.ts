import * as pulumi from "@pulumi/pulumi";

/** An object of the cluster with what only registration knows: values of secrets among it. */
export interface ObjectArgs {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/**
 * Any object of Kubernetes, under the type that @pulumi/kubernetes has a class of its own for. The
 * manifests are made elsewhere, so that those hundreds of classes would only cost their loading.
 */
export class ClusterObject extends pulumi.CustomResource {
  constructor(manifest: ObjectArgs, namespace: string, options: pulumi.CustomResourceOptions) {
    const { name, namespace: own = namespace } = manifest.metadata;
    super(
      typeToken(manifest),
      own === namespace ? name : `${name}-in-${own}`,
      { ...manifest },
      {
        ...options,
        // What the API server answers holds the values of a Secret once more.
        ...(manifest.kind === "Secret" && { additionalSecretOutputs: ["data", "stringData"] }),
      },
    );
  }
}

/** `kubernetes:core/v1:ConfigMap`. */
export function typeToken({ apiVersion, kind }: Pick<ObjectArgs, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
}

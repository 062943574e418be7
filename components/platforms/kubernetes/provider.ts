import type { ProviderArgs } from "@pulumi/kubernetes/provider";
import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesSettings } from "../../../plan/settings/kubernetes";

type ProviderSettings = Pick<KubernetesSettings, "kubeconfig" | "context" | "namespace">;

export function clusterProvider(
  settings: ProviderSettings,
  parent: pulumi.Resource,
): pulumi.ProviderResource {
  return new Provider("kubernetes", providerArgs(settings), { parent });
}

/** How the provider reaches the cluster. The kubeconfig goes by its path: it holds credentials. */
export function providerArgs({ kubeconfig, context, namespace }: ProviderSettings): ProviderArgs {
  return {
    ...(kubeconfig !== undefined && { kubeconfig }),
    // Without an identifier, a renewed kubeconfig may look like another cluster, in which everything
    // is to be made anew.
    ...(context !== undefined && { context, clusterIdentifier: context }),
    namespace,
    // Else a changed content is a new object, and its readers start anew.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  };
}

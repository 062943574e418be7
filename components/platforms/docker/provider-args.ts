import type { ProviderArgs } from "@pulumi/docker";
import type { DockerSettings } from "../../../plan/settings/settings";

/**
 * How the provider reaches the daemon. Certificates go by their folder, never as texts: with texts
 * and without an authority's certificate, the provider would trust any server, silently.
 */
export function providerArgs({ host, certPath, sshOptions }: DockerSettings): ProviderArgs {
  return {
    ...(host !== undefined && { host }),
    ...(certPath !== undefined && { certPath }),
    ...(sshOptions !== undefined && { sshOpts: [...sshOptions] }),
  };
}

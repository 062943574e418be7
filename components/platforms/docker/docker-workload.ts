import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DockerSettings } from "../../../plan/settings/settings";
import type { Platform, StartedWorkload } from "../platform";
import { type Secrets, withSecrets } from "../secrets";
import { endpointOfProvider } from "./daemon/endpoint";
import type { Endpoint } from "./daemon/request";
import { providerArgs } from "./provider-args";
import { publicUrl } from "./public-url";
import { restartHash } from "../restart-hash";
import type { ServerShape } from "./server-shape";
import { type DockerShape, type FilesShape, shapeContainers } from "./shape";
import { type PortCheck, takenPorts } from "./taken-ports";
import { watchStart } from "./watch-start";

export interface DockerPlatformArgs extends DockerSettings {
  readonly stack: string;
}

export function dockerPlatform(args: DockerPlatformArgs): Platform {
  return {
    start(workloads, secrets, parent) {
      const { stack } = args;
      const daemon = endpointOfProvider(args, process.env);
      const provider = new docker.Provider("docker", providerArgs(args), {
        parent,
        // All resources wait for their provider, so that nothing is made where a port is taken.
        dependsOn: refuseTakenPorts({ workloads, stack, daemon }),
      });
      // A network of the stack's own, where its servers find each other by name.
      const network = new docker.Network("network", { driver: "bridge" }, { parent, provider });
      const started = new Map<string, DockerWorkload>();
      for (const shape of shapeContainers(workloads, stack)) {
        const { name, startAfter } = shape.workload;
        const after = startAfter.flatMap((other) => started.get(other) ?? []);
        const own = { shape, secrets, network, startAfter: after, platform: args, daemon };
        started.set(name, new DockerWorkload(name, own, { parent, provider }));
      }
      return started;
    },
  };
}

export interface DockerWorkloadArgs {
  readonly shape: DockerShape;
  readonly secrets: Secrets;
  readonly network: docker.Network;
  /** Workloads that must be healthy before this one starts. */
  readonly startAfter: readonly DockerWorkload[];
  readonly platform: DockerPlatformArgs;
  /** Undefined where only the provider can reach the daemon. */
  readonly daemon: Endpoint | undefined;
}

/**
 * One workload on the Docker platform: its image, its volumes, its files, its container. What is
 * said here of the provider's behaviour was read in its source (terraform-provider-docker 4.5).
 */
export class DockerWorkload implements StartedWorkload {
  readonly server: docker.Container;
  readonly storage: ReadonlyMap<string, docker.Volume>;
  readonly url: string;
  readonly reachedAt: string;
  /** Where its resources belong. */
  private readonly family: Family;

  constructor(name: string, args: DockerWorkloadArgs, family: Family) {
    const { shape, secrets, network, startAfter, platform, daemon } = args;

    this.family = isOneContainer(shape) ? family : { parent: new WorkloadGroup(name, family) };
    this.storage = this.createStorage(name, shape);
    const written = shape.files && this.writeFiles(name, shape.files, args);
    const before = [
      ...(written === undefined ? [] : [written.writer]),
      ...startAfter.map(({ server }) => server),
    ];
    this.server = new docker.Container(
      name,
      {
        ...serverArgs(shape.server),
        // Without files the container pulls its image itself, by a tag of ours that never changes
        // its meaning: a resource less for each exporter.
        image: written?.image.imageId ?? shape.image,
        networksAdvanced: [
          { name: network.name, aliases: [shape.networkName] },
          ...(shape.server.joinsTargets && platform.network !== undefined
            ? [{ name: platform.network }]
            : []),
        ],
        volumes: [
          ...shape.storage.map(({ name: storage, containerPath }) => ({
            volumeName: this.volumeOf(storage).name,
            containerPath,
          })),
          ...(written === undefined ? [] : [written.mount]),
        ],
      },
      {
        ...this.family,
        dependsOn: before,
        // The new one takes the port of the old one.
        deleteBeforeReplace: true,
        replaceOnChanges: [...ignoredByUpdate, notHealthy],
        ...(shape.files !== undefined && {
          replacementTrigger: restartHash(shape.files.restartOn, secrets, platform.stack),
        }),
      },
    );
    watchStart({
      stack: platform.stack,
      workload: name,
      daemon,
      ...(platform.host !== undefined && { host: platform.host }),
      waitTimeout: shape.server.waitTimeout,
      begun: pulumi.all([network.id, ...before.map(({ id }) => id)]),
      ready: this.server.id,
    });
    this.url = publicUrl(shape.workload, platform.host);
    this.reachedAt = shape.reachedAt;
  }

  private createStorage(name: string, shape: DockerShape): ReadonlyMap<string, docker.Volume> {
    return new Map(
      shape.storage.map(({ name: storage, keepOnDestroy }) => [
        storage,
        new docker.Volume(
          `${name}-${storage}`,
          {},
          { ...this.family, ...(keepOnDestroy && { retainOnDelete: true }) },
        ),
      ]),
    );
  }

  private volumeOf(storage: string): docker.Volume {
    const volume = this.storage.get(storage);
    if (volume === undefined) throw new Error(`The storage ${storage} was not made.`);
    return volume;
  }

  /**
   * A file cannot be put into a container with a read-only root, and any changed file would replace
   * the server. So a container that never runs puts them into a volume, which the server sees.
   */
  private writeFiles(
    name: string,
    files: FilesShape,
    { shape, secrets }: DockerWorkloadArgs,
  ): WrittenFiles {
    const { containerPath, unstaying } = files;
    // The server's and the writer's in one: a tag says the same when it means another image. Without
    // keepLocally a destroy removes the image, which fails where anybody else uses it.
    const image = new docker.RemoteImage(
      `${name}-image`,
      { name: shape.image, keepLocally: true },
      this.family,
    );
    const volume = new docker.Volume(
      `${name}-config`,
      {
        labels: unstaying === "" ? [] : [{ label: "chatqna-monitoring.files", value: unstaying }],
      },
      this.family,
    );
    const writer = new docker.Container(
      `${name}-config-writer`,
      {
        image: image.imageId,
        start: false,
        mustRun: false,
        networkMode: "none",
        // The image may declare volumes: nobody else removes the nameless ones that come of it.
        removeVolumes: true,
        volumes: [{ volumeName: volume.name, containerPath }],
        uploads: files.uploads.map(({ content, ...upload }) => ({
          ...upload,
          content: withSecrets(content, secrets),
        })),
      },
      { ...this.family, deleteBeforeReplace: true },
    );
    return {
      image,
      writer,
      mount: { volumeName: volume.name, containerPath, readOnly: true },
    };
  }
}

type Family = Pick<pulumi.CustomResourceOptions, "parent" | "provider">;

/** Holds together what a workload consists of, for people who read a preview. */
class WorkloadGroup extends pulumi.ComponentResource {
  constructor(name: string, options: Family) {
    super("chatqna-monitoring:docker:Workload", name, {}, options);
    this.registerOutputs({});
  }
}

/** Then a group around it would say nothing, and be a resource more for each exporter. */
function isOneContainer({ files, storage }: DockerShape): boolean {
  return files === undefined && storage.length === 0;
}

interface WrittenFiles {
  readonly image: docker.RemoteImage;
  readonly writer: docker.Container;
  readonly mount: {
    readonly volumeName: pulumi.Output<string>;
    readonly containerPath: string;
    readonly readOnly: true;
  };
}

/** The provider says that it updates these in place, and leaves the container as it is. */
const ignoredByUpdate = ["healthcheck", "tmpfs", "init", "cpuPeriod", "cpuQuota"] as const;

/**
 * How the engine calls a resource that was made and did not become ready. An update would let the
 * next `up` succeed with the same broken container; a new one is waited for again.
 */
const notHealthy = "#initerror";

/**
 * @returns no resource, for `dependsOn`
 * @throws pulumi.RunError, which is told without a stack trace
 */
async function refuseTakenPorts(check: PortCheck): Promise<pulumi.Resource[]> {
  const obstacles = await takenPorts(check);
  if (obstacles.length === 0) return [];
  throw new pulumi.RunError(
    [
      `Stack ${check.stack} cannot have its ports on the Docker host:`,
      ...obstacles.map((obstacle) => `  ${obstacle}`),
      `Stop the other program, or choose another port in the settings (docs/settings.md).`,
    ].join("\n"),
  );
}

/** The provider's types know no read-only lists. Networks and mounts join where they are known. */
function serverArgs(server: ServerShape): Omit<docker.ContainerArgs, "image"> {
  return {
    command: [...server.command],
    envs: [...server.envs],
    labels: [...server.labels],
    user: server.user,
    ports: [...server.ports],
    hosts: [...server.hosts],
    devices: [...server.devices],
    mounts: [...server.mounts],
    ...(server.pidMode !== undefined && { pidMode: server.pidMode }),
    ...(server.gpus !== undefined && { gpus: server.gpus }),
    readOnly: server.readOnly,
    tmpfs: server.tmpfs,
    capabilities: { drops: [...server.capabilities.drops] },
    securityOpts: [...server.securityOpts],
    ulimits: [...server.ulimits],
    memory: server.memory,
    memorySwap: server.memorySwap,
    restart: server.restart,
    maxRetryCount: server.maxRetryCount,
    healthcheck: { ...server.healthcheck, tests: [...server.healthcheck.tests] },
    wait: server.wait,
    waitTimeout: server.waitTimeout,
    stopTimeout: server.stopTimeout,
    destroyGraceSeconds: server.destroyGraceSeconds,
  };
}

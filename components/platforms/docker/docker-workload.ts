import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Platform, StartedWorkload } from "../platform";
import { type Secrets, withSecrets } from "../secrets";
import { publicUrl } from "./public-url";
import { restartHash } from "./restart-hash";
import type { ServerShape } from "./server-shape";
import { type DockerShape, type FilesShape, shapeContainers } from "./shape";

export interface DockerPlatformArgs {
  readonly stack: string;
  /** The daemon's URL; default: that of the environment. */
  readonly host?: string;
  /** A network made by somebody else, which what scrapes the targets joins. */
  readonly network?: string;
}

export function dockerPlatform(args: DockerPlatformArgs): Platform {
  return {
    start(workloads, secrets, parent) {
      const { stack, host } = args;
      const provider = new docker.Provider("docker", host === undefined ? {} : { host }, {
        parent,
      });
      // A network of the stack's own, where its servers find each other by name.
      const network = new docker.Network("network", { driver: "bridge" }, { parent, provider });
      const started = new Map<string, DockerWorkload>();
      for (const shape of shapeContainers(workloads, stack)) {
        const { name, startAfter } = shape.workload;
        const after = startAfter.flatMap((other) => started.get(other) ?? []);
        const own = { shape, secrets, network, startAfter: after, platform: args };
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
}

/**
 * One workload on the Docker platform: its image, its volumes, its files, its container. What is
 * said here of the provider's behaviour was read in its source (terraform-provider-docker 4.5).
 */
export class DockerWorkload extends pulumi.ComponentResource implements StartedWorkload {
  readonly server: docker.Container;
  readonly storage: ReadonlyMap<string, docker.Volume>;
  readonly url: string;

  constructor(name: string, args: DockerWorkloadArgs, options?: pulumi.ComponentResourceOptions) {
    super("chatqna-monitoring:docker:Workload", name, {}, options);
    const { shape, secrets, network, startAfter, platform } = args;

    // Without keepLocally a destroy removes the image, which fails where anybody else uses it.
    const image = new docker.RemoteImage(
      `${name}-image`,
      { name: shape.image, keepLocally: true },
      { parent: this },
    );
    this.storage = this.createStorage(name, shape);
    const written = shape.files && this.writeFiles(name, shape.files, image, secrets);
    this.server = new docker.Container(
      name,
      {
        ...serverArgs(shape.server),
        // The id, not the name: a tag says the same when it means another image.
        image: image.imageId,
        networksAdvanced: [
          { name: network.name, aliases: [name] },
          ...(shape.server.joinsTargets && platform.network !== undefined
            ? [{ name: platform.network }]
            : []),
        ],
        volumes: [
          ...shape.server.hostMounts,
          ...shape.storage.map(({ name: storage, containerPath }) => ({
            volumeName: this.volumeOf(storage).name,
            containerPath,
          })),
          ...(written === undefined ? [] : [written.mount]),
        ],
      },
      {
        parent: this,
        dependsOn: [
          ...(written === undefined ? [] : [written.writer]),
          ...startAfter.map(({ server }) => server),
        ],
        // The new one takes the port of the old one.
        deleteBeforeReplace: true,
        replaceOnChanges: [...ignoredByUpdate],
        ...(shape.files !== undefined && {
          replacementTrigger: restartHash(shape.files.restartOn, secrets, platform.stack),
        }),
      },
    );
    this.url = publicUrl(shape.workload, platform.host);
    this.registerOutputs({});
  }

  private createStorage(name: string, shape: DockerShape): ReadonlyMap<string, docker.Volume> {
    return new Map(
      shape.storage.map(({ name: storage, keepOnDestroy }) => [
        storage,
        new docker.Volume(
          `${name}-${storage}`,
          {},
          { parent: this, ...(keepOnDestroy && { retainOnDelete: true }) },
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
    image: docker.RemoteImage,
    secrets: Secrets,
  ): WrittenFiles {
    const { containerPath, paths } = files;
    const volume = new docker.Volume(
      `${name}-config`,
      { labels: [{ label: "chatqna-monitoring.files", value: paths }] },
      { parent: this },
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
      { parent: this, deleteBeforeReplace: true },
    );
    return {
      writer,
      mount: { volumeName: volume.name, containerPath, readOnly: true },
    };
  }
}

interface WrittenFiles {
  readonly writer: docker.Container;
  readonly mount: {
    readonly volumeName: pulumi.Output<string>;
    readonly containerPath: string;
    readonly readOnly: true;
  };
}

/** The provider says that it updates these in place, and leaves the container as it is. */
const ignoredByUpdate = ["healthcheck", "tmpfs", "init", "cpuPeriod", "cpuQuota"] as const;

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
    ...(server.pidMode !== undefined && { pidMode: server.pidMode }),
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

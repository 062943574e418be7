/** What Docker refuses of a container that reaches into its host. */

export interface HostAccessInputs {
  readonly mounts?: readonly {
    readonly type: string;
    readonly source?: string;
    readonly target: string;
    readonly bindOptions?: { readonly propagation?: string };
  }[];
  readonly devices?: readonly { readonly hostPath: string }[];
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly volumes?: readonly { readonly containerPath: string }[];
  readonly pidMode?: string;
  readonly gpus?: string;
  readonly memory?: number;
  readonly memorySwap?: number;
}

/** The host of this daemon: a Linux machine with NVIDIA GPUs and eight Gaudi cards. */
const hostPaths = ["/", "/sys/fs/cgroup", "/var/run/docker.sock", "/var/lib/docker"];
const hostDevices = [
  "/dev/kmsg",
  ...Array.from({ length: 8 }, (_, card) => `/dev/accel/accel_controlD${card}`),
];

/** @returns in the daemon's words; undefined where it has no objection */
export function objectionToHostAccess(inputs: HostAccessInputs): string | undefined {
  return (
    objectionToMounts(inputs) ??
    objectionToDevices(inputs) ??
    objectionToModes(inputs) ??
    objectionToMemory(inputs)
  );
}

function objectionToMounts(inputs: HostAccessInputs): string | undefined {
  const { mounts = [], volumes = [], tmpfs = {} } = inputs;
  for (const { type, source = "", target, bindOptions } of mounts) {
    const invalid = `invalid mount config for type "${type}"`;
    if (target === "/") return `${invalid}: invalid specification: destination can't be '/'`;
    if (!source.startsWith("/")) {
      return `${invalid}: invalid mount path: '${source}' mount path must be absolute`;
    }
    // Unlike for a volume, no directory is made.
    if (!hostPaths.includes(source)) {
      return `${invalid}: bind source path does not exist: ${source}`;
    }
    const propagation = bindOptions?.propagation ?? "rprivate";
    if (!/^r?(private|shared|slave)$/.test(propagation)) {
      return `${invalid}: invalid propagation mode: ${propagation}`;
    }
  }
  const points = [
    ...mounts.map(({ target }) => target),
    ...volumes.map(({ containerPath }) => containerPath),
    ...Object.keys(tmpfs),
  ];
  const twice = points.find((point, index) => points.indexOf(point) !== index);
  return twice && `Duplicate mount point: ${twice}`;
}

function objectionToDevices({ devices = [] }: HostAccessInputs): string | undefined {
  const missing = devices.find(({ hostPath }) => !hostDevices.includes(hostPath));
  return (
    missing &&
    `error gathering device information while adding custom device "${missing.hostPath}": no such file or directory`
  );
}

function objectionToModes({ pidMode = "host", gpus = "all" }: HostAccessInputs) {
  if (pidMode !== "host") return `invalid PID mode: ${pidMode}`;
  // The provider's documentation: anything else has unexpected results.
  return gpus === "all" ? undefined : `Error setting gpus: ${gpus}`;
}

/** MiB. */
function objectionToMemory({ memory, memorySwap }: HostAccessInputs): string | undefined {
  if (memory === undefined) return undefined;
  if (memory < 6) return "Minimum memory limit allowed is 6MB";
  return memorySwap !== undefined && memorySwap < memory
    ? "Minimum memoryswap limit should be larger than memory limit, see usage"
    : undefined;
}

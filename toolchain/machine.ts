import { cacheDirectory } from "./cache-directory.cjs";

/** What the toolchain needs to know about the computer it runs on; tests give it another one. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  /** Our folder in the user's cache directory; everything obtained lands below it. */
  readonly cache: string;
  readonly hosts: ReleaseHosts;
  readonly patience: Patience;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Where the official releases are published, as URLs without a slash at the end. */
export interface ReleaseHosts {
  readonly github: string;
  readonly grafana: string;
  readonly pulumi: string;
}

/** How long a download may be silent, in milliseconds. */
export interface Patience {
  /** Until the server answers: short, so that a machine without that network goes on quickly. */
  readonly answer: number;
  /** Between two pieces of the body. */
  readonly stall: number;
}

export function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    architecture: process.arch,
    cache: cacheDirectory(process.env),
    hosts: {
      github: "https://github.com",
      grafana: "https://dl.grafana.com",
      pulumi: "https://get.pulumi.com",
    },
    patience: { answer: 5_000, stall: 15_000 },
    now: Date.now,
  };
}

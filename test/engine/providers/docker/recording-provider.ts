import { createHash, randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Provider } from "@pulumi/pulumi/provider";
import { unwrapped, withSecretsOf } from "../../../../providers/process/property-values";
import { Daemon, type ObjectType } from "./daemon";

type Properties = Readonly<Record<string, unknown>>;

/** Inputs that the real provider (terraform-provider-docker 4.5) changes without a new container. */
const updatable = new Set(
  (
    "restart maxRetryCount cpuShares cpuSet memory memoryReservation memorySwap mustRun start " +
    // It says that it updates these, and does nothing.
    "healthcheck tmpfs init rm wait waitTimeout attach logs cpuPeriod cpuQuota " +
    "destroyGraceSeconds removeVolumes keepLocally"
  ).split(" "),
);

/** Stands in for the docker provider: real diffs, replacements and state, and no daemon. */
export function recordingProvider(daemonFile: string): Provider {
  const daemon = new Daemon(daemonFile);
  return {
    version: "5.2.0",

    check: (urn: string, olds: unknown, news: unknown) => {
      if (isProvider(urn)) return Promise.resolve({ inputs: news });
      const given = news as Properties;
      const name = given["name"] ?? (olds as Properties | undefined)?.["name"] ?? autoname(urn);
      return Promise.resolve({ inputs: { ...given, name } });
    },

    diff: (_id: string, urn: string, olds: unknown, news: unknown) => {
      const before = plain(olds);
      const after = plain(news);
      const changed = Object.keys({ ...before, ...after }).filter(
        (key) => !computed.has(key) && !isDeepStrictEqual(before[key], after[key]),
      );
      const replaces = changed.filter((key) => typeOf(urn) !== "container" || !updatable.has(key));
      return Promise.resolve({ changes: changed.length > 0, replaces });
    },

    create: (urn: string, inputs: unknown) => {
      const type = typeOf(urn);
      const known = plain(inputs);
      const name = String(known["name"]);
      const id = type === "image" ? imageId(name) : `${type}-${randomBytes(6).toString("hex")}`;
      daemon.create(id, { type, name, inputs: known });
      return Promise.resolve({ id, outs: outputsOf(type, id, inputs) });
    },

    update: (id: string, urn: string, _olds: unknown, news: unknown) => {
      const known = plain(news);
      const type = typeOf(urn);
      daemon.update(id, { type, name: String(known["name"]), inputs: known });
      return Promise.resolve({ outs: outputsOf(type, id, news) });
    },

    delete: (id: string) => {
      daemon.delete(id);
      return Promise.resolve();
    },
  };
}

const computed = new Set(["imageId"]);

function outputsOf(type: ObjectType, id: string, inputs: unknown): unknown {
  const known = plain(inputs);
  return withSecretsOf(inputs, type === "image" ? { ...known, imageId: id } : known);
}

function plain(properties: unknown): Properties {
  return unwrapped(properties);
}

function imageId(name: string): string {
  return `sha256:${createHash("sha256").update(name).digest("hex")}`;
}

function autoname(urn: string): string {
  return `${urn.split("::").at(-1) ?? ""}-${randomBytes(4).toString("hex").slice(0, 7)}`;
}

function isProvider(urn: string): boolean {
  return urn.includes("pulumi:providers:");
}

const types: Readonly<Record<string, ObjectType>> = {
  "docker:index/remoteImage:RemoteImage": "image",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
  "docker:index/container:Container": "container",
};

function typeOf(urn: string): ObjectType {
  const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const type = types[token];
  if (type === undefined) throw new Error(`The recording docker provider knows no ${token}.`);
  return type;
}

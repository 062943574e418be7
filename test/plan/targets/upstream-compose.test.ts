import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import { hostPortsOf, servicesOf } from "../../../plan/targets/catalogue";
import { existing } from "./arbitrary-deployment";

/** What a compose file says of one container. */
interface UpstreamContainer {
  readonly tag: string;
  /** Container port to host port. */
  readonly ports: ReadonlyMap<number, number>;
}

const upstream = readUpstream();
const underCompose = existing.filter(({ via }) => via === "compose");

describe("the catalogue against OPEA's compose files", () => {
  it("knows a file for every block and a block for every file", () => {
    assert.deepEqual(underCompose.map(titleOf), [...upstream.keys()]);
  });

  for (const one of underCompose) {
    it(`${titleOf(one)}: containers, ports and versions`, () => {
      const containers = upstream.get(titleOf(one)) ?? new Map<string, UpstreamContainer>();
      const services = servicesOf(one.deployment).filter(
        ({ container }) => container !== undefined,
      );

      assert.deepEqual(
        services.map(({ container }) => container).sort(),
        [...containers.keys()].sort(),
        "containers",
      );
      for (const { container = "", port, hostPort, version, software } of services) {
        const said = containers.get(container);
        const published = said?.ports.get(port ?? 0);
        assert.equal(hostPort, published, `host port of ${container}`);
        if (version !== undefined && said?.tag !== "latest") {
          assert.ok(
            isVersionOf(said?.tag ?? "", version),
            `${software} ${version}: ${said?.tag ?? ""}`,
          );
        }
      }
      assert.deepEqual(
        hostPortsOf(one.deployment),
        [...containers]
          .flatMap(([container, { ports }]) =>
            [...ports.values()].map((port) => ({ port, container })),
          )
          .sort((a, b) => a.port - b.port),
        "published ports",
      );
    });
  }
});

/** `cpu-1.7`, `v0.10.1` and `2.4.0-intel-cpu` name the versions 1.7, 0.10.1 and 2.4.0. */
function isVersionOf(tag: string, version: string): boolean {
  return tag.split(/[^\d.]+/).some((part) => part === version || part === `${version}.0`);
}

function titleOf({ deployment, file }: (typeof existing)[number]): string {
  return `${deployment.release} ${deployment.hardware} ${file}`;
}

function readUpstream(): ReadonlyMap<string, ReadonlyMap<string, UpstreamContainer>> {
  const text = readFileSync(join(__dirname, "upstream-compose.txt"), "utf8");
  const blocks = text.split("\n\n").filter((block) => !block.startsWith("#"));
  return new Map(
    blocks.map((block) => {
      const [title = "", ...lines] = block.trim().split("\n");
      return [title, new Map(lines.map(readContainer))];
    }),
  );
}

function readContainer(line: string): [string, UpstreamContainer] {
  const [name = "", tag = "", ...ports] = line.trim().split(" ");
  const pairs = ports.map((pair): [number, number] => {
    const [host = "", container = ""] = pair.split(":");
    return [Number(container), Number(host)];
  });
  return [name, { tag, ports: new Map(pairs) }];
}

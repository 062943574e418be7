import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Surroundings,
  chosenExporters,
} from "../../../../plan/workloads/exporters/chosen-exporters";
import { exporterSettings, watched } from "./watched";

const program = { name: "node_exporter", path: "/usr/bin/node_exporter", version: "1.12.1" };

function names(surroundings: Surroundings, raw: object = {}): readonly string[] {
  return chosenExporters(exporterSettings(raw), surroundings).map(({ workload }) => workload.name);
}

describe("the exporters of a stack", () => {
  const cases: readonly [title: string, surroundings: Surroundings, expected: readonly string[]][] =
    [
      [
        "Redis on Xeon",
        { watched: watched() },
        ["node-exporter", "cadvisor", "redis-exporter", "blackbox-exporter"],
      ],
      [
        "Gaudi, whose exporter wants to be asked for",
        { watched: watched({ hardware: "gaudi" }) },
        ["node-exporter", "cadvisor", "redis-exporter", "blackbox-exporter"],
      ],
      [
        "NVIDIA",
        { watched: watched({ hardware: "nvidia", engine: "tgi" }) },
        ["node-exporter", "cadvisor", "redis-exporter", "blackbox-exporter", "dcgm-exporter"],
      ],
      [
        "NVIDIA on another machine",
        {
          watched: watched({ hardware: "nvidia", engine: "tgi" }, { via: "host", host: "gpu-03" }),
        },
        ["node-exporter", "cadvisor", "redis-exporter", "blackbox-exporter"],
      ],
      [
        "Milvus, which has metrics of its own",
        { watched: watched({ vectorStore: "milvus" }) },
        ["node-exporter", "cadvisor", "blackbox-exporter"],
      ],
      [
        "Qdrant, which has metrics of its own",
        { watched: watched({ vectorStore: "qdrant" }) },
        ["node-exporter", "cadvisor", "blackbox-exporter"],
      ],
      ["no ChatQnA that is known", {}, ["node-exporter", "cadvisor"]],
      [
        "host processes, with node_exporter found",
        { hostPrograms: { nodeExporter: program }, watched: watched({ hardware: "gaudi" }) },
        ["node-exporter"],
      ],
      ["host processes, with nothing found", { hostPrograms: {}, watched: watched() }, []],
    ];
  for (const [title, surroundings, expected] of cases) {
    it(`next to ${title}`, () => {
      assert.deepEqual(names(surroundings), expected);
    });
  }

  it("are left out where the user scrapes such a one already, unless asked for", () => {
    const surroundings = { watched: watched(), ownJobs: ["prometheus-redis-exporter", "cadvisor"] };
    assert.deepEqual(names(surroundings), ["node-exporter", "blackbox-exporter"]);
    assert.deepEqual(names(surroundings, { cadvisor: { enabled: true } }), [
      "node-exporter",
      "cadvisor",
      "blackbox-exporter",
    ]);
  });

  it("can each be turned off", () => {
    for (const key of ["node", "cadvisor", "redis", "blackbox"] as const) {
      const all = names({ watched: watched() });
      const fewer = names({ watched: watched() }, { [key]: { enabled: false } });
      assert.equal(fewer.length, all.length - 1, `${key} stays on`);
      assert.ok(
        !fewer.some((name) => name.startsWith(key)),
        `${key} is still among ${fewer.join()}`,
      );
    }
    assert.ok(
      !names(
        { watched: watched({ hardware: "nvidia", engine: "tgi" }) },
        { dcgm: { enabled: false } },
      ).includes("dcgm-exporter"),
    );
  });

  it("measure what no deployment tells of when asked", () => {
    assert.deepEqual(
      names(
        {},
        {
          redis: { address: "10.0.0.7:6379" },
          blackbox: { urls: ["https://chat.example/"] },
          dcgm: { enabled: true },
          gaudi: { enabled: true },
        },
      ),
      [
        "node-exporter",
        "cadvisor",
        "redis-exporter",
        "blackbox-exporter",
        "dcgm-exporter",
        "gaudi-exporter",
      ],
    );
  });

  it("have no workload, port or job twice", () => {
    const exporters = chosenExporters(
      exporterSettings({ dcgm: { enabled: true }, gaudi: { enabled: true } }),
      { watched: watched() },
    );
    const distinct = (values: readonly (string | number | undefined)[]): number =>
      new Set(values).size;
    assert.equal(exporters.length, 6);
    assert.equal(distinct(exporters.map(({ workload }) => workload.name)), 6);
    assert.equal(distinct(exporters.map(({ workload }) => workload.ports[0]?.number)), 6);
    assert.equal(distinct(exporters.map(({ targets }) => targets[0]?.job)), 6);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "../../../simulator/program/config-fields";
import { readConfig } from "../../../simulator/replay/config";

const service = { name: "vllm-service", recording: "vllm-0.10.2", port: 9009 };
const good = { requestsPerSecond: 2, services: [service] };

function problemsOf(config: unknown): readonly string[] {
  const json = typeof config === "string" ? config : JSON.stringify(config);
  try {
    readConfig(json, "replay.json");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("the replay's configuration", () => {
  it("reads what is right", () => {
    assert.deepEqual(readConfig(JSON.stringify(good), "replay.json"), good);
  });

  for (const { config, problems } of [
    { config: [], problems: ["the configuration: must be an object, found []"] },
    {
      config: { ...good, controlPort: 1 },
      problems: ["controlPort: unknown; known are requestsPerSecond, services"],
    },
    {
      config: { services: [service] },
      problems: ["requestsPerSecond: must be a number, 0 to 1000, is missing"],
    },
    {
      config: { ...good, requestsPerSecond: -1 },
      problems: ["requestsPerSecond: must be a number, 0 to 1000, found -1"],
    },
    {
      config: { ...good, services: [{ ...service, port: "9400" }] },
      problems: ['services[0].port: must be a whole number, 0 to 65535, found "9400"'],
    },
    {
      config: { ...good, services: [] },
      problems: ["services: must be a list with at least one item, found []"],
    },
    {
      config: { ...good, services: ["vllm"] },
      problems: ['services[0]: must be an object, found "vllm"'],
    },
    {
      config: { ...good, services: [{ ...service, port: 70000.5 }] },
      problems: ["services[0].port: must be a whole number, 0 to 65535, found 70000.5"],
    },
    {
      config: { ...good, services: [{ ...service, recording: "vllm" }] },
      problems: [
        "services[0].recording: must be one of vllm-0.10.2, vllm-0.33.0, tgi-2.4.0-v3, " +
          "tgi-3.3.7, tei-embed-1.9.3, tei-rerank-1.9.3, opea-megaservice-1.5, " +
          'opea-retriever-1.5, opea-dataprep-1.5, found "vllm"',
      ],
    },
    {
      config: { ...good, services: [service, { ...service, name: "" }] },
      problems: [
        'services[1].name: must be a text that is not empty, found ""',
        "services[1].port: 9009 is the port of services[0].port too",
      ],
    },
    {
      config: { ...good, services: [service, { ...service, port: 0 }] },
      problems: ['services[1].name: "vllm-service" is the name of services[0] too'],
    },
  ]) {
    it(`tells: ${problems.join("; ")}`, () => {
      assert.deepEqual(
        problemsOf(config),
        problems.map((problem) => `replay.json: ${problem}`),
      );
    });
  }

  it("tells that a file is not JSON", () => {
    assert.match(problemsOf('{"services"').join(), /^replay\.json: not JSON: /);
  });
});

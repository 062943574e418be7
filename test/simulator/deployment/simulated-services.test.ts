import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { servicesOf } from "../../../plan/targets/catalogue";
import { allDeployments } from "../../../plan/targets/deployment-problems";
import { capacityOf } from "../../../simulator/deployment/capacity";
import { presetFor, simulatedServices } from "../../../simulator/deployment/simulated-services";
import { virtualConfig } from "../simulated-deployment";

function simulatedOf({ deployment }: ReturnType<typeof allDeployments>[number]) {
  const measured = servicesOf(deployment, { via: "host", host: "127.0.0.1" })
    .filter((service) => service.metrics)
    .map(({ name, software, version, hostPort = 0 }) => ({
      name,
      software,
      ...(version !== undefined && { version }),
      port: hostPort,
    }));
  return { measured, ...simulatedServices(measured, deployment.release) };
}

describe("the services of a deployment", () => {
  it("are simulated, or it is said why not, for every deployment there is", () => {
    for (const existing of allDeployments().filter(({ via }) => via === "host")) {
      const { measured, simulated, notSimulated } = simulatedOf(existing);
      const what = `${existing.file} of ${existing.deployment.release}`;
      assert.equal(simulated.length + notSimulated.length, measured.length, what);
      assert.ok(
        notSimulated.every(({ name }) => /wrapper|faqgen|textgen|vectorstore/.test(name)),
        `${what}: ${notSimulated.map(({ name }) => name).join(", ")}`,
      );
      const ports = simulated.map(({ port }) => port);
      assert.equal(new Set(ports).size, ports.length, what);
    }
  });

  it("have a capacity that grows with the hardware and the replicas", () => {
    const of = (hardware: string, engine: "tgi" | "vllm" = "vllm"): number =>
      capacityOf(virtualConfig(engine, { hardware: presetFor(hardware) }));
    assert.ok(of("xeon") < of("gaudi"), `${of("xeon")}, ${of("gaudi")}`);
    assert.ok(of("epyc") === of("xeon") && of("rocm") === of("nvidia"));
    assert.ok(of("xeon") > 0.5 && of("xeon") < 5, `${of("xeon")} questions a second`);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { planFrom } from "./planned";

/** Where the program reaches Grafana's API, if it is to go there. */
function apiOf(grafana: object, kubernetes: object) {
  return planFrom({
    platform: "kubernetes",
    targets: { chatqna: { via: "helm" } },
    grafana: { persistent: true, adminPassword: "a", secretKey: "b", ...grafana },
    kubernetes,
  }).content?.url;
}

describe("the address of Grafana's API", () => {
  const kubernetes = {
    expose: { host: "grafana.example.org" },
    access: [{ namespace: "ingress-nginx" }],
  };

  it("is in a cluster that by which people see it", () => {
    assert.equal(apiOf({ content: "api" }, kubernetes), "https://grafana.example.org");
  });

  it("is rather the one that the settings name", () => {
    const url = "https://grafana.internal.example.org";
    assert.equal(apiOf({ content: "api", url }, kubernetes), url);
  });

  it("is none where the boards are files", () => {
    assert.equal(apiOf({ content: "files" }, kubernetes), undefined);
  });
});

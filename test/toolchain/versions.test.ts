import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import * as artifacts from "../../toolchain/artifacts";
import * as controlPlane from "../../toolchain/control-plane-artifacts";
import { objectionToGo } from "../../toolchain/go-build";
import { prometheusOperatorModule } from "../../toolchain/go-module";
import { versions } from "../../toolchain/versions";

const modules = join(__dirname, "..", "..", "toolchain", "go");
const goMod = (module: string): string => readFileSync(join(modules, module, "go.mod"), "utf8");

describe("the pinned Go modules", () => {
  const pinned: readonly [string, string, string][] = [
    ["pulumi", "github.com/pulumi/pulumi/pkg/v3", versions.pulumi.obtain],
    ["pulumi-language-nodejs", "github.com/pulumi/pulumi/sdk/v3", versions.pulumi.languageHost],
    ["prometheus", "github.com/prometheus/prometheus", versions.prometheus.module],
    ["node_exporter", "github.com/prometheus/node_exporter", versions.nodeExporter.obtain],
    ["alertmanager", "github.com/prometheus/alertmanager", versions.alertmanager.obtain],
    ["actionlint", "github.com/rhysd/actionlint", versions.actionlint.obtain],
    ["kubernetes", "k8s.io/kubernetes", versions.kubernetes.obtain],
    ["kwok", "sigs.k8s.io/kwok", versions.kwok.obtain],
    [
      prometheusOperatorModule.folder,
      prometheusOperatorModule.path,
      versions.prometheusOperator.module,
    ],
    ["promtool-2.52", "github.com/prometheus/prometheus", "0.52.0"],
  ];
  for (const [module, dependency, version] of pinned) {
    it(`have ${dependency} ${version} in ${module}`, () => {
      const line = new RegExp(`^\\s*(?:require )?${dependency} (\\S+)`, "m").exec(goMod(module));
      assert.equal(line?.[1], `v${version}`);
    });
  }

  it("are those that are built or read, with the packages their go.mod names as tools", () => {
    const builds = Object.values({ ...artifacts, ...controlPlane }).flatMap((artifact) =>
      typeof artifact === "object" && "go" in artifact ? (artifact.go ?? []) : [],
    );
    // Nothing of the operator's module is built: files are read from it.
    const read = prometheusOperatorModule.folder;
    assert.deepEqual(
      [...new Set([...builds.map(({ module }) => module), read])].sort(),
      readdirSync(modules).sort(),
    );
    assert.ok(existsSync(join(modules, read, "go.sum")), `${read} has no go.sum`);
    for (const { module, packages } of builds) {
      assert.ok(existsSync(join(modules, module, "go.sum")), `${module} has no go.sum`);
      for (const name of Object.values(packages)) {
        assert.ok(goMod(module).includes(name), `go.mod of ${module} does not name ${name}`);
      }
    }
  });

  it("ask for no newer Go than the message names", () => {
    for (const module of readdirSync(modules)) {
      const needed = /^go (\S+)$/m.exec(goMod(module))?.[1] ?? "none";
      assert.equal(objectionToGo("go1.26.7", "local"), undefined);
      assert.ok(["1.26", "1.26.6", "1.26.7"].includes(needed), `${module} asks for go ${needed}`);
    }
  });
});

describe("the Go on PATH", () => {
  const cases: readonly [string, string, string | undefined][] = [
    ["go1.26.7", "local", undefined],
    ["go1.27rc1", "local", undefined],
    ["devel go1.28-abcdef", "local", undefined],
    ["go1.22.4", "auto", undefined],
    ["go1.22.4", "go1.22.4+auto", undefined],
    [
      "go1.22.4",
      "local",
      "go 1.22.4 is older than 1.26.7, and GOTOOLCHAIN=local forbids it to fetch that",
    ],
    ["go1.19.8", "", "go 1.19.8 is older than 1.26.7 and too old to fetch that by itself"],
  ];
  for (const [version, toolchain, objection] of cases) {
    it(`${version} with GOTOOLCHAIN=${toolchain} ${objection === undefined ? "will do" : "will not"}`, () => {
      assert.equal(objectionToGo(version, toolchain), objection);
    });
  }
});

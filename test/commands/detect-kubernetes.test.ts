import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, describe, it } from "node:test";
import { detect } from "../../commands/detect";
import type { ListedObject } from "../../plan/detect/cluster-facts";
import { inCluster, installedFrom } from "../plan/detect/upstream-clusters";

const settings = `config:
  chatqna-monitoring:platform: kubernetes
  # where the cluster is
  chatqna-monitoring:kubernetes: { context: gaudi-admin }
  chatqna-monitoring:grafana:
    adminPassword: { secure: AAAB }
    secretKey: { secure: AAAB }
`;

const [chart] = inCluster.filter(
  ({ deployment: { release }, file }) => release === "1.4" && file === "gaudi-values.yaml",
);

function installedIn(namespace: string, replicas = 1): readonly ListedObject[] {
  assert.ok(chart !== undefined);
  return installedFrom(chart, { namespace }).map((object) =>
    object.metadata?.name === "chatqna-vllm" && object.kind === "Deployment"
      ? { ...object, spec: { ...object.spec, replicas } }
      : object,
  );
}

describe("npm run detect -- --kubernetes", () => {
  it("shows what it found, and writes what the cluster's stack scrapes", async (context) => {
    const world = startWorld(context, { items: installedIn("chat", 2) });
    const { code, printed } = await world.detect(["--yes"]);

    assert.equal(code, 0, printed);
    assert.match(
      printed,
      /^Namespace chat: ChatQnA 1\.4 on gaudi, as gaudi-values\.yaml starts it$/m,
    );
    assert.match(
      printed,
      /^ {2}chatqna-vllm +opea\/vllm:latest +llm +chatqna-vllm\.chat\.svc\.cluster\.local:80$/m,
    );
    assert.match(printed, /chatqna-vllm has 2 pods: with kubernetes\.discovery: pods each/);
    assert.match(printed, /Wrote Pulumi\.prod\.yaml\. Next: npm start -- --stack prod\n$/);
    const written = world.read();
    assert.match(written, /via: helm[^]*hardware: gaudi[^]*namespace: chat/);
    assert.match(written, /# where the cluster is\n.*context: gaudi-admin, discovery: pods/);
    assert.match((await world.detect(["--yes"])).printed, /says all of it already\.\n$/);
  });

  it("reads three kinds, of the cluster that the stack or the caller names", async (context) => {
    const world = startWorld(context, { items: installedIn("chat") });
    await world.detect([]);
    await world.detect(["--namespace", "chat", "--context", "other", "--kubeconfig", "/k"]);
    const [all, one] = world.calls();
    const kinds = "services,deployments.apps,statefulsets.apps";
    assert.match(
      all ?? "",
      new RegExp(`^--context gaudi-admin --cache-dir \\S+ get ${kinds} .*--all-namespaces$`),
    );
    assert.match(
      one ?? "",
      /^--kubeconfig \/k --context other --cache-dir \S+ get .*--namespace chat$/,
    );
    const [, cache = ""] = /--cache-dir (\S+)/.exec(all ?? "") ?? [];
    assert.ok(!existsSync(cache), "kubectl's cache was left");
    assert.deepEqual(readdirSync(world.directory).sort(), ["Pulumi.prod.yaml", "bin"]);
  });

  it("has the same as JSON, and writes nothing unless told", async (context) => {
    const world = startWorld(context, { items: installedIn("chat") });
    const { printed } = await world.detect(["--json"]);
    const facts = JSON.parse(printed) as Record<string, unknown>;
    assert.equal(facts["namespace"], "chat");
    assert.deepEqual(facts["settings"], {
      ...{ via: "helm", release: "1.4", hardware: "gaudi", engine: "vllm" },
      ...{ vectorStore: "redis", namespace: "chat" },
    });
    assert.equal(world.read(), settings);
  });

  it("wants a namespace named where several hold a ChatQnA", async (context) => {
    const world = startWorld(context, { items: [...installedIn("a"), ...installedIn("b")] });
    await assert.rejects(
      world.detect([]),
      /several\. Name one: .*--namespace[^]*a +1\.4[^]*b +1\.4/,
    );
  });

  it("looks at the context's namespace where it may not look at all", async (context) => {
    const world = startWorld(context, {
      items: installedIn("chat"),
      refuses: "--all-namespaces",
      error: 'Error from server (Forbidden): services is forbidden: User "ann" cannot list',
    });
    assert.match((await world.detect([])).printed, /^Namespace chat: ChatQnA/);
    assert.equal(world.calls().length, 2);
  });

  it("says what is missing, and what to do", async (context) => {
    const forbidden = startWorld(context, {
      refuses: "get",
      error: 'Error from server (Forbidden): services is forbidden: User "ann" cannot list',
    });
    await assert.rejects(
      forbidden.detect(["--namespace", "chat"]),
      /UserError: You may not list[^]*User "ann" cannot list[^]*can-i list deployments\.apps --namespace chat/,
    );
    const away = startWorld(context, { refuses: "get", error: "dial tcp: connection refused" });
    await assert.rejects(
      away.detect([]),
      /UserError: kubectl could not[^]*connection refused[^]*--context/,
    );
    const empty = startWorld(context, {});
    await assert.rejects(
      empty.detect([]),
      /UserError: The namespaces that you see have no services/,
    );
    const engines = installedIn("chat").filter(({ metadata }) => metadata?.name !== "chatqna");
    const stranger = startWorld(context, { items: engines });
    await assert.rejects(stranger.detect([]), /None of these is a ChatQnA[^]*chat +chatqna-/);
    const bare = startWorld(context, {});
    rmSync(join(bare.directory, "bin"), { recursive: true });
    await assert.rejects(bare.detect([]), /UserError: There is no kubectl on this machine/);
  });

  it("refuses a stack, and options, of the other place", async (context) => {
    const world = startWorld(context, {});
    writeFileSync(
      join(world.directory, "Pulumi.dev.yaml"),
      "config:\n  chatqna-monitoring:platform: docker\n",
    );
    await assert.rejects(
      world.detect(["--stack", "dev"]),
      /platform: docker, which does not watch a cluster/,
    );
    await assert.rejects(world.detect(["--project", "x"]), /--project is for docker compose/);
  });
});

interface Cluster {
  readonly items?: readonly ListedObject[];
  /** A word of a call that kubectl refuses, … */
  readonly refuses?: string;
  /** … and with what. */
  readonly error?: string;
}

/** A folder with a stack's settings, and a kubectl that answers for a cluster. */
function startWorld(context: TestContext, { items = [], refuses = "never", error = "" }: Cluster) {
  const directory = mkdtempSync(join(tmpdir(), "detect-"));
  const bin = join(directory, "bin");
  const aside = mkdtempSync(join(tmpdir(), "kubectl-answers-"));
  context.after(() => {
    for (const folder of [directory, aside]) rmSync(folder, { recursive: true, force: true });
  });
  const [answer, calls] = [join(aside, "answer.json"), join(aside, "calls")];
  writeFileSync(answer, JSON.stringify({ kind: "List", items }));
  writeFileSync(join(aside, "error"), error);
  writeFileSync(calls, "");
  makeProgram(
    bin,
    `#!/bin/sh
echo "$*" >> '${calls}'
case " $* " in *" ${refuses} "*) /bin/cat '${join(aside, "error")}' >&2; exit 1;; esac
/bin/cat '${answer}'
`,
  );
  const file = join(directory, "Pulumi.prod.yaml");
  writeFileSync(file, settings);
  return {
    directory,
    read: () => readFileSync(file, "utf8"),
    calls: () => readFileSync(calls, "utf8").trim().split("\n"),
    detect: async (args: readonly string[]) => {
      let printed = "";
      const code = await detect(["--kubernetes", ...args], {
        user: { environment: { PATH: bin }, home: directory },
        directory,
        print: (text) => {
          printed += text;
        },
        ask: undefined,
      });
      return { code, printed };
    },
  };
}

function makeProgram(bin: string, text: string): void {
  mkdirSync(bin);
  writeFileSync(join(bin, "kubectl"), text);
  chmodSync(join(bin, "kubectl"), 0o755);
}

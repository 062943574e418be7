import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { servicesOf } from "../../plan/targets/catalogue";
import { serviceOfAddress } from "../../plan/targets/cluster-address";
import type { Deployment } from "../../plan/targets/deployment";
import { namespace as settingsNamespace } from "../../plan/settings/schema";
import { detect } from "../detect";
import { expectSame } from "./checks";
import type { Cluster } from "./cluster-under-test";
import type { Kubectl } from "./kubectl";

const installed: Deployment = {
  release: "1.4",
  hardware: "gaudi",
  engine: "vllm",
  vectorStore: "redis",
  rerank: true,
  guardrails: false,
  faqgen: false,
};

/** By an account that may list three kinds of one namespace, as `npm run detect` reads them. */
export async function checkDetection({ kubectl, namespaces, checks }: Cluster): Promise<void> {
  const { detected: namespace } = namespaces;
  await kubectl.run(["apply", "--filename=-"], list(chatqnaIn(namespace)));
  await kubectl.run(["apply", "--filename=-"], list(accessTo(namespace)));
  await checks.expect(
    "npm run detect recognises a ChatQnA, with no right but to list its services and workloads",
    async () => {
      const found = await detectedBy(kubectl, namespace);
      expectSame(
        "settings",
        Object.entries(found).map((entry) => entry.join(": ")),
        [
          ...["via: helm", "release: 1.4", "hardware: gaudi", "engine: vllm"],
          ...["vectorStore: redis", "helmRelease: rag", `namespace: ${namespace}`],
        ],
      );
    },
  );
}

async function detectedBy(kubectl: Kubectl, namespace: string): Promise<object> {
  const directory = mkdtempSync(join(tmpdir(), "chatqna-monitoring-detect-"));
  try {
    const stackFile = join(directory, "Pulumi.prod.yaml");
    writeFileSync(stackFile, `config:\n  ${settingsNamespace}:platform: kubernetes\n`);
    const kubeconfig = join(directory, "kubeconfig");
    writeFileSync(kubeconfig, await kubeconfigOf(kubectl, namespace), { mode: 0o600 });
    let printed = "";
    await detect(["--kubernetes", "--json", "--kubeconfig", kubeconfig], {
      user: { environment: process.env, home: directory },
      directory,
      print: (text) => (printed += text),
      ask: undefined,
    });
    if (!readFileSync(stackFile, "utf8").endsWith("platform: kubernetes\n")) {
      throw new Error("It wrote without being told.");
    }
    return (JSON.parse(printed) as { readonly settings: object }).settings;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The same cluster, as the account that may only look, and in the namespace. */
async function kubeconfigOf(kubectl: Kubectl, namespace: string): Promise<string> {
  const config = (await kubectl.json(["config", "view", "--raw", "--minify", "--flatten"])) as {
    readonly users: readonly { readonly user: object }[];
    readonly contexts: readonly { readonly context: object }[];
  };
  const as = `system:serviceaccount:${namespace}:${account}`;
  return JSON.stringify({
    ...config,
    users: config.users.map((one) => ({ ...one, user: { ...one.user, as } })),
    contexts: config.contexts.map((one) => ({ ...one, context: { ...one.context, namespace } })),
  });
}

const account = "detect";

function accessTo(namespace: string): readonly object[] {
  const metadata = { name: account, namespace };
  const rbac = "rbac.authorization.k8s.io";
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: `${rbac}/v1`,
      kind: "Role",
      metadata,
      rules: [
        { apiGroups: [""], resources: ["services"], verbs: ["list"] },
        { apiGroups: ["apps"], resources: ["deployments", "statefulsets"], verbs: ["list"] },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: rbac, kind: "Role", name: account },
      subjects: [{ kind: "ServiceAccount", name: account, namespace }],
    },
  ];
}

/** The chart's services under a release of another name. Nothing of it runs: its images are large. */
function chatqnaIn(namespace: string): readonly object[] {
  const reach = { via: "helm", release: "rag", namespace } as const;
  return servicesOf(installed, reach).flatMap(({ name: service, address = "", container }) => {
    const { service: name = "", port = 0 } = serviceOfAddress(address) ?? {};
    const labels = {
      "app.kubernetes.io/name": service,
      "app.kubernetes.io/instance": "rag",
      "helm.sh/chart": `${service}-${installed.release}.0`,
    };
    const metadata = { name, namespace, labels };
    const limits = service === "llm" ? { "habana.ai/gaudi": "1" } : {};
    return [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: labels, ports: [{ port }] },
      },
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: {
          replicas: 0,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              containers: [
                {
                  name: container,
                  image: `opea/${service}:${installed.release}`,
                  resources: { limits },
                },
              ],
            },
          },
        },
      },
    ];
  });
}

function list(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

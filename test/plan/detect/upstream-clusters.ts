import type { ListedObject } from "../../../plan/detect/cluster-facts";
import { servicesOf } from "../../../plan/targets/catalogue";
import { serviceOfAddress } from "../../../plan/targets/cluster-address";
import type { Reach } from "../../../plan/targets/deployment";
import { type ExistingDeployment, allDeployments } from "../../../plan/targets/deployment-problems";
import type { Service } from "../../../plan/targets/service";

/*
 * Clusters constructed from the catalogue: the names, ports and containers are OPEA's, the images
 * those that its files start. None was recorded from a real one.
 */

export const inCluster = allDeployments().filter(({ via }) => via !== "host" && via !== "compose");

export interface Installed {
  /** The name of the helm release. */
  readonly release?: string;
  readonly namespace?: string;
  /** False: the chart's version is not told, as in a chart under development. */
  readonly chartIsKnown?: boolean;
}

export function reachOf({ via }: ExistingDeployment, installed: Installed = {}): Reach {
  const { release = "chatqna", namespace = "default" } = installed;
  switch (via) {
    case "helm":
      return { via, release, namespace };
    case "manifests":
    case "gmc":
      return { via, namespace };
    case "host":
    case "compose":
      throw new Error(`${via} is no way into a cluster`);
  }
}

/** As `kubectl get services,deployments` lists it. */
export function installedFrom(
  existing: ExistingDeployment,
  installed: Installed = {},
): readonly ListedObject[] {
  return servicesOf(existing.deployment, reachOf(existing, installed)).flatMap((service) =>
    objectsOf(service, existing, installed),
  );
}

function objectsOf(
  service: Service,
  existing: ExistingDeployment,
  { release = "chatqna", namespace = "default", chartIsKnown = true }: Installed,
): readonly ListedObject[] {
  const { service: name, port } = serviceOfAddress(service.address ?? "") ?? {};
  if (name === undefined || port === undefined) return [];
  const { deployment, via } = existing;
  // The newest chart is that of 1.4.
  const chart = deployment.release === "1.5" ? "1.4" : deployment.release;
  const labels = {
    app: name,
    ...(via === "helm" && {
      "app.kubernetes.io/instance": release,
      ...(chartIsKnown && { "helm.sh/chart": `${service.name}-${chart}.0` }),
    }),
  };
  const metadata = { name, namespace, labels };
  return [
    {
      kind: "Service",
      metadata,
      spec: { type: "ClusterIP", selector: { app: name }, ports: [{ port, protocol: "TCP" }] },
    },
    {
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            containers: [
              {
                name: service.container ?? "",
                image: imageOf(service, existing),
                ...(service.name === "llm" && { resources: acceleratorOf(existing) }),
              },
            ],
          },
        },
      },
      status: { readyReplicas: 1 },
    },
  ];
}

function acceleratorOf({ deployment: { hardware } }: ExistingDeployment) {
  const names = { gaudi: "habana.ai/gaudi", nvidia: "nvidia.com/gpu", rocm: "amd.com/gpu" };
  const name = Object.entries(names).find(([kind]) => kind === hardware)?.[1];
  return name === undefined ? {} : { limits: { [name]: "1" } };
}

const images: Readonly<Record<string, string>> = {
  tgi: "ghcr.io/huggingface/text-generation-inference:latest",
  vllm: "opea/vllm:latest",
  tei: "ghcr.io/huggingface/text-embeddings-inference:cpu-1.5",
  redis: "redis/redis-stack:7.2.0-v9",
  qdrant: "qdrant/qdrant:v1.13.1",
  milvus: "milvusdb/milvus:v2.4.6",
  ollama: "ollama/ollama:latest",
  nginx: "nginx:1.27.1",
  "gmc-router": "opea/gmcrouter:latest",
  "opea-ui": "opea/chatqna-ui:latest",
};

const opea: Readonly<Record<string, string>> = {
  megaservice: "chatqna",
  retriever: "retriever",
  dataprep: "dataprep",
  guardrails: "guardrails",
  faqgen: "llm-faqgen",
  textgen: "llm-textgen",
  "embedding-wrapper": "embedding-tei",
  "reranking-wrapper": "reranking-tei",
  "llm-wrapper": "llm-tgi",
};

function imageOf({ software, name }: Service, { deployment }: ExistingDeployment): string {
  return images[software] ?? `opea/${opea[name] ?? name}:${deployment.release}`;
}

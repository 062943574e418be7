import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { targetsOf } from "../../../plan/targets/catalogue";
import type { Deployment, Reach } from "../../../plan/targets/deployment";
import { deploymentProblems } from "../../../plan/targets/deployment-problems";
import { helmServiceName } from "../../../plan/targets/kubernetes";
import { xeon15 } from "./arbitrary-deployment";

const host: Reach = { via: "host", host: "localhost" };
const compose: Reach = { via: "compose" };
const helm: Reach = { via: "helm", release: "chatqna", namespace: "opea" };

/** Each line: job, address, `container` label. */
const variants: readonly [string, Partial<Deployment>, Reach, readonly string[]][] = [
  [
    "Xeon 1.5 with vLLM and Redis: exactly the six",
    {},
    host,
    [
      "vllm                     localhost:9009  vllm-service",
      "tei-embedding            localhost:6006  tei-embedding-server",
      "tei-reranking            localhost:8808  tei-reranking-server",
      "retriever                localhost:7000  retriever-redis-server",
      "dataprep-redis-service   localhost:6007  dataprep-redis-server",
      "chatqna-backend-server   localhost:8888  chatqna-xeon-backend-server",
    ],
  ],
  [
    "Gaudi 1.5 with guardrails, on the compose network",
    { hardware: "gaudi", guardrails: true },
    compose,
    [
      "vllm                     vllm-gaudi-server:80               vllm-gaudi-server",
      "tei-embedding            tei-embedding-gaudi-server:80      tei-embedding-gaudi-server",
      "tei-reranking            tei-reranking-gaudi-server:80      tei-reranking-gaudi-server",
      "retriever                retriever-redis-server:7000        retriever-redis-server",
      "dataprep-redis-service   dataprep-redis-server:5000         dataprep-redis-server",
      "chatqna-backend-server   chatqna-gaudi-guardrails-server:8888  chatqna-gaudi-guardrails-server",
      "guardrails               guardrails-gaudi-server:9090       guardrails-gaudi-server",
      "vllm-guardrails          vllm-guardrails-server:80          vllm-guardrails-server",
    ],
  ],
  [
    "Xeon 1.0 with TGI and the wrappers",
    { release: "1.0", engine: "tgi" },
    host,
    [
      "tgi                      localhost:9009  tgi-service",
      "tei-embedding            localhost:6006  tei-embedding-server",
      "tei-reranking            localhost:8808  tei-reranking-server",
      "retriever                localhost:7000  retriever-redis-server",
      "dataprep-redis-service   localhost:6007  dataprep-redis-server",
      "chatqna-backend-server   localhost:8888  chatqna-xeon-backend-server",
      "embedding                localhost:6000  embedding-tei-server",
      "reranking                localhost:8000  reranking-tei-xeon-server",
      "llm                      localhost:9000  llm-tgi-server",
    ],
  ],
  [
    "Xeon 1.5 with a remote OpenAI endpoint",
    { engine: "openai" },
    compose,
    [
      "tei-embedding            tei-embedding-server:80           tei-embedding-server",
      "tei-reranking            tei-reranking-server:80           tei-reranking-server",
      "retriever                retriever-redis-server:7000       retriever-redis-server",
      "dataprep-redis-service   dataprep-redis-server:5000        dataprep-redis-server",
      "chatqna-backend-server   chatqna-xeon-backend-server:8888  chatqna-xeon-backend-server",
      "llm-textgen              textgen-service-endpoint-openai:9000  textgen-service-endpoint-openai",
    ],
  ],
  [
    "ROCm 1.5 with vLLM and FAQ generation",
    { hardware: "rocm", faqgen: true },
    host,
    [
      "vllm                     localhost:18008  chatqna-vllm-service",
      "tei-embedding            localhost:18090  chatqna-tei-embedding-service",
      "tei-reranking            localhost:18808  chatqna-tei-reranking-service",
      "retriever                localhost:7000   chatqna-retriever",
      "dataprep-redis-service   localhost:18103  chatqna-dataprep-service",
      "chatqna-backend-server   localhost:8888   chatqna-backend-server",
      "llm-faqgen               localhost:18011  chatqna-llm-faqgen",
    ],
  ],
  [
    "helm 1.4 with Qdrant",
    { release: "1.4", vectorStore: "qdrant" },
    helm,
    [
      "vllm                     chatqna-vllm.opea.svc.cluster.local:80              vllm",
      "tei-embedding            chatqna-tei.opea.svc.cluster.local:80               tei",
      "tei-reranking            chatqna-teirerank.opea.svc.cluster.local:80         teirerank",
      "retriever                chatqna-retriever-usvc.opea.svc.cluster.local:7000  retriever-usvc",
      "dataprep-qdrant-service  chatqna-data-prep.opea.svc.cluster.local:6007       data-prep",
      "chatqna-backend-server   chatqna.opea.svc.cluster.local:8888                 chatqna",
      "qdrant                   chatqna-qdrant.opea.svc.cluster.local:6333          qdrant",
    ],
  ],
  [
    "helm 1.1 with TGI guardrails, containers called after the release",
    { release: "1.1", hardware: "gaudi", engine: "tgi", guardrails: true },
    { via: "helm", release: "prod", namespace: "rag" },
    [
      "tgi                      prod-tgi.rag.svc.cluster.local:80                tgi",
      "tei-embedding            prod-tei.rag.svc.cluster.local:80                tei",
      "tei-reranking            prod-teirerank.rag.svc.cluster.local:80          teirerank",
      "retriever                prod-retriever-usvc.rag.svc.cluster.local:7000   prod",
      "dataprep-redis-service   prod-data-prep.rag.svc.cluster.local:6007        prod",
      "chatqna-backend-server   prod-chatqna.rag.svc.cluster.local:8888          prod",
      "guardrails               prod-guardrails-usvc.rag.svc.cluster.local:9090  prod",
      "tgi-guardrails           prod-tgi-guardrails.rag.svc.cluster.local:80     tgi-guardrails",
    ],
  ],
  [
    "helm 1.5 with FAQ generation: its service is on 80",
    { faqgen: true, engine: "tgi" },
    helm,
    [
      "tgi                      chatqna-tgi.opea.svc.cluster.local:80               tgi",
      "tei-embedding            chatqna-tei.opea.svc.cluster.local:80               tei",
      "tei-reranking            chatqna-teirerank.opea.svc.cluster.local:80         teirerank",
      "retriever                chatqna-retriever-usvc.opea.svc.cluster.local:7000  retriever-usvc",
      "dataprep-redis-service   chatqna-data-prep.opea.svc.cluster.local:6007       data-prep",
      "chatqna-backend-server   chatqna.opea.svc.cluster.local:8888                 chatqna",
      "llm-faqgen               chatqna-llm-uservice.opea.svc.cluster.local:80      llm-uservice",
    ],
  ],
  [
    "the benchmark manifests of 1.1, without a reranker",
    { release: "1.1", hardware: "gaudi", engine: "tgi", rerank: false },
    { via: "manifests", namespace: "default" },
    [
      "tgi                      llm-dependency-svc.default.svc.cluster.local:9009         llm-dependency-deploy",
      "tei-embedding            embedding-dependency-svc.default.svc.cluster.local:6006   embedding-dependency-deploy",
      "retriever                retriever-svc.default.svc.cluster.local:7000              retriever-deploy",
      "dataprep-redis-service   dataprep-svc.default.svc.cluster.local:6007               dataprep-deploy",
      "chatqna-backend-server   chatqna-backend-server-svc.default.svc.cluster.local:8888 chatqna-backend-server-deploy",
    ],
  ],
  [
    "GMC 1.5 on Gaudi: wrappers, and a router without metrics",
    { hardware: "gaudi", engine: "tgi" },
    { via: "gmc", namespace: "chatqa" },
    [
      "tgi                      tgi-gaudi-svc.chatqa.svc.cluster.local:80            tgi",
      "tei-embedding            tei-embedding-gaudi-svc.chatqa.svc.cluster.local:80  tei",
      "tei-reranking            tei-reranking-svc.chatqa.svc.cluster.local:80        teirerank",
      "retriever                retriever-svc.chatqa.svc.cluster.local:7000          retriever-usvc",
      "dataprep-redis-service   data-prep-svc.chatqa.svc.cluster.local:6007          data-prep",
      "embedding                embedding-svc.chatqa.svc.cluster.local:6000          embedding-usvc",
      "reranking                reranking-svc.chatqa.svc.cluster.local:8000          reranking-usvc",
      "llm                      llm-svc.chatqa.svc.cluster.local:9000                llm-uservice",
    ],
  ],
];

describe("targets of the variants people run", () => {
  for (const [title, change, reach, expected] of variants) {
    it(title, () => {
      const deployment = { ...xeon15, ...change };
      assert.deepEqual(deploymentProblems(deployment, reach), []);
      assert.deepEqual(
        targetsOf(deployment, reach).map(({ job, address, container }) => [
          job,
          address,
          container,
        ]),
        expected.map((line) => line.split(/ +/)),
      );
    });
  }
});

describe("the name of a helm chart's service", () => {
  const cases: readonly [string, string, string][] = [
    ["chatqna", "tgi", "chatqna-tgi"],
    ["chatqna", "chatqna", "chatqna"],
    ["prod", "chatqna", "prod-chatqna"],
    ["my-chatqna", "chatqna", "my-chatqna"],
    // Helm's rule does not look for whole words: this release's teirerank is called like its tei.
    ["teirerank", "tei", "teirerank"],
    ["a".repeat(60), "tgi", `${"a".repeat(60)}-tg`],
    ["a".repeat(62), "tgi", "a".repeat(62)],
  ];
  for (const [release, chart, expected] of cases) {
    it(`release ${release}, chart ${chart}`, () => {
      assert.equal(helmServiceName(release, chart), expected);
    });
  }
});

/** What a service is for. Each has one kind of server. */
export const roles = [
  "llm",
  "embedding",
  "reranking",
  "retriever",
  "dataprep",
  "megaservice",
  "guardrails",
  "guardrails-llm",
] as const;
export type Role = (typeof roles)[number];

export const softwareNames = ["tgi", "vllm", "tei", "opea"] as const;
export type Software = (typeof softwareNames)[number];

/** A service of the deployment that is simulated. */
export interface ServiceConfig {
  readonly role: Role;
  readonly software: Software;
  /** Of the software, as its image tag has it: `2.4.0`, `0.10.1`, `1.7`; of OPEA the release. */
  readonly version: string;
  /** 0: any free one. Replicas have this port and the following ones. */
  readonly port: number;
  /** Servers of its kind side by side, each with its own port. Only an LLM has more than one. */
  readonly replicas: number;
}

/** The software that can play a role. */
export const softwareOf: Readonly<Record<Role, readonly Software[]>> = {
  llm: ["tgi", "vllm"],
  embedding: ["tei"],
  reranking: ["tei"],
  retriever: ["opea"],
  dataprep: ["opea"],
  megaservice: ["opea"],
  guardrails: ["opea"],
  "guardrails-llm": ["tgi", "vllm"],
};

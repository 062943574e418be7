import type { Component } from "../../plan/targets/target";
import type { RecordingName } from "./recordings";

/** A service of a deployment that serves `/metrics`. */
export interface ServiceToPlay {
  readonly name: string;
  /** What runs in it, which decides the names of its metrics. */
  readonly software: "tgi" | "vllm" | "tei" | "opea" | "qdrant" | "milvus";
  readonly role: Component;
  readonly port: number;
}

export interface PlayedService {
  readonly name: string;
  readonly recording: RecordingName;
  readonly port: number;
}

export interface ReplayedServices {
  readonly played: readonly PlayedService[];
  /** Services whose like was never recorded, with the reason in words. */
  readonly notPlayed: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Which recording plays which service. A service plays only what its software was recorded doing:
 * a guardrails service with a retriever's body would be a made-up server.
 */
export function replayServices(services: readonly ServiceToPlay[]): ReplayedServices {
  const matched = services.map((service) => ({ service, recording: recordingFor(service) }));
  return {
    played: matched.flatMap(({ service: { name, port }, recording }) =>
      recording === undefined ? [] : [{ name, recording, port }],
    ),
    notPlayed: matched.flatMap(({ service: { name, software, role }, recording }) =>
      recording === undefined
        ? [{ name, reason: `no recording of ${software} in the role of ${role}` }]
        : [],
    ),
  };
}

function recordingFor({ software, role }: ServiceToPlay): RecordingName | undefined {
  switch (software) {
    case "vllm":
      return "vllm-0.10.2";
    case "tgi":
      // OPEA's images are 2.3 and 2.4 up to release 1.5.
      return "tgi-2.4.0-v3";
    case "tei":
      if (role === "embedding") return "tei-embed-1.9.3";
      return role === "reranking" ? "tei-rerank-1.9.3" : undefined;
    case "opea":
      if (role === "megaservice") return "opea-megaservice-1.5";
      if (role === "retriever") return "opea-retriever-1.5";
      return role === "dataprep" ? "opea-dataprep-1.5" : undefined;
    case "qdrant":
    case "milvus":
      return undefined;
  }
}

import type { BoardSource } from "./board";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";
import { atAGlance } from "./vllm/at-a-glance";
import { engine } from "./vllm/engine";
import { requests } from "./vllm/requests";
import { spread } from "./vllm/spread";
import { tokens } from "./vllm/tokens";

/**
 * vLLM, from the old engine of 0.6 to 0.33: metrics that were renamed are asked by all their names,
 * and a server that exports two of them counts once.
 */
export const vllmBoard: BoardSource = {
  title: "ChatQnA / vLLM",
  uid: "chatqna-vllm",
  description:
    "Latency, throughput, queueing, KV cache and batching of vLLM. All that concerns requests is empty until the first one.",
  tags: ["chatqna", "llm", "vllm"],
  variables: [
    datasourceVariable(),
    jobVariable("vllm:num_requests_running", "(.*-)?vllm(-.*)?"),
    instanceVariable(),
  ],
  rows: [atAGlance, requests, tokens, engine, spread],
};

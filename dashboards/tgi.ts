import type { BoardSource } from "./board";
import { atAGlance } from "./tgi/at-a-glance";
import { batching } from "./tgi/batching";
import { debug } from "./tgi/debug";
import { decode, prefill } from "./tgi/phases";
import { requests, timePerTokenSpread } from "./tgi/requests";
import { tokenSpread, tokens } from "./tgi/tokens";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";

/**
 * Text Generation Inference: all that the board of the TGI project shows, on labels that every
 * platform has, and right. Works with TGI 1.4 to 3.3.
 */
export const tgiBoard: BoardSource = {
  title: "ChatQnA / Text Generation Inference",
  uid: "chatqna-tgi",
  description:
    "Latency, throughput, queueing and batching of Hugging Face TGI. TGI exports a metric only after its first use: before the first request everything but the replicas is empty.",
  tags: ["chatqna", "llm", "tgi"],
  variables: [
    datasourceVariable(),
    jobVariable("tgi_request_count", "(.*-)?tgi(-.*)?"),
    instanceVariable(),
  ],
  rows: [
    atAGlance,
    tokens,
    requests,
    batching,
    timePerTokenSpread,
    tokenSpread,
    prefill,
    decode,
    debug,
  ],
};

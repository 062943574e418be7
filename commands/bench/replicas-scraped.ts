import { type Replay, startReplay } from "../../simulator/replay/server";

/** As busy as a vLLM on Xeon is under load, so that its counters move as much. */
const requestsPerSecond = 2;

/** So many servers that answer a scrape as a vLLM 0.33 did when it was recorded, each at a port. */
export async function startReplicas(
  count: number,
): Promise<{ readonly addresses: readonly string[]; readonly close: Replay["close"] }> {
  const replay = await startReplay({
    requestsPerSecond,
    services: Array.from({ length: count }, (_, index) => ({
      name: `vllm-${index}`,
      recording: "vllm-0.33.0",
      port: 0,
    })),
  });
  return {
    addresses: replay.services.map(({ metricsUrl }) => new URL(metricsUrl).host),
    close: replay.close,
  };
}

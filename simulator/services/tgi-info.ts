import type { LlmLimits } from "../servers/llm-server";

/** `GET /info`: 2.3 lost some fields and renamed `max_input_length`. */
export function infoOf(limits: LlmLimits): object {
  const { model, version, maxInputTokens, maxTotalTokens, maxConcurrentRequests } = limits;
  const old = /^(1\.|2\.[0-2])/.test(version);
  return {
    model_id: model,
    model_sha: null,
    ...(old && { model_dtype: "torch.bfloat16", model_device_type: "cpu" }),
    model_pipeline_tag: "text-generation",
    max_concurrent_requests: maxConcurrentRequests,
    max_best_of: 2,
    max_stop_sequences: 4,
    ...(old ? { max_input_length: maxInputTokens } : { max_input_tokens: maxInputTokens }),
    max_total_tokens: maxTotalTokens,
    ...(old && { waiting_served_ratio: 0.3, max_batch_total_tokens: null, max_waiting_tokens: 20 }),
    validation_workers: 2,
    max_client_batch_size: 4,
    router: "text-generation-router",
    version,
    sha: null,
    docker_label: null,
  };
}

export function modelsOf({ model }: LlmLimits): object {
  return {
    object: "list",
    data: [{ id: model, object: "model", created: 0, owned_by: model }],
  };
}

/** Older ones have no space after `data:` (axum 0.6) and end no stream with `[DONE]`. */
export function framingOf({ version }: LlmLimits): {
  readonly prefix: string;
  readonly done: string;
} {
  const old = /^(1\.|2\.0)/.test(version);
  const doneIsSent = !/^(1\.|2\.[01])/.test(version);
  return { prefix: old ? "data:" : "data: ", done: doneIsSent ? "data: [DONE]\n\n" : "" };
}

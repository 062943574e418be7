import type { DataprepServer } from "../servers/dataprep-server";
import type { GuardrailsServer } from "../servers/guardrails-server";
import type { LlmServer } from "../servers/llm-server";
import type { MegaserviceServer } from "../servers/megaservice-server";
import type { RetrieverServer } from "../servers/retriever-server";
import type { TeiServer } from "../servers/tei-server";
import type { ServerSlot } from "./server-slot";

/** All servers of a deployment; undefined are those it does not have. */
export interface Slots {
  readonly llm: readonly ServerSlot<LlmServer>[];
  readonly embedding: ServerSlot<TeiServer> | undefined;
  readonly reranking: ServerSlot<TeiServer> | undefined;
  readonly retriever: ServerSlot<RetrieverServer> | undefined;
  readonly dataprep: ServerSlot<DataprepServer> | undefined;
  readonly guardrails: ServerSlot<GuardrailsServer> | undefined;
  readonly guardrailsLlm: ServerSlot<LlmServer> | undefined;
  readonly megaservice: ServerSlot<MegaserviceServer> | undefined;
}

export function allSlots(slots: Slots): readonly ServerSlot[] {
  const { llm, embedding, reranking, retriever, dataprep, guardrails, guardrailsLlm, megaservice } =
    slots;
  return [
    ...llm,
    embedding,
    reranking,
    retriever,
    dataprep,
    guardrails,
    guardrailsLlm,
    megaservice,
  ].filter((slot) => slot !== undefined);
}

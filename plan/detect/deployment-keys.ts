import type { Deployment } from "../targets/deployment";

/** Everything that says which deployment it is; the rest only where it is not the default. */
export function deploymentKeys(deployment: Deployment) {
  const { release, hardware, engine, vectorStore, rerank, guardrails, faqgen } = deployment;
  return {
    release,
    hardware,
    engine,
    vectorStore,
    ...(!rerank && { rerank }),
    ...(guardrails && { guardrails }),
    ...(faqgen && { faqgen }),
  };
}

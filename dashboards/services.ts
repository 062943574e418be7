import type { BoardSource } from "./board";
import { answers } from "./services/answers";
import { atAGlance } from "./services/at-a-glance";
import { processes } from "./services/processes";
import { requests } from "./services/requests";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";

/** vLLM counts HTTP requests by the same names, and has a board of its own. */
const services = "(http_requests_total unless on (job, instance) vllm:num_requests_running)";

const jobs = "chatqna.*|(.*-)?(retriever|dataprep|data-prep|guardrails)(-.*)?|llm-.*";

/** OPEA's own services, 1.0 to 1.5: the megaservice, retriever, dataprep, guardrails and wrappers. */
export const servicesBoard: BoardSource = {
  title: "ChatQnA / OPEA services",
  uid: "chatqna-services",
  description:
    "Requests, errors and times of OPEA's Python services, and of the answers that the megaservice streams. What comes before the first token is told by the boards of the services that do it.",
  tags: ["chatqna", "opea"],
  variables: [datasourceVariable(), jobVariable(services, jobs), instanceVariable()],
  rows: [atAGlance, requests, answers, processes],
};

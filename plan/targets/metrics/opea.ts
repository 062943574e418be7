import { type MeasuredServer, gauge, histogram } from "./family";
import { httpFamilies } from "./http";
import { processFamilies } from "./process";

const clientDefault = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const streaming = { since: "1.1", appears: "with the first streamed answer" };
const source =
  "opea-project/GenAIComps comps/cores/mega at v1.0 to v1.5; recorded 1.5 (megaservice, retriever, dataprep)";

export const megaservice: MeasuredServer = {
  name: "megaservice",
  title: "OPEA megaservice",
  source,
  versions: ["1.0", "1.1", "1.5"],
  labels: [],
  families: [
    histogram("megaservice_first_token_latency", "seconds", clientDefault, streaming),
    histogram("megaservice_inter_token_latency", "seconds", clientDefault, streaming),
    histogram("megaservice_request_latency", "seconds", clientDefault, streaming),
    gauge("megaservice_request_pending", "requests", { since: "1.1" }),
    ...httpFamilies(["/v1/chatqna"]),
    ...processFamilies,
  ],
};

/** Retriever, dataprep, guardrails and the wrappers of older releases: HTTP is all they count. */
export const microservice: MeasuredServer = {
  name: "microservice",
  title: "OPEA microservices",
  source,
  versions: ["1.0", "1.5"],
  labels: [],
  families: [...httpFamilies(["/v1/retrieval", "/v1/guardrails"]), ...processFamilies],
};

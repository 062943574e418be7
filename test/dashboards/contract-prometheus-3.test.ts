import { missingPrometheus3, testTools } from "../tools";
import { describeContract } from "./contract/contract";

// It writes `le` and `quantile` of whole numbers with a fraction: what a query matches exactly, older
// releases find and this one does not, or the other way about.
describeContract("Prometheus 3", testTools.prometheus3, missingPrometheus3(), {
  comparesPage: false,
});

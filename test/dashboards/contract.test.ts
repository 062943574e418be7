import { testTools, unless } from "../tools";
import { describeContract } from "./contract/contract";

describeContract(
  "a real Prometheus",
  testTools.prometheus,
  unless(testTools.prometheus, "Prometheus"),
  { comparesPage: true },
);

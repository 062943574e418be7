import { atAGlance } from "./accelerators/at-a-glance";
import { cards } from "./accelerators/cards";
import { gaudi, nvidia } from "./accelerators/makers";
import type { BoardSource } from "./board";
import { datasourceVariable, instanceVariable, jobVariable } from "./variables";

/** NVIDIA's cards by DCGM, Intel's Gaudi by its own exporter: the same panels for both. */
export const acceleratorsBoard: BoardSource = {
  title: "ChatQnA / Accelerators",
  uid: "chatqna-accelerators",
  description:
    "Use, memory, power and temperature of NVIDIA GPUs and Intel Gaudi cards. The rows below are for one maker each.",
  tags: ["chatqna", "accelerators"],
  variables: [
    datasourceVariable(),
    jobVariable(["DCGM_FI_DEV_GPU_UTIL", "habanalabs_utilization"], "(.*-)?(dcgm|gaudi)-exporter"),
    instanceVariable(),
  ],
  rows: [atAGlance, cards, nvidia, gaudi],
};

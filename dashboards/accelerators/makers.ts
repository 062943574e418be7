import type { RowSource } from "../layout";
import { graph } from "../panels";
import { nameOfCard, ofGpus, ofHpus, rateOfGpus } from "./metrics";

export const nvidia: RowSource = {
  title: "NVIDIA",
  of: "dcgm",
  collapsed: true,
  mayBeEmpty: "only where the cards are NVIDIA's",
  panels: [
    graph(
      {
        title: "Last error (XID)",
        description:
          "Code of the last error that the driver reported, 0 if none: it stays until the driver is loaded again. 13, 31 and 43 come from the program on the card; 48, 63, 64, 74, 79, 94 and 95 from the card.",
        unit: "short",
        width: 8,
      },
      [{ expr: ofGpus("DCGM_FI_DEV_XID_ERRORS"), legend: nameOfCard }],
    ),
    graph(
      {
        title: "PCIe retries",
        description: "Transfers to the card that had to be repeated, per second. Good is 0.",
        unit: "ops",
        width: 8,
      },
      [{ expr: rateOfGpus("DCGM_FI_DEV_PCIE_REPLAY_COUNTER"), legend: nameOfCard }],
    ),
    graph(
      {
        title: "Memory controller in use",
        description:
          "Share of the time in which the card's memory was read or written. Decoding is bound by it.",
        unit: "percent",
        width: 8,
      },
      [{ expr: ofGpus("DCGM_FI_DEV_MEM_COPY_UTIL"), legend: nameOfCard }],
    ),
  ],
};

export const gaudi: RowSource = {
  title: "Gaudi",
  of: "gaudi",
  collapsed: true,
  mayBeEmpty: "only where the cards are Intel's Gaudi",
  panels: [
    graph(
      {
        title: "Temperature of the board",
        description: "Temperature beside the chip.",
        unit: "celsius",
        width: 24,
      },
      [{ expr: ofHpus("habanalabs_temperature_onboard"), legend: nameOfCard }],
    ),
  ],
};

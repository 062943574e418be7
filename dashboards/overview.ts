import type { BoardContext } from "./board-context";
import type { BoardSource } from "./board";
import type { RowSource } from "./layout";
import { atAGlance } from "./overview/at-a-glance";
import { failures } from "./overview/failures";
import { load } from "./overview/load";
import { objectives } from "./overview/objectives";
import { speed } from "./overview/speed";
import { datasourceVariable, wholeStackVariables } from "./variables";

/**
 * Everything on one screen: is it fast, is it full, is it failing, where does the time go. With TGI
 * or vLLM behind it, and OPEA 1.0 to 1.5.
 */
export const overviewBoard: BoardSource = {
  title: "ChatQnA / Overview",
  uid: "chatqna-overview",
  description:
    "Is it fast, is it full, is it failing, and where does the time go? What nobody measures is not here: the way from the megaservice to the user, what a question's documents were worth, and of TGI the time to the first token but by the megaservice. OPEA 1.0 and questions that are not streamed have the engine's own figures only.",
  tags: ["chatqna", "overview"],
  variables: [datasourceVariable(), ...wholeStackVariables()],
  rows: (context: BoardContext): readonly RowSource[] => [
    atAGlance,
    ...objectives(context),
    speed,
    load,
    failures,
  ],
};

/** Where a simulator is asked and told, unless it is started with another port. Nothing we start has it. */
export const usualControlPort = 9494;

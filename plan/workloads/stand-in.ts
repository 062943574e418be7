/**
 * The name of whatever plays ChatQnA. It is the same for all that can, since one takes over the ports
 * of the other: what keeps its name is stopped before its successor starts.
 */
export const standInName = "stand-in";

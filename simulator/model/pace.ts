/** How many times longer than it should a server takes for its work. Changes while it works. */
export interface Pace {
  slowdown: number;
}

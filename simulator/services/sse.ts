/** The frame of a server-sent event with one line of data. */
export function frame(data: string): string {
  return `data: ${data}\n\n`;
}

export const doneFrame = frame("[DONE]");

/** Takes the data out of events that arrive in pieces of any size. */
export class FrameReader {
  private rest = "";

  constructor(private readonly onData: (data: string) => void) {}

  push(piece: string): void {
    const text = this.rest + piece;
    let start = 0;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", start)) {
      const event = text.slice(start, end);
      start = end + 2;
      if (event.startsWith("data:")) this.onData(event.slice("data:".length).trimStart());
    }
    this.rest = text.slice(start);
  }
}

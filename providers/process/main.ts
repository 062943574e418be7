/** Serves the provider to the engine that started us, and ends when that engine does. */
import { fstatSync } from "node:fs";

import { main } from "@pulumi/pulumi/provider/server";

import { createProvider } from "./provider";

const provider = createProvider();

// The server prints the stack of each error that it also returns to the engine, which shows it.
console.error = () => undefined;

function endProvider(): void {
  void provider.end().then(() => process.exit(0));
}

// How the engine ends us; after 5 seconds it kills. A Ctrl-C does not arrive here: the engine gives
// each plugin a process group of its own and passes an interruption on by `cancel`.
process.on("SIGINT", endProvider);
process.on("SIGTERM", endProvider);

// The engine holds the other end of our standard input and never writes: an engine that is killed
// closes it and says nothing else. Without this we would wait for calls for ever.
if (isPipe(0)) process.stdin.on("end", endProvider).resume();

void main(provider, process.argv.slice(2));

function isPipe(descriptor: number): boolean {
  const kind = fstatSync(descriptor);
  return kind.isFIFO() || kind.isSocket();
}

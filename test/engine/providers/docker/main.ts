import { main } from "@pulumi/pulumi/provider/server";
import { recordingProvider } from "./recording-provider";

const daemonFile = process.env["RECORDED_DOCKER_DAEMON"];
if (daemonFile === undefined) throw new Error("RECORDED_DOCKER_DAEMON names no file.");

// The engine holds the other end of our standard input: it closes when the engine is gone.
process.stdin.on("end", () => process.exit(0)).resume();

void main(recordingProvider(daemonFile), process.argv.slice(2));

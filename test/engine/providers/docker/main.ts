/**
 * A stand-in for the provider plugin of @pulumi/docker, for the tests' PATH only: the real one is in
 * no package registry and wants a daemon. It keeps what bites there: what is replaced, what it says
 * it updates and does not, what it waits for, what the daemon refuses.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Daemon } from "./daemon";
import { recordingProvider } from "./recording-provider";

const daemonFile = process.env["RECORDED_DOCKER_DAEMON"];
if (daemonFile === undefined) throw new Error("RECORDED_DOCKER_DAEMON names no file.");

const server = new Server();
server.addService(ResourceProviderService, recordingProvider(new Daemon(daemonFile)));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  // What the engine reads to connect.
  process.stdout.write(`${port}\n`);
});

// The engine holds the other end and never writes: one that was killed closes it.
process.stdin.on("end", () => process.exit(0)).resume();

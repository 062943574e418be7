/**
 * A stand-in for the provider plugin of @pulumiverse/grafana, for the tests' PATH only: the real
 * one is in no package registry. It talks to Grafana's HTTP API as the real one does, and keeps
 * what bites there: what is replaced, what is compared how, what is tried again.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { grafanaProvider } from "./provider";

const server = new Server();
server.addService(ResourceProviderService, grafanaProvider());
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  // What the engine reads to connect.
  process.stdout.write(`${port}\n`);
});

// The engine holds the other end and never writes: one that was killed closes it.
process.stdin.on("end", () => process.exit(0)).resume();

/**
 * A stand-in for the provider plugin of @pulumi/kubernetes, for the tests' PATH only: the real one is
 * in no package registry and wants a cluster. It keeps what bites there: what is replaced, what rolls
 * pods, what the API server refuses.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Cluster } from "./cluster";
import { recordingProvider } from "./recording-provider";

const clusterFile = process.env["RECORDED_CLUSTER"];
if (clusterFile === undefined) throw new Error("RECORDED_CLUSTER names no file.");

const server = new Server();
server.addService(ResourceProviderService, recordingProvider(new Cluster(clusterFile)));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  // What the engine reads to connect.
  process.stdout.write(`${port}\n`);
});

// The engine holds the other end and never writes: one that was killed closes it.
process.stdin.on("end", () => process.exit(0)).resume();

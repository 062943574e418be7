/** How a provider answers the engine's calls. */
import {
  Metadata,
  type ServerUnaryCall,
  type ServiceError,
  type handleUnaryCall,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** The resource was made and does not work: the engine keeps it, and that it does not. */
export class Incomplete extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Struct,
    readonly reason: string,
  ) {
    super(reason);
  }
}

export function answering<Request>(
  answer: (request: Request) => object | Promise<object>,
): handleUnaryCall<Request, object> {
  return (call: ServerUnaryCall<Request, object>, callback: sendUnaryData<object>) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(failure(error));
        },
      );
  };
}

function failure(error: unknown): Partial<ServiceError> {
  const details = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Incomplete)) return { code: status.UNKNOWN, details };
  const detail = new messages.ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(error.outputs)
    .setReasonsList([error.reason]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rich = new Status().setCode(status.UNKNOWN).setMessage(details).setDetailsList([packed]);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return { code: status.UNKNOWN, details, metadata };
}

import type { SecretKey } from "../workloads/workload";

/**
 * Prometheus' certificate as texts, for platforms whose servers do not see the files of this machine.
 * All of it is public.
 */
export interface Certificate {
  /** PEM: the server's own, then those between it and its authority. */
  readonly chain: string;
  /** PEM: what our own clients check it against; the chain itself where no authority is named. */
  readonly authority: string;
  /** A name or address that it is for. By the name that it has in the stack nobody knows it. */
  readonly serverName: string;
}

/** The key's text is read with the certificate, and is no part of a plan. */
export const certificateKeySecret: SecretKey = "prometheus.tls.keyFile";

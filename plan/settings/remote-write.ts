import type { SecretReference } from "./settings";

/** A second home of the samples: Mimir, Thanos, VictoriaMetrics, another Prometheus. */
export interface RemoteWriteSettings {
  /** Unique; the name in Prometheus' own metrics and of the files with credentials. */
  readonly name: string;
  readonly url: string;
  readonly credential?:
    | { readonly kind: "basic"; readonly username: string; readonly password: SecretReference }
    | { readonly kind: "bearer"; readonly token: SecretReference };
  /** Of each request; no secrets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: string;
  /** Regular expressions of the metrics that are sent; all where empty. */
  readonly only: readonly string[];
  readonly queue: QueueSettings;
  readonly tls?: ReceiverTls;
}

/** How samples wait and are sent. What is absent, Prometheus decides. */
export interface QueueSettings {
  readonly minShards?: number;
  readonly maxShards?: number;
  /** Samples that wait at each shard. */
  readonly capacity?: number;
  readonly maxSamplesPerSend?: number;
  readonly batchSendDeadline?: string;
  readonly minBackoff?: string;
  readonly maxBackoff?: string;
  /** Whether what the receiver refuses with 429 is sent again. */
  readonly retryOnRateLimit?: boolean;
  /** Older samples are not sent. */
  readonly sampleAgeLimit?: string;
}

/** Whom Prometheus trusts, and what it shows. */
export interface ReceiverTls {
  /** PEM. */
  readonly ca?: string;
  /** PEM, and the key of it. */
  readonly client?: { readonly certificate: string; readonly key: SecretReference };
  /** The name that the receiver's certificate is for; the URL's host unless set. */
  readonly serverName?: string;
}

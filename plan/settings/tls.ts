/** Where Prometheus' certificate is: in files of this machine or, in a cluster, in a Secret of it. */
export type TlsSettings = TlsFiles | TlsSecret;

/** Absolute paths of PEM files. */
export interface TlsFiles {
  readonly from: "files";
  readonly certFile: string;
  readonly keyFile: string;
  /** What our own clients check the certificate against, where the system's store will not do. */
  readonly caFile?: string;
}

/** Who vouches for the certificate: the Secret's own `ca.crt`, or whom Grafana's image trusts. */
export const authorities = ["secret", "system"] as const;
export type Authority = (typeof authorities)[number];

/** Somebody else makes the Secret, and renews it. */
export interface TlsSecret {
  readonly from: "secret";
  readonly secretName: string;
  /** A name that the certificate is for: what our own clients expect it to have. */
  readonly serverName: string;
  readonly authority: Authority;
}

/** The keys of a Secret of type `kubernetes.io/tls`, as cert-manager writes them. */
export const tlsKeys = { certificate: "tls.crt", key: "tls.key", authority: "ca.crt" } as const;

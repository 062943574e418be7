import { PlanError } from "../plan-error";
import type { QueueSettings, RemoteWriteSettings } from "../settings/remote-write";
import type { ConfigFile, SecretKey } from "../workloads/workload";
import type { YamlValue } from "../workloads/yaml-text";
import { type PrometheusVersion, has } from "./version";

/** An entry of `remote_write`. Credentials are files beside it; only their paths stand in it. */
export function remoteWriteConfig(
  remote: RemoteWriteSettings,
  version: PrometheusVersion,
): YamlValue {
  const { name, url, headers, timeout, only, queue } = remote;
  const queueConfig = queueOf(name, queue, version);
  return {
    name,
    url,
    remote_timeout: timeout,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...authorization(remote),
    ...tlsConfig(remote),
    ...(only.length > 0 && {
      write_relabel_configs: [
        { source_labels: ["__name__"], regex: only.join("|"), action: "keep" },
      ],
    }),
    ...(Object.keys(queueConfig).length > 0 && { queue_config: queueConfig }),
  };
}

/** What it reads beside its configuration, at each request: a new one needs no reload. */
export function remoteWriteFiles(remote: RemoteWriteSettings): readonly ConfigFile[] {
  const { credential, tls } = remote;
  const paths = pathsOf(remote);
  return [
    ...(credential === undefined
      ? []
      : [
          secretFile(
            paths.credential,
            credential.kind === "basic" ? credential.password.secret : credential.token.secret,
          ),
        ]),
    ...(tls?.ca === undefined ? [] : [publicFile(paths.ca, tls.ca)]),
    ...(tls?.client === undefined
      ? []
      : [
          publicFile(paths.certificate, tls.client.certificate),
          secretFile(paths.key, tls.client.key.secret),
        ]),
  ];
}

/** Relative to `prometheus.yml`. No name of a receiver makes two of them equal. */
function pathsOf({ name }: RemoteWriteSettings) {
  return {
    credential: `secrets/remote-write-${name}`,
    key: `secrets/key-of-remote-write-${name}`,
    certificate: `remote-write/certificate-${name}.pem`,
    ca: `remote-write/ca-${name}.pem`,
  };
}

function authorization(remote: RemoteWriteSettings): Record<string, YamlValue> {
  const { credential } = pathsOf(remote);
  switch (remote.credential?.kind) {
    case undefined:
      return {};
    case "basic":
      return {
        basic_auth: { username: remote.credential.username, password_file: credential },
      };
    case "bearer":
      return { authorization: { credentials_file: credential } };
  }
}

function tlsConfig(remote: RemoteWriteSettings): Record<string, YamlValue> {
  const { tls } = remote;
  if (tls === undefined) return {};
  const paths = pathsOf(remote);
  return {
    tls_config: {
      ...(tls.ca !== undefined && { ca_file: paths.ca }),
      ...(tls.client !== undefined && { cert_file: paths.certificate, key_file: paths.key }),
      ...(tls.serverName !== undefined && { server_name: tls.serverName }),
    },
  };
}

function queueOf(
  name: string,
  queue: QueueSettings,
  version: PrometheusVersion,
): Record<string, YamlValue> {
  refuseUnknown(name, queue, version);
  const { minShards, maxShards, capacity, maxSamplesPerSend, batchSendDeadline } = queue;
  const { minBackoff, maxBackoff, retryOnRateLimit, sampleAgeLimit } = queue;
  return {
    ...(minShards !== undefined && { min_shards: minShards }),
    ...(maxShards !== undefined && { max_shards: maxShards }),
    ...(capacity !== undefined && { capacity }),
    ...(maxSamplesPerSend !== undefined && { max_samples_per_send: maxSamplesPerSend }),
    ...(batchSendDeadline !== undefined && { batch_send_deadline: batchSendDeadline }),
    ...(minBackoff !== undefined && { min_backoff: minBackoff }),
    ...(maxBackoff !== undefined && { max_backoff: maxBackoff }),
    ...(retryOnRateLimit !== undefined && { retry_on_http_429: retryOnRateLimit }),
    ...(sampleAgeLimit !== undefined && { sample_age_limit: sampleAgeLimit }),
  };
}

/** The version that runs is known here only, where a stack runs what the machine has. */
function refuseUnknown(
  name: string,
  { sampleAgeLimit }: QueueSettings,
  version: PrometheusVersion,
): void {
  if (sampleAgeLimit === undefined || has(version, "sampleAgeLimit")) return;
  throw new PlanError(
    `prometheus.remoteWrite "${name}" has queue.sampleAgeLimit, which Prometheus knows since 2.50, ` +
      `and ${version.major}.${version.minor} is what runs. Remove it, or run a newer Prometheus.`,
  );
}

function secretFile(path: string, key: SecretKey): ConfigFile {
  return { path, content: [{ ref: "secret", key }], secret: true, onChange: "nothing" };
}

function publicFile(path: string, content: string): ConfigFile {
  return { path, content, secret: false, onChange: "nothing" };
}

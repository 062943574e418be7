import { z } from "zod";
import { isSlug, slugOf } from "../../dashboards/import/uid";
import { serviceNames } from "../targets/deployment";
import { listed, nearest } from "./nearest";
import { kinds } from "./registries";

/** Names that end up in file names and label values. */
export function identifier(what: string) {
  const rule = `${what} has letters, digits, "-", "_" and ".", begins with a letter or digit, and has 100 at most`;
  return z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]*$/)
    .max(100)
    .register(kinds, { label: "name", rule });
}

/** The uid of a dashboard: it becomes part of an address, for good. */
export function slug() {
  const rule = "a uid has lower-case letters, digits and single hyphens, at most 40";
  return z
    .string()
    .refine(isSlug)
    .register(kinds, {
      label: "uid",
      rule,
      explain: (value) => {
        const close = typeof value === "string" ? slugOf(value) : "";
        return close === "" ? undefined : `${rule}. Did you mean ${close}?`;
      },
    });
}

/** Of a file's bytes, as `sha256sum` prints it. */
export function checksum() {
  const rule = "a sha256 has 64 digits from 0 to 9 and a to f";
  return z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .register(kinds, {
      label: "sha256",
      rule,
      explain: (value) => {
        const bare = typeof value === "string" ? value.toLowerCase().replace(/^sha256:/, "") : "";
        return /^[0-9a-f]{64}$/.test(bare) ? `${rule}. Did you mean ${bare}?` : undefined;
      },
    });
}

/** A name of Kubernetes: DNS label. */
export function kubernetesName(what: string) {
  const rule = `${what} has lower-case letters, digits and "-", at most 63`;
  return z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .register(kinds, { label: "name", rule });
}

/** Of most objects of Kubernetes: DNS labels with dots between them. */
export function objectName(what: string) {
  const rule = `${what} has lower-case letters, digits, "-" and ".", at most 253`;
  return z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/)
    .max(253)
    .register(kinds, { label: "name", rule });
}

/** A Gateway of a namespace. */
export function gatewayName() {
  const rule = 'a Gateway is named as namespace/name, like "infra/public"';
  return z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/)
    .register(kinds, { label: "namespace/name", rule });
}

/** A key of a Secret or ConfigMap. */
export function fileName() {
  const rule = 'a key has letters, digits, "-", "_" and "."';
  return z
    .string()
    .regex(/^[\w-][\w.-]*$/)
    .max(253)
    .register(kinds, { label: "key", rule });
}

/** The key of a label or annotation of Kubernetes, with or without a prefix. */
export function objectLabel() {
  const rule = 'a label is a name, like "app" or "app.kubernetes.io/name"';
  return z
    .string()
    .regex(/^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/)
    .register(kinds, { label: "label", rule });
}

/** The name of a label, other than those the stack sets itself. */
export function labelName(reserved: Readonly<Record<string, string>>) {
  const rule = 'a label has letters, digits and "_", and begins with neither a digit nor "__"';
  return z
    .string()
    .regex(/^(?!__)[A-Za-z_]\w*$/)
    .refine((name) => !Object.hasOwn(reserved, name))
    .register(kinds, {
      label: "label",
      rule,
      explain: (value) => {
        const name = String(value);
        if (Object.hasOwn(reserved, name)) return reserved[name];
        const close = name.replaceAll(/[^A-Za-z0-9]+/g, "_").replace(/^[\d_]+|_+$/g, "");
        return close === "" || Object.hasOwn(reserved, close)
          ? undefined
          : `${rule}. Did you mean ${close}?`;
      },
    });
}

/** The name of an account for HTTP basic authentication, which a colon would cut in two. */
export function userName() {
  const rule = 'a user name has letters, digits, "-", "_", "." and "@"';
  return z
    .string()
    .regex(/^[\w.@-]+$/)
    .register(kinds, { label: "name", rule });
}

/** What Prometheus sets itself (its config.go), and refuses a configuration for. */
const headersOfPrometheus = new Set([
  ..."host content-encoding content-length content-type user-agent connection keep-alive".split(
    " ",
  ),
  ..."proxy-authenticate proxy-authorization www-authenticate accept-encoding".split(" "),
  ..."x-prometheus-remote-write-version x-prometheus-remote-read-version".split(" "),
  ..."x-amz-date x-amz-security-token x-amz-content-sha256".split(" "),
]);

/** Of an HTTP request. */
export function headerName() {
  const rule = 'a header has letters, digits and "-", like "X-Scope-OrgID"';
  const isOurs = (name: string) => name.toLowerCase() === "authorization";
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/)
    .refine((name) => !headersOfPrometheus.has(name.toLowerCase()) && !isOurs(name))
    .register(kinds, {
      label: "header",
      rule,
      explain: (value) => {
        const name = String(value);
        if (isOurs(name))
          return "an account or a token is set with username and password, or bearerToken";
        return headersOfPrometheus.has(name.toLowerCase())
          ? "Prometheus sets this header itself"
          : undefined;
      },
    });
}

/** A regular expression of RE2 for whole names of metrics. */
export function metricPattern() {
  const rule = 'metrics are named in full or by a regular expression, like "chatqna:.*"';
  return z
    .string()
    .min(1)
    .refine(isPattern)
    .register(kinds, {
      label: "regular expression",
      rule,
      explain: (value) =>
        typeof value === "string" && /\(\?[=!<]|\\[1-9]/.test(value)
          ? `${rule}. Prometheus' own have no look-around and no back references`
          : undefined,
    });
}

/** JavaScript's are more than RE2's: what is left to tell is told by Prometheus. */
function isPattern(text: string): boolean {
  if (/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(text) || /\{[^}]*=/.test(text)) return false;
  try {
    return new RegExp(`^(?:${text})$`).source !== "";
  } catch {
    return false;
  }
}

/** The services of the catalogue, also by the names of OPEA's containers and of the engines. */
export function serviceName() {
  const rule = `services are ${listed(serviceNames)}`;
  return z.enum(serviceNames).register(kinds, {
    label: "service",
    rule,
    explain: (value) => {
      const close = serviceMeant(String(value).toLowerCase());
      return close === undefined ? undefined : `${rule}. Did you mean ${close}?`;
    },
  });
}

function serviceMeant(name: string): string | undefined {
  if (name.startsWith("tgi") || name.startsWith("ollama")) return "llm";
  return nearest(name, serviceNames) ?? serviceNames.find((service) => name.includes(service));
}

/** Reads and judges the inputs of a `process:index:Process`. */
import { isIP } from "node:net";

import type {
  ListenAddress,
  ProcessInputs,
  ReadinessCheck,
  ReloadCheck,
  WatchedFile,
} from "./inputs";
import {
  absolutePath,
  httpUrl,
  listOf,
  matching,
  nonEmptyText,
  numberBetween,
  object,
  oneOf,
  parse,
  recordOf,
  secretText,
  text,
  wholeNumberBetween,
} from "./parse";
import type { Failure, Reader } from "./parse";
import { isUnknown } from "./property-values";
import type { Properties } from "./property-values";

const longestWaitSeconds = 3600;
const metricName = matching(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "the name of a metric");

const ipAddress: Reader<string> = (value, at, fail) => {
  if (isUnknown(value) || (typeof value === "string" && isIP(value) !== 0)) return value as string;
  fail(at, `must be an IP address, found ${JSON.stringify(value)}`);
  return null;
};

const readiness: Reader<ReadinessCheck> = object<ReadinessCheck>(
  { url: httpUrl, timeoutSeconds: numberBetween(0.1, longestWaitSeconds) },
  { username: text, password: secretText, caFile: absolutePath },
);

const reload: Reader<ReloadCheck> = object<ReloadCheck>(
  {
    signal: oneOf("SIGHUP"),
    metricsUrl: httpUrl,
    successMetric: metricName,
    timestampMetric: metricName,
  },
  {},
);

const port: Reader<ListenAddress> = object<ListenAddress>(
  { address: ipAddress, port: wholeNumberBetween(1, 65535) },
  {},
);

const watchedFiles: Reader<readonly WatchedFile[]> = listOf(
  object<WatchedFile>(
    {
      path: absolutePath,
      sha256: matching(/^[0-9a-f]{64}$/, "a SHA-256 sum of 64 hexadecimal digits"),
      onChange: oneOf("reload", "restart", "nothing"),
    },
    {},
  ),
);

export const processInputs: Reader<ProcessInputs> = object<ProcessInputs>(
  {
    name: nonEmptyText,
    program: absolutePath,
    args: listOf(text),
    environment: recordOf(secretText),
    workingDirectory: absolutePath,
    logFile: absolutePath,
    registry: absolutePath,
    files: watchedFiles,
    ports: listOf(port),
    readiness,
    stopGraceSeconds: numberBetween(0, longestWaitSeconds),
  },
  { reload },
);

/** The files of inputs or state; none where they are not known, or not of this version. */
export function filesIn(properties: Properties): readonly WatchedFile[] {
  return parse(watchedFiles, properties["files"]).value ?? [];
}

/** The ports of inputs or state; none where they are not known, or not of this version. */
export function portsIn(properties: Properties): readonly ListenAddress[] {
  const { value = [] } = parse(listOf(port), properties["ports"]);
  return value.filter((listen) => !isUnknown(listen.address) && !isUnknown(listen.port));
}

/** What is wrong, property by property, and between properties. */
export function processFailures(properties: Properties): readonly Failure[] {
  const { value, failures } = parse(processInputs, properties);
  if (value === undefined) return failures;
  return [...reloadFailures(value), ...credentialFailures(value), ...repeatedFiles(value)];
}

function reloadFailures({ files, reload: check }: ProcessInputs): Failure[] {
  if (check !== undefined) return [];
  const file = files.find(({ onChange }) => onChange === "reload");
  if (file === undefined) return [];
  const reason = `is missing, and ${file.path} is to be reloaded: say how, or restart instead`;
  return [{ property: "reload", reason }];
}

function credentialFailures({ readiness: { username, password } }: ProcessInputs): Failure[] {
  if ((username === undefined) === (password === undefined)) return [];
  const [missing, given] =
    username === undefined ? ["username", "password"] : ["password", "username"];
  return [{ property: `readiness.${missing}`, reason: `is missing, while ${given} is given` }];
}

function repeatedFiles({ files }: ProcessInputs): Failure[] {
  const known = files.map(({ path }) => path).filter((path) => !isUnknown(path));
  const repeated = known.find((path, index) => known.indexOf(path) !== index);
  if (repeated === undefined) return [];
  return [{ property: "files", reason: `name ${repeated} twice` }];
}

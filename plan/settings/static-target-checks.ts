import { componentOfJob, knownJobs } from "../targets/jobs";
import { components } from "../targets/target";
import { addressesOf } from "./complete-settings";
import type { CrossFinding } from "./finding";
import { listed, nearest } from "./nearest";
import type { ParsedSettings } from "./schema";
import type { ParsedStaticTargets } from "./targets-schema";

type Entry = ParsedStaticTargets;
type EntryCheck = (
  entry: Entry,
  position: number,
  entries: readonly Entry[],
) => readonly CrossFinding[];

const entryChecks: readonly EntryCheck[] = [
  hasOneKindOfAddress,
  addressesDiffer,
  jobIsOwn,
  componentIsKnown,
];

export const staticTargetChecks = [
  ({ targets }: ParsedSettings): readonly CrossFinding[] =>
    targets.static.flatMap((entry, position, entries) =>
      entryChecks.flatMap((check) => check(entry, position, entries)),
    ),
];

function hasOneKindOfAddress(
  { address, addresses }: Entry,
  position: number,
): readonly CrossFinding[] {
  if ((address === undefined) !== (addresses === undefined)) return [];
  const message =
    address === undefined
      ? "has no address. Set address, or addresses for several replicas."
      : "has address and addresses. Put all of them under addresses.";
  return [{ path: entryPath(position), message, involves: [] }];
}

function addressesDiffer({ addresses = [] }: Entry, position: number): readonly CrossFinding[] {
  return addresses.flatMap((address, index) => {
    const first = addresses.indexOf(address);
    if (first === index) return [];
    return [
      {
        path: entryPath(position, "addresses", index),
        message: `is "${address}", which addresses[${first}] is too. Remove one.`,
        involves: [],
      },
    ];
  });
}

/** The stack scrapes its own Prometheus by itself, whatever its port and accounts. */
const ownJob = "prometheus";

function jobIsOwn(
  { job }: Entry,
  position: number,
  entries: readonly Entry[],
): readonly CrossFinding[] {
  const path = entryPath(position, "job");
  if (job === ownJob) {
    const message = `is "${job}", the job of this stack's own Prometheus. Name it otherwise, like "other-prometheus".`;
    return [{ path, message, involves: [] }];
  }
  const first = entries.findIndex((entry) => entry.job === job);
  if (first === position) return [];
  return [
    {
      path,
      message: `is "${job}", the job of targets.static[${first}] too. Put the addresses of both under its addresses.`,
      involves: [],
    },
  ];
}

function componentIsKnown({ job, component }: Entry, position: number): readonly CrossFinding[] {
  if (component !== undefined || componentOfJob(job) !== undefined) return [];
  const close = nearest(job, knownJobs);
  const hint = close === undefined ? "" : ` Or did you mean job: ${close}?`;
  return [
    {
      path: entryPath(position, "component"),
      message: `is missing; no job of OPEA's is named "${job}", so say which part it plays: ${listed(components, "or")}.${hint}`,
      involves: [entryPath(position, "job")],
    },
  ];
}

function entryPath(position: number, ...below: (string | number)[]) {
  return ["targets", "static", position, ...below];
}

/** Where each address stands, to name it in a message. */
export function staticAddresses(
  entries: readonly Entry[],
): readonly { readonly address: string; readonly entry: Entry; readonly position: number }[] {
  return entries.flatMap((entry, position) =>
    addressesOf(entry).map((address) => ({ address, entry, position })),
  );
}

import { servicesOf } from "../targets/catalogue";
import { serviceOfAddress } from "../targets/cluster-address";
import type { Reach } from "../targets/deployment";
import { type ExistingDeployment, allDeployments } from "../targets/deployment-problems";
import type { Service } from "../targets/service";
import type { NamespaceFacts } from "./cluster-facts";
import { type Candidate, type Recognition, nearestOf } from "./recognise";

type ClusterReach = Extract<Reach, { readonly namespace: string }>;

/** A ChatQnA of a namespace, and how its services are named there. */
export interface ClusterRecognition extends Recognition {
  readonly reach: ClusterReach;
}

/** Undefined where nothing in the namespace is ChatQnA's own service. */
export function recogniseInCluster(facts: NamespaceFacts): ClusterRecognition | undefined {
  const found = nearestOf(candidatesIn(facts), facts.services, {
    things: "services",
    files: "values file or manifest",
    tags: "The charts, the images and what the pods ask for",
  });
  return found && { ...found.recognition, reach: found.candidate.reach };
}

interface ClusterCandidate extends Candidate {
  readonly reach: ClusterReach;
}

function candidatesIn({ name, helmReleases }: NamespaceFacts): readonly ClusterCandidate[] {
  const inCluster = allDeployments().filter(({ via }) => via !== "host" && via !== "compose");
  // Manifests rendered from the chart have its usual name, and may have lost the labels.
  const releases = [...new Set(["chatqna", ...helmReleases])];
  return inCluster.flatMap((existing) => {
    switch (existing.via) {
      case "manifests":
      case "gmc":
        return [candidate(existing, { via: existing.via, namespace: name })];
      case "helm":
        return releases.map((release) =>
          candidate(existing, { via: "helm", release, namespace: name }),
        );
      case "host":
      case "compose":
        return [];
    }
  });
}

function candidate(existing: ExistingDeployment, reach: ClusterReach): ClusterCandidate {
  const services = servicesOf(existing.deployment, reach);
  return {
    existing,
    reach,
    services: services.map(underItsOwnName),
    podContainers: new Map(
      services.flatMap(({ name, container }) =>
        container === undefined ? [] : [[name, container]],
      ),
    ),
  };
}

/** In a cluster a service is found by its Service, not by the container in its pods. */
function underItsOwnName(service: Service): Service {
  const host = serviceOfAddress(service.address ?? "")?.service;
  return host === undefined ? service : { ...service, container: host };
}

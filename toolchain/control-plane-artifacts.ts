import type { Artifact } from "./artifacts";
import { versions } from "./versions";

/*
 * What `npm run e2e:kubernetes` needs where no cluster is named: the control plane of Kubernetes, and a
 * node that runs nothing.
 */

const kubernetesVersionVariables = "k8s.io/component-base/version";
const [kubernetesMajor = "", kubernetesMinor = ""] = versions.kubernetes.obtain.split(".");

/** A control plane but for etcd; built together they share most of their packages. */
export const kubernetes: Artifact = {
  name: "kubernetes",
  version: versions.kubernetes.obtain,
  programs: ["kube-apiserver", "kube-controller-manager", "kube-scheduler"],
  releaseDirectory: "",
  go: [
    {
      module: "kubernetes",
      packages: {
        "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
        "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
        "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
      },
      tags: [],
      // Without them, clients cannot read its version.
      variables: {
        [`${kubernetesVersionVariables}.gitVersion`]: `v${versions.kubernetes.obtain}`,
        [`${kubernetesVersionVariables}.gitMajor`]: kubernetesMajor,
        [`${kubernetesVersionVariables}.gitMinor`]: kubernetesMinor,
      },
    },
  ],
};

/** Says of pods that they run, where no node could run them. */
export const kwok: Artifact = {
  name: "kwok",
  version: versions.kwok.obtain,
  programs: ["kwok"],
  releaseDirectory: "",
  go: [
    {
      module: "kwok",
      packages: { kwok: "sigs.k8s.io/kwok/cmd/kwok" },
      tags: [],
      variables: {},
    },
  ],
};

export const etcd: Artifact = {
  name: "etcd",
  version: versions.etcd.obtain,
  programs: ["etcd"],
  releaseDirectory: "",
  debian: { name: "etcd-server" },
};

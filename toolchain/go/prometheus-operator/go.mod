module chatqna-monitoring/toolchain/prometheus-operator

go 1.26

// Nothing of it is built: its module holds the operator's CRDs as files.
require github.com/prometheus-operator/prometheus-operator v0.85.0

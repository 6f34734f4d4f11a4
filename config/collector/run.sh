#!/bin/sh
# Runs the collector in a container, for the machine below it. Arguments are flags of the collector: run.sh --log-level debug
#
# - The root of the machine is mounted read-only with what is mounted below it later (rslave).
# - The processes of the machine are seen (pid host), and by the first of them its network interfaces: the network of the container stays
#   its own, and the port is published to this machine alone. With --network host instead of --publish, add
#   --env OTEL_EXPORTER_PROMETHEUS_HOST=localhost.
# - Beacons of browsers come by a proxy on this machine, which passes on /beacon alone:
#   run.sh --beacon-origins https://app.example.com --beacon-trusted-hops 1
exec docker run --detach --name autonomica-collector --restart unless-stopped \
  --volume /:/host:ro,rslave \
  --pid host \
  --env AUTONOMICA_METRICS_ROOTFS=/host \
  --publish 127.0.0.1:8000:8000 \
  --read-only --cap-drop ALL --security-opt no-new-privileges \
  autonomica-collector autonomica-metrics collector "$@"

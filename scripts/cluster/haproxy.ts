export interface NodeAddress {
  /** NODE_NAME of the process. */
  name: string;
  /** `host:port` at which the process listens. */
  address: string;
}

/**
 * Configuration of haproxy 2.6 and newer in front of several processes: rooms go to the process whose name stands in their address,
 * everything else to any process that says it is ready.
 */
export const haproxyConfig = (bind: string, nodes: readonly NodeAddress[]): string => `defaults
  mode http
  timeout connect 2s
  timeout client 90s
  timeout server 90s
  timeout tunnel 1h
  option forwardfor
  # a request that never reached a process goes to another one
  retries 3
  option redispatch 1
  retry-on conn-failure

frontend tutti
  bind ${bind}
  use_backend node_%[path,field(3,/)] if { path_beg /nodes/ }
  use_backend news if { path_beg /socket.io/ }
  default_backend any

# 404 says that a process stops: it gets nothing more, and what is open may end there
backend any
  balance roundrobin
  option httpchk GET /health/traffic
  http-check disable-on-404
  default-server check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${nodes.map(({ name, address }) => `  server ${name} ${address}`).join('\n')}

# sockets go to another process at once; by long polling news stay with one
backend news
  balance roundrobin
  option httpchk GET /health/ready
  default-server check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
  cookie tutti_node insert indirect nocache httponly
${nodes.map(({ name, address }) => `  server ${name} ${address} cookie ${name}`).join('\n')}
${nodes.map(({ name, address }) => `\nbackend node_${name}\n  server ${name} ${address}\n`).join('')}`;

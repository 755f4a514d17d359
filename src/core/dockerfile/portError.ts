import { addressError } from './addressError.js';
import { quoteGo } from './goText.js';

/**
 * What the builder says of a port of EXPOSE, `[ip:][hostPort:]port[-port][/protocol]`; undefined where it takes it.
 * https://github.com/moby/buildkit/blob/v0.25.0/frontend/dockerfile/dockerfile2llb/convert_expose.go
 */
export function portError(text: string): string | undefined {
  const parts = text.split(':');
  const container = parts.at(-1) ?? '';
  const slash = container.indexOf('/');
  const port = slash === -1 ? container : container.slice(0, slash);
  const protocol = slash === -1 ? '' : container.slice(slash + 1);
  if (port === '') {
    return `invalid port: ${quoteGo(text)}: no port specified`;
  }
  if (!['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
    return `invalid port: ${quoteGo(text)}: invalid proto: ${protocol}`;
  }
  const address = parts.slice(0, -2).join(':');
  return (address === '' ? undefined : addressError(address)) ?? rangeError(port, parts.at(-2) ?? '');
}

function rangeError(port: string, host: string): string | undefined {
  const range = portRange(port);
  if (range === undefined) {
    return `invalid containerPort: ${port}`;
  }
  const hostRange = host === '' ? range : portRange(host);
  if (hostRange === undefined) {
    return `invalid hostPort: ${host}`;
  }
  const isOneEach = hostRange.last - hostRange.first === range.last - range.first;
  return isOneEach || range.first === range.last
    ? undefined
    : `invalid ranges specified for container and host Ports: ${port} and ${host}`;
}

function portRange(text: string): { readonly first: number; readonly last: number } | undefined {
  const [from = '', to = from, ...more] = text.split('-');
  const isNumber = (part: string): boolean => /^\d+$/.test(part) && Number(part) <= 65_535;
  const isRange = more.length === 0 && isNumber(from) && isNumber(to) && Number(from) <= Number(to);
  return isRange ? { first: Number(from), last: Number(to) } : undefined;
}

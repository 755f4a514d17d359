import { stepRule } from '../buildkitRule.js';
import type { Said } from '../buildkitRule.js';
import type { Step } from '../evaluatedBuild.js';

/** https://docs.docker.com/reference/build-checks/expose-proto-casing/ */
export const exposeProtoCasing = stepRule(
  {
    name: 'ExposeProtoCasing',
    title: 'The protocol of EXPOSE is not in lower case',
    keywords: ['EXPOSE'],
  },
  (step) =>
    sayOfPorts(step, ({ protocol, text }) =>
      protocol === protocol.toLowerCase()
        ? undefined
        : `Defined protocol '${text}' in EXPOSE instruction should be lowercase`,
    ),
);

/** https://docs.docker.com/reference/build-checks/expose-invalid-format/ */
export const exposeInvalidFormat = stepRule(
  {
    name: 'ExposeInvalidFormat',
    title: 'EXPOSE has an address or a port of the host',
    keywords: ['EXPOSE'],
  },
  (step) =>
    sayOfPorts(step, ({ host, text }) =>
      host === ''
        ? undefined
        : `EXPOSE instruction should not define an IP address or host-port mapping, found '${text}'`,
    ),
);

interface Port {
  readonly text: string;
  /** All before the container's port: address, port of the host. */
  readonly host: string;
  readonly protocol: string;
}

function sayOfPorts({ place, texts }: Step, judge: (port: Port) => string | undefined): readonly Said[] {
  return texts.flatMap(({ text, range }): readonly Said[] => {
    const port = text === undefined ? undefined : readPort(text);
    const message = port === undefined ? undefined : judge(port);
    return message === undefined ? [] : [{ place, range, message }];
  });
}

/** Undefined for what ends a build: no port, or a protocol that there is not. */
function readPort(text: string): Port | undefined {
  const colon = text.lastIndexOf(':');
  const container = text.slice(colon + 1);
  const slash = container.indexOf('/');
  const port = slash === -1 ? container : container.slice(0, slash);
  const protocol = slash === -1 ? '' : container.slice(slash + 1);
  const isUsable = port !== '' && ['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase());
  const host = text.slice(0, Math.max(0, colon)).replace(/^:$/, '');
  return isUsable ? { text, host, protocol } : undefined;
}

import { quoteGo } from './goText.js';

const component = '^[A-Za-z0-9_.-]+$';
const systemComponent = String.raw`^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$`;

/** What may stand alone: the systems and processors that Go knows, and other names of theirs. */
const loneNames: ReadonlySet<string> = new Set(
  (
    'aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd plan9 solaris windows ' +
    'zos 386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 ' +
    'mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm i386 x86_64 x86-64 aarch64 armhf armel'
  ).split(' '),
);

/**
 * What the builder says of a `--platform` that cannot be, and that is written so; undefined when it can.
 * https://pkg.go.dev/github.com/containerd/platforms#Parse
 */
export function platformProblem(text: string, written: string): string | undefined {
  const error = text.includes('*') ? `${quoteGo(text)}: wildcards not yet supported` : partError(text);
  return error === undefined ? undefined : `failed to parse platform ${written}: ${error}: invalid argument`;
}

function partError(text: string): string | undefined {
  const [system = '', ...parts] = text.split('/');
  const whole = quoteGo(text);
  if (!new RegExp(systemComponent).test(system)) {
    const rule = `OSAndVersion specifier component must match ${quoteGo(systemComponent)}`;
    return `${quoteGo(system)} is an invalid OS component of ${whole}: ${rule}`;
  }
  const bad = parts.find((part) => !new RegExp(component).test(part));
  if (bad !== undefined) {
    const rule = `platform specifier component must match ${quoteGo(component)}`;
    return `${quoteGo(bad)} is an invalid component of ${whole}: ${rule}`;
  }
  if (parts.length > 2) {
    return `${whole}: cannot parse platform specifier`;
  }
  const isKnown = parts.length > 0 || loneNames.has(system.replace(/\(.*$/, '').toLowerCase());
  return isKnown ? undefined : `${whole}: unknown operating system or architecture`;
}

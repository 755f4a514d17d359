import { CoreError } from '../base/errors.js';

/** An operating system and processor as OCI names them, normalised (`aarch64` is `arm64`, `arm64/v8` has no variant). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** A platform text that cannot be understood, or that a system has no name for. */
export class PlatformError extends CoreError<'platform-invalid' | 'platform-unmapped'> {}

const architectureAliases: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
  i686: '386',
  armhf: 'arm',
  armel: 'arm',
};

const partPattern = /^[a-z0-9_.-]+$/i;

/** Go's names of processors, the only ones that may stand alone. */
const loneArchitecture =
  /^(?:386|amd64|arm|arm64|loong64|mips|mipsle|mips64|mips64le|ppc64|ppc64le|riscv64|s390x|wasm)$/;

/**
 * Reads `os/architecture[/variant]`, or a known architecture alone (then the os is `linux`), and normalises it the way
 * containerd does: https://github.com/containerd/platforms/blob/v1.0.0-rc.1/database.go
 * An os alone is refused: containerd would take the architecture of the machine that it runs on.
 */
export function parsePlatform(text: string): Platform {
  const parts = text.trim().toLowerCase().split('/');
  if (parts.length > 3 || parts.some((part) => !partPattern.test(part))) {
    throw new PlatformError(
      'platform-invalid',
      `"${text}" is not a platform; write os/architecture, such as linux/arm64.`,
    );
  }
  const [os = '', architecture = '', variant] = parts.length === 1 ? ['linux', ...parts] : parts;
  const platform = normalizePlatform(os, architecture, variant);
  if (parts.length === 1 && !loneArchitecture.test(platform.architecture)) {
    throw new PlatformError(
      'platform-invalid',
      `"${text}" is not a known architecture; write os/architecture, such as linux/arm64.`,
    );
  }
  return platform;
}

/** The canonical text of a platform: `linux/arm64`, `linux/arm/v7`. */
export function formatPlatform(platform: Platform): string {
  const variant = platform.variant === undefined ? '' : `/${platform.variant}`;
  return `${platform.os}/${platform.architecture}${variant}`;
}

/** Builds a platform from the separate fields of an image config or a descriptor, normalised. */
export function normalizePlatform(os: string, architecture: string, variant?: string): Platform {
  const alias = architectureAliases[architecture] ?? architecture;
  const normal = normalVariant(architecture, alias, variant === '' ? undefined : variant);
  return {
    os: os === 'macos' ? 'darwin' : os,
    architecture: alias,
    ...(normal !== undefined && { variant: normal }),
  };
}

function normalVariant(written: string, alias: string, variant: string | undefined): string | undefined {
  if (written === 'armel') {
    return 'v6';
  }
  if (alias === 'arm') {
    return armVariant(variant);
  }
  if (alias === 'arm64') {
    return variant === 'v8' || variant === '8' ? undefined : variant;
  }
  return alias === 'amd64' && variant === 'v1' ? undefined : variant;
}

function armVariant(variant: string | undefined): string {
  if (variant === undefined) {
    return 'v7';
  }
  return /^\d$/.test(variant) ? `v${variant}` : variant;
}

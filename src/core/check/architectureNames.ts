/** What programs, packages and archives call processors, by Docker's name for them. */
const names: readonly (readonly [architecture: string, pattern: string])[] = [
  ['amd64', 'amd64|x86_64|x86-64|x64|linux64'],
  ['386', 'i386|i686|linux32'],
  ['arm64', 'arm64|aarch64|arm64v8'],
  ['arm', 'armhf|armel|armv6|armv6l|armv7|armv7l|armv7hl|arm32v[67]|linux[-_]arm'],
  ['ppc64le', 'ppc64le|ppc64el'],
  ['s390x', 's390x'],
  ['riscv64', 'riscv64|riscv64gc'],
];

const pattern = new RegExp(
  names.map(([, words]) => `(?<![A-Za-z0-9])(${words})(?![A-Za-z0-9])`).join('|'),
  'gi',
);

/** The processors that a text names, each once, in Docker's words, in the order they come. */
export function architecturesIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(pattern)) {
    const groups: readonly (string | undefined)[] = match.slice(1);
    const group = groups.findIndex((word) => word !== undefined);
    const architecture = names[group]?.[0];
    if (architecture !== undefined) {
      found.add(architecture);
    }
  }
  return [...found];
}

/** How a shell finds out what it is built for: the builder's arguments, variables of that meaning, and programs. */
const awareness = new RegExp(
  [
    String.raw`\$\{?[A-Za-z_]*ARCH`,
    String.raw`\$\{?(?:TARGET|BUILD)(?:PLATFORM|OS|VARIANT)`,
    String.raw`\b(?:uname|arch|dpkg-architecture)\b(?!-)`,
    '--print-(?:foreign-)?arch',
    'add-architecture',
    String.raw`%\{?_?(?:arch|target_cpu)`,
    String.raw`\b(?:HOSTTYPE|MACHTYPE|GOARCH)\b`,
    String.raw`platform\.machine`,
  ].join('|'),
  'i',
);

/** Whether a text asks what processor it is built for, or says that it is about another one. */
export function isArchitectureAware(text: string): boolean {
  return awareness.test(text);
}

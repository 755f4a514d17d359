import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Command, Host } from '../../../src/core/host/host.js';
import { createTestHost } from '../../support/testHost.js';
import { findRecipes } from '../../../src/core/pipeline/findRecipes.js';
import { formatPlatform } from '../../../src/core/platform/platform.js';

const packages = new URL('../../../scripts/lab/packages.sh', import.meta.url).pathname;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oci-recipes-hcl-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const loci = `
variable "RELEASES" {
  default = [{ v = "2025.1", from = "ubuntu:noble" }, { v = "2025.2", from = "ubuntu:noble" }]
}
function "id" {
  params = [r]
  result = replace(r.v, ".", "-")
}
target "_common" { platforms = ["linux/amd64", "linux/arm64"] }
target "base" {
  name     = "base-\${id(r)}"
  matrix   = { r = RELEASES }
  inherits = ["_common"]
  args     = { FROM = r.from, LITERAL = "$\${x}" }
}
target "app" {
  inherits = ["_common"]
  contexts = { base = "target:base-2025-2" }
  tags     = ["app:$\${t}"]
}
`;

/** The real host, its docker being buildx of a package set: --print needs neither client nor engine. */
function hostWith(set: string): Host {
  const root = execFileSync(packages, [set], { encoding: 'utf8' }).trim();
  const host = createTestHost();
  const direct = (command: Command): Command => ({
    ...command,
    program: join(root, 'usr/libexec/docker/cli-plugins/docker-buildx'),
    args: command.args.slice(1),
  });
  return {
    ...host,
    processes: {
      run: (command, options) => host.processes.run(direct(command), options),
      start: (command, options) => host.processes.start(direct(command), options),
    },
  };
}

test.each(['engine26', 'engine28'])('%s evaluates docker-bake.hcl', async (set) => {
  writeFileSync(join(folder, 'docker-bake.hcl'), loci);
  const { recipes, findings, notes } = await findRecipes(folder, hostWith(set), { allowPrograms: true });
  expect({
    findings,
    notes,
    recipes: recipes.map(({ name, target, dependencies, source }) => ({
      name,
      line: source.nameRange?.start.line,
      args: target.args,
      tags: target.tags,
      platforms: target.platforms.map(formatPlatform),
      dependencies: Object.keys(dependencies),
    })),
  }).toMatchSnapshot();
});

test.each(['engine26', 'engine28'])(
  'what %s refuses in docker-bake.hcl is a finding at its place',
  async (set) => {
    writeFileSync(join(folder, 'docker-bake.hcl'), 'target "app" {\n  args = { a = NOPE }\n}\n');
    const { recipes, findings } = await findRecipes(folder, hostWith(set), { allowPrograms: true });
    expect({
      recipes,
      findings: findings.map(({ range, severity, file }) => ({
        range,
        severity,
        isHere: file.startsWith(folder),
      })),
    }).toEqual({
      recipes: [],
      findings: [
        {
          range: { start: { line: 1, character: 15 }, end: { line: 1, character: 19 } },
          severity: 'error',
          isHere: true,
        },
      ],
    });
  },
);

// The rules as the settings and the schema of recipe files enumerate them, made from the table of rules. Without
// --write it says what differs, and exits with 1 if anything does.
//
// usage: node scripts/lint/ruleSettings.mjs [--write]
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const write = process.argv.includes('--write');
const table = await loadTable();
const changed = [
  await update('package.json', intoSettings),
  await update('schemas/oci-recipe.schema.json', intoSchema),
];
process.exitCode = changed.some(Boolean) && !write ? 1 : 0;

/** The exports of the table's modules. */
async function loadTable() {
  const folder = await mkdtemp(join(tmpdir(), 'oci-rule-table-'));
  try {
    const outfile = join(folder, 'table.mjs');
    await build({
      stdin: {
        contents:
          "export { ruleTable } from './src/core/check/ruleTable.ts'; export * from './src/core/finding/checkPolicy.ts';",
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      outfile,
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A property for each rule, by family and name. */
function ruleProperties() {
  const rules = table.ruleTable.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return Object.fromEntries(
    rules.map(({ name, title, severity, preset }) => [
      name,
      { description: `${title}. (${severity}, ${preset})`, type: 'string', enum: [...table.ruleSettings] },
    ]),
  );
}

/** ShellCheck's codes are its own and many. */
function shellCheckProperties() {
  return {
    '^SC[1-9][0-9]{3}$': {
      description: 'A code of ShellCheck.',
      type: 'string',
      enum: [...table.ruleSettings],
    },
  };
}

function intoSettings(manifest) {
  const { properties } = manifest.contributes.configuration;
  Object.assign(properties['ociRecipe.lint.preset'], { enum: [...table.presets] });
  Object.assign(properties['ociRecipe.lint.rules'], {
    properties: ruleProperties(),
    patternProperties: shellCheckProperties(),
    additionalProperties: false,
  });
}

function intoSchema(schema) {
  const { preset, rules } = schema.definitions.check.properties;
  Object.assign(preset, { enum: [...table.presets] });
  Object.assign(rules, {
    properties: ruleProperties(),
    patternProperties: shellCheckProperties(),
    additionalProperties: false,
  });
}

/** Whether the file is not what it should be; with --write it then is. */
async function update(file, change) {
  const before = await readFile(file, 'utf8');
  const value = JSON.parse(before);
  change(value);
  const after = await format(JSON.stringify(value, null, 2), {
    ...(await resolveConfig(file)),
    filepath: file,
  });
  if (after === before) {
    return false;
  }
  if (write) {
    await writeFile(file, after);
  }
  console.log(write ? `${file}: written.` : `${file}: not what the table of rules makes; run with --write.`);
  return true;
}

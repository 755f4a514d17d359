import { spawn } from 'node:child_process';

import { standIn } from './labEngine.mjs';

/**
 * What BuildKit's own check says of many cases that are asked about at once, in their order:
 * `{ findings: [{ line, rule, message }], error }`, `error` with `message` and `line` (undefined where BuildKit names
 * none) where it stopped at one; `{ refusal }` where there is no answer. Each case has `folder`, `args`, `target` and
 * `references`, the images that a stand-in takes the place of.
 */
export async function askAboutMany(cases, env) {
  const target = Object.fromEntries(cases.map((each, index) => [`case${index}`, toTarget(each)]));
  const group = { default: { targets: Object.keys(target) } };
  const { stdout, stderr } = await bake(JSON.stringify({ group, target }), env);
  const answers = read(stdout);
  if (answers === undefined && cases.length > 1) {
    // Why: one that cannot be asked about at all takes all others with it.
    const half = Math.ceil(cases.length / 2);
    return [
      ...(await askAboutMany(cases.slice(0, half), env)),
      ...(await askAboutMany(cases.slice(half), env)),
    ];
  }
  return cases.map(
    (each, index) => toAnswer(answers?.[`case${index}`]) ?? { refusal: stderr.trim().split('\n').at(-1) },
  );
}

function toTarget({ folder, args = {}, target, references }) {
  const contexts = references.map((reference) => [literal(reference), `docker-image://${standIn}`]);
  return {
    context: folder,
    args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, literal(value)])),
    contexts: Object.fromEntries(contexts),
    ...(target !== undefined && { target: literal(target) }),
  };
}

/** Why: bake takes `${` and `%{` in a string for its own. */
function literal(text) {
  return text.replaceAll('${', '$${').replaceAll('%{', '%%{');
}

function bake(input, env) {
  return new Promise((resolve, reject) => {
    const args = ['buildx', 'bake', '--file', '-', '--call=check,format=json', '--progress=quiet'];
    const child = spawn('docker', args, { env: { ...env, BUILDX_BAKE_ENTITLEMENTS_FS: '0' } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject).on('close', () => resolve({ stdout, stderr }));
    child.stdin.end(input);
  });
}

function read(text) {
  try {
    return JSON.parse(text).target;
  } catch {
    return undefined;
  }
}

function toAnswer(answer) {
  if (answer?.check === undefined) {
    return undefined;
  }
  const { warnings, buildError } = answer.check;
  return {
    findings: (warnings ?? []).map(({ ruleName, detail, location }) => ({
      line: firstLine(location) ?? 1,
      rule: ruleName,
      message: detail,
    })),
    ...(buildError && { error: { message: buildError.message, line: firstLine(buildError.location) } }),
  };
}

function firstLine(location) {
  return location?.ranges?.[0]?.start?.line;
}

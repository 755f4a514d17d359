import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const lab = join(import.meta.dirname, '..', 'lab');

/** The image that stands in for every base image; the lab loads it. */
export const standIn = 'ubuntu:24.04';

/** The variables that select a lab engine (started, with the stand-in loaded); none for the engine in force. */
export function engineEnvironment(name) {
  if (name === undefined) {
    return process.env;
  }
  const script = (file, ...args) =>
    execFileSync(join(lab, file), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  script('engine.sh', 'start', name);
  script('bases.sh', 'load', name);
  const lines = script('engine.sh', 'run', name, 'env').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
}

/** What the engine is: `{ version, platform, image }`; `image` is the config of the stand-in. */
export function describeEngine(env) {
  const docker = (...args) => execFileSync('docker', args, { encoding: 'utf8', env });
  const { Server: server } = JSON.parse(docker('version', '--format', 'json'));
  const [image] = JSON.parse(docker('image', 'inspect', standIn));
  return {
    version: server.Version,
    platform: `${server.Os}/${server.Arch}`,
    image: {
      os: image.Os,
      architecture: image.Architecture,
      env: image.Config?.Env ?? [],
      shell: image.Config?.Shell ?? [],
      onbuild: image.Config?.OnBuild ?? [],
    },
  };
}

/**
 * What BuildKit's own check says: `{ findings: [{ line, rule, message }], error }`; `error` where it stopped at one
 * (what it said before counts), or where there is no answer at all (then `findings` is undefined).
 */
export async function askBuildKit(corpusCase, { env, references, args }) {
  const command = ['buildx', 'build', '--call=check,format=json', '--progress=quiet'];
  for (const reference of references.filter((name) => name !== standIn)) {
    command.push('--build-context', `${reference}=docker-image://${standIn}`);
  }
  for (const [name, value] of Object.entries(args)) {
    command.push('--build-arg', `${name}=${value}`);
  }
  if (corpusCase.target !== undefined) {
    command.push('--target', corpusCase.target);
  }
  // Why: with a finding buildx ends with code 1, and the answer is in the output all the same.
  const { stdout, stderr } = await run('docker', [...command, corpusCase.folder], { env }).catch(
    (error) => error,
  );
  const answer = parse(stdout);
  return answer === undefined ? { error: lastLine(stderr) } : toFindings(answer);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFindings({ warnings, buildError }) {
  return {
    findings: (warnings ?? []).map(({ ruleName, detail, location }) => ({
      line: location?.ranges?.[0]?.start?.line ?? 1,
      rule: ruleName,
      message: detail,
    })),
    ...(buildError !== undefined && buildError !== null && { error: buildError.message }),
  };
}

function lastLine(text) {
  return text.trim().split('\n').at(-1);
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

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
      workingDir: image.Config?.WorkingDir ?? '',
    },
  };
}

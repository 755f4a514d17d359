import { access, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where the parts of a real VS Code lie on this machine. All paths are absolute. */
export interface Installation {
  /** The Node that code-server was built for. */
  readonly node: string;
  /** The script that starts code-server. */
  readonly codeServer: string;
  readonly chromium: string;
}

/** Finds what `scripts/vscode/install.sh` installed; an error says how to get what is missing. */
export async function findInstallation(env: NodeJS.ProcessEnv = process.env): Promise<Installation> {
  const directory = join(cacheDirectory(env), 'vscode');
  try {
    await readFile(join(directory, 'complete'));
  } catch (cause) {
    throw new Error(`No VS Code in ${directory}. Run scripts/vscode/install.sh first.`, { cause });
  }
  return {
    node: join(directory, 'bin', 'node'),
    codeServer: join(directory, 'code-server', 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
    chromium: await findChromium(env),
  };
}

/** A colour theme that comes with this VS Code. */
export interface BuiltInTheme {
  /** What the setting `workbench.colorTheme` takes, such as `Dark 2026`. */
  readonly id: string;
  /** The class the workbench's root element carries while the theme is in use. */
  readonly className: string;
}

/** The colour themes that come with this VS Code, as its own extensions contribute them. */
export async function readBuiltInThemes(installation: Installation): Promise<readonly BuiltInTheme[]> {
  const extensions = join(installation.codeServer, '..', '..', '..', 'lib', 'vscode', 'extensions');
  const folders = (await readdir(extensions)).filter((name) => name.startsWith('theme-'));
  const themes = await Promise.all(folders.map((folder) => readThemes(extensions, folder)));
  return themes.flat();
}

async function readThemes(extensions: string, folder: string): Promise<readonly BuiltInTheme[]> {
  const manifest = JSON.parse(await readFile(join(extensions, folder, 'package.json'), 'utf8')) as {
    readonly contributes?: {
      readonly themes?: readonly { readonly id?: string; readonly label: string; readonly path: string }[];
    };
  };
  return (manifest.contributes?.themes ?? []).map(({ id, label, path }) => ({
    id: id ?? label,
    // Why: the workbench derives the class from the extension's id and the theme's path in just this way.
    className: `vscode-${folder}-${path.replace(/^\.\//, '')}`.replace(/[^\w-]/g, '-'),
  }));
}

function cacheDirectory(env: NodeJS.ProcessEnv): string {
  const home = nonEmpty(env['HOME']) ?? homedir();
  const userCache = nonEmpty(env['XDG_CACHE_HOME']) ?? join(home, '.cache');
  return nonEmpty(env['OCI_RECIPES_CACHE']) ?? join(userCache, 'oci-recipes');
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

async function findChromium(env: NodeJS.ProcessEnv): Promise<string> {
  const folders = (env['PATH'] ?? '').split(delimiter).concat('/usr/bin');
  for (const folder of folders.filter((name) => name !== '')) {
    const candidate = join(folder, 'chromium');
    if (await exists(candidate)) {
      return candidate;
    }
  }
  throw new Error('There is no chromium on PATH. Run scripts/vscode/install.sh as root to get it.');
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

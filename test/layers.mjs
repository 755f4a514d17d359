/** Who may import whom inside src/core. The table is the architecture; CONTRIBUTING.md shows it as a picture. */
const core = {
  base: [],
  platform: ['base'],
  host: ['base'],
  finding: ['base'],
  dockerfile: ['base'],
  shell: ['host', 'base'],
  recipe: ['finding', 'platform', 'base'],
  repository: ['host', 'base'],
  check: ['finding', 'recipe', 'dockerfile', 'shell', 'repository', 'platform', 'base'],
  plan: ['recipe', 'platform', 'base'],
  build: ['plan', 'host', 'platform', 'base'],
  deflate: ['base'],
  image: ['deflate', 'host', 'platform', 'base'],
  artifact: ['image', 'host', 'platform', 'base'],
  report: ['finding', 'build', 'artifact', 'image', 'platform', 'base'],
  pipeline: [
    'finding',
    'recipe',
    'dockerfile',
    'shell',
    'repository',
    'check',
    'plan',
    'build',
    'image',
    'artifact',
    'report',
    'platform',
    'host',
    'base',
  ],
};

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', 'Modules that import each other are one module.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'Nothing imports this module.',
      { orphan: true, path: '^(src|webview)/', pathNot: '[.]d[.]ts$' },
      {},
    ),
    forbid(
      'vscode-in-editor-only',
      'Only src/editor talks to VS Code.',
      { pathNot: '^(src|test)/editor/' },
      { path: '^vscode$|node_modules/(vscode-languageclient|@types/vscode)/' },
    ),
    forbid(
      'core-knows-no-face',
      'Core is used by every face and knows none.',
      { path: '^src/core/' },
      { path: '^(src/(editor|cli|server|bridge)|webview)/' },
    ),
    forbid(
      'faces-do-not-meet',
      'Faces share code through core only.',
      { path: '^src/(editor|cli|server)/' },
      { path: '^src/(editor|cli|server)/', pathNot: '^src/$1/' },
    ),
    forbid(
      'bridge-is-a-leaf',
      'The message contract is plain data.',
      { path: '^src/bridge/' },
      { pathNot: '^src/bridge/' },
    ),
    forbid(
      'webview-knows-only-bridge',
      'Browser code sees the contract, its own libraries and itself.',
      { path: '^webview/' },
      { pathNot: '^(webview|src/bridge)/|node_modules/(@vscode/webview-ui-toolkit|@tanstack)/' },
    ),
    forbid(
      'toolkit-in-one-folder',
      'The archived component toolkit stays behind webview/toolkit.',
      { pathNot: '^webview/toolkit/' },
      { path: '@vscode/webview-ui-toolkit' },
    ),
    forbid(
      'io-through-host',
      'Core reaches files, processes and the network through src/core/host.',
      { path: '^src/core/', pathNot: '^src/core/host/' },
      {
        path: '^(fs|fs/promises|child_process|net|tls|http|https|os|process)$|(^|/)node_modules/(execa|undici)/',
      },
    ),
    forbid(
      'no-dev-dependency-in-product',
      'It would be missing from the package.',
      { path: '^(src|webview)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types/' },
    ),
    forbid(
      'product-knows-no-test',
      'Tests may be deleted; the product may not notice.',
      { path: '^(src|webview)/' },
      { path: '^test/' },
    ),
    ...Object.entries(core).map(([folder, allowed]) =>
      forbid(
        `core-${folder}`,
        `src/core/${folder} may import ${allowed.join(', ') || 'nothing else in core'}.`,
        { path: `^src/core/${folder}/` },
        { path: '^src/core/', pathNot: `^src/core/(${[folder, ...allowed].join('|')})/` },
      ),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
